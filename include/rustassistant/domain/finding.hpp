// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/domain/baseline.hpp"
#include "rustassistant/domain/findings.hpp"

namespace rustassistant::domain {

// A problem as every format shows it, of whatever analysis type, with all that a run knows of it. Text in it comes from
// a model or a file: each format escapes it.
struct Finding {
  std::string kind;
  Severity severity{};
  std::string message;
  std::string impact;                  // may be empty
  Location location;                   // the whole item
  int line = 1;                        // where to show it: the item's first line, or the first changed line within it
  int line_length = 0;                 // of `line`, in code points
  std::vector<std::string> found_by;   // "builtin", "xai/grok-4.3"
  std::optional<std::int64_t> value;   // of a measured kind
  std::string fingerprint;             // domain/fingerprint.hpp
  std::string line_hash;               // GitHub's, of the item's first line
  std::optional<bool> changed;         // by the change that the run was limited to
  std::optional<Standing> standing;    // against the baseline
  std::optional<std::string> allowed;  // by a comment in the source: the reason that it gives
};

// Whether a format may show it and --fail-on may count it: not accepted before, not allowed, not outside of the change.
[[nodiscard]] inline bool is_shown(const Finding& finding) {
  const bool accepted = finding.standing == Standing::known || finding.standing == Standing::moved;
  return !accepted && !finding.allowed && finding.changed != false;
}

}  // namespace rustassistant::domain
