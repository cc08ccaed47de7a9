// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/domain/baseline.hpp"
#include "rustassistant/domain/finding.hpp"

// How what was found in a repository differs from one time to another. Pure.
namespace rustassistant::domain {

// What is remembered of findings, in the form of a baseline: an entry for each finding, whose kind has its type before
// it ("todos/fixme"), and one for each file and type with an answer, whose kind is the type alone and whose other texts
// are empty. Such a list is neither a baseline nor to be taken for one.
using SeenList = std::span<const BaselineEntry>;
[[nodiscard]] BaselineEntry seen_entry(const Finding& finding);
[[nodiscard]] BaselineEntry seen_file(std::string_view type, const std::string& path);
[[nodiscard]] bool is_finding(const BaselineEntry& entry);
// The type of either.
[[nodiscard]] std::string_view type_of(const BaselineEntry& entry);

struct FindingsChange {
  std::int64_t added = 0;       // what is new
  std::int64_t first_seen = 0;  // of it, what is in files that had no answer of this type before
  std::int64_t gone = 0;
  std::int64_t moved = 0;  // the same kind and item under another path: neither new nor gone
};

// A finding with the same fingerprint is the same, whatever its line. One about a file as a whole moves only with the
// file: to one that had no answer before, from one that has none any more.
[[nodiscard]] FindingsChange compare_findings(SeenList before, SeenList now);

}  // namespace rustassistant::domain
