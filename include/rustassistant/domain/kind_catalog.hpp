// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string_view>

#include "rustassistant/domain/provider.hpp"

// What each kind of finding means, for those who read about one: `explain`, SARIF's rules, reports.
namespace rustassistant::domain {

// Who looks for a kind.
enum class Finder : unsigned char {
  builtin,  // measured by the built-in analyzer; models do not report it where that knows the language
  model,    // needs meaning or types: models alone
  both,     // the built-in analyzer finds the part that syntax proves
  nobody,   // one file cannot prove it; found in answers of older versions only
};

struct KindFacts {
  AnalysisType type;
  std::string_view kind;        // unique over all types
  std::string_view title;       // "Long function"
  std::string_view summary;     // one sentence, at most 120 characters
  std::string_view definition;  // how it is found, and from when on
  std::string_view remedy;
  Finder finder;
  std::string_view setting;  // of its threshold, or that turns it on; empty: none
  std::string_view source;   // of the definition; empty: this project's own
};

// By type, then in the order of their enumerations.
[[nodiscard]] std::span<const KindFacts> kind_catalog();
// Null for a kind that has no row.
[[nodiscard]] const KindFacts* facts_of(std::string_view kind);

}  // namespace rustassistant::domain
