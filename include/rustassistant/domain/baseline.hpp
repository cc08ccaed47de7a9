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

// Findings that were accepted, so that they are not shown again until they get worse. Pure.
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

struct BaselineMatch {
  std::vector<Standing> standings;       // one for each finding, in their order
  std::vector<BaselineEntry> gone;       // entries that no finding matches, of files that were looked at or are gone
  std::vector<BaselineEntry> remaining;  // the entries without those; moved ones under their path of today
};

// What this run could know about the file of an entry.
enum class EntryFile : std::uint8_t { reviewed, not_reviewed, missing };

// First by fingerprint; then, for entries whose file is missing, by type, kind, item and ordinal, where exactly one
// finding and one entry agree. `file_of` describes a path of the baseline.
[[nodiscard]] BaselineMatch match_baseline(std::span<const BaselineEntry> baseline, std::span<const Finding> findings,
                                           const std::function<EntryFile(const std::string& path)>& file_of);

}  // namespace rustassistant::domain
