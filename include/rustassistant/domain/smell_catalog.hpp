// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "rustassistant/domain/findings.hpp"

// What each kind of smell means, for those who read about one: `explain`, SARIF's rules, reports.
namespace rustassistant::domain {

// Who looks for a kind.
enum class Finder : unsigned char {
  builtin,  // measured by the built-in analyzer alone; models are told not to report it
  model,    // needs meaning or types: models alone
  both,     // the built-in analyzer finds the part that syntax proves
};

struct SmellFacts {
  SmellType type;
  std::string_view title;       // "Long function"
  std::string_view summary;     // one sentence, at most 120 characters
  std::string_view definition;  // how it is found, and from when on
  std::string_view remedy;
  Finder finder;
  std::string_view setting;  // of its threshold; empty: none
  std::string_view source;   // of the definition; empty: this project's own
};

// One row for each SmellType, in its order.
[[nodiscard]] std::span<const SmellFacts> smell_catalog();
[[nodiscard]] const SmellFacts& facts_of(SmellType type);

}  // namespace rustassistant::domain
