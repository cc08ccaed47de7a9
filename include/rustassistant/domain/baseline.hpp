// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/finding.hpp"

// Findings that were accepted, so that they are not shown again until they get worse. One file may hold findings of
// several analysis types, each of which knows its own by their kinds. Pure.
namespace rustassistant::domain {

inline constexpr std::string_view kBaselineSchema = "rustassistant.baseline/1";

// One accepted finding. No lines and no times: they change when nothing got worse.
struct BaselineEntry {
  std::string fingerprint;  // domain/fingerprint.hpp
  std::string path;         // relative to the repository
  std::string kind;
  std::string item;
  Severity severity{};
  std::optional<std::int64_t> value;  // of a measured kind
  bool operator==(const BaselineEntry&) const = default;
};

// Reads a baseline: at most 64 MiB of JSON. An Error (config) for a version that is not kBaselineSchema and for a
// malformed member, which it names. Unknown members are ignored.
[[nodiscard]] Result<std::vector<BaselineEntry>> parse_baseline(std::string_view text);

// The same entries give the same text: sorted by path, kind, item and fingerprint, one to a line, so that two branches
// that each remove one merge without a conflict.
[[nodiscard]] std::string render_baseline(std::span<const BaselineEntry> entries);

// What is kept of a finding when it is accepted.
[[nodiscard]] BaselineEntry entry_of(const Finding& finding);

// Whether an entry is one that a review of this type finds. False for a kind that this program does not know.
[[nodiscard]] bool is_of(const BaselineEntry& entry, AnalysisType type);
// Whether only a model finds it. Of a kind that both look for, what the built-in analyzer found has a value.
[[nodiscard]] bool needs_model(const BaselineEntry& entry);

struct BaselineMatch {
  std::vector<Standing> standings;       // one for each finding, in their order
  std::vector<BaselineEntry> gone;       // entries that no finding matches although they would have been found
  std::vector<BaselineEntry> remaining;  // the entries without those; moved ones under their path of today
};

// What this run could know about an entry.
enum class EntryFile : std::uint8_t {
  reviewed,      // its file was, by somebody who finds its kind
  not_reviewed,  // so it is neither confirmed nor gone
  missing,       // its file is, and no other file can have the finding that was not reviewed as above
  astray,        // its file is missing, and the finding may be in one that was not reviewed as above
};

// First by fingerprint; then, for entries whose file is missing or astray, by type, kind, item and ordinal, where
// exactly one finding and one entry agree. `file_of` describes an entry of the baseline.
[[nodiscard]] BaselineMatch match_baseline(std::span<const BaselineEntry> baseline, std::span<const Finding> findings,
                                           const std::function<EntryFile(const BaselineEntry& entry)>& file_of);

}  // namespace rustassistant::domain
