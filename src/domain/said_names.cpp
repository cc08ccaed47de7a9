// SPDX-License-Identifier: MIT
#include "said_names.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::domain {
namespace {

// What is said, by its letters alone, and what it is called.
struct SaidName {
  std::string_view said;
  std::string_view name;
};

constexpr auto kSaidSeverities = std::to_array<SaidName>({
    {"info", "low"},
    {"informational", "low"},
    {"note", "low"},
    {"hint", "low"},
    {"minor", "low"},
    {"moderate", "medium"},
    {"warning", "medium"},
    {"warn", "medium"},
    {"major", "high"},
    {"error", "high"},
    {"severe", "critical"},
    {"blocker", "critical"},
    {"fatal", "critical"},
});

constexpr auto kSaidEfforts = std::to_array<SaidName>({
    {"minimal", "trivial"},
    {"tiny", "trivial"},
    {"verylow", "trivial"},
    {"verysmall", "trivial"},
    {"low", "small"},
    {"easy", "small"},
    {"minutes", "small"},
    {"moderate", "medium"},
    {"hour", "medium"},
    {"hours", "medium"},
    {"high", "large"},
    {"hard", "large"},
    {"day", "large"},
    {"days", "large"},
    {"veryhigh", "very_large"},
    {"huge", "very_large"},
    {"extensive", "very_large"},
    {"week", "very_large"},
    {"weeks", "very_large"},
});

constexpr auto kSaidSmells = std::to_array<SaidName>({
    {"longmethod", "long_function"},
    {"largefunction", "long_function"},
    {"toomanyparameters", "long_parameter_list"},
    {"manyparameters", "long_parameter_list"},
    {"duplicatecode", "duplicated_code"},
    {"codeduplication", "duplicated_code"},
    {"duplication", "duplicated_code"},
    {"largefile", "large_module"},
    {"longfile", "large_module"},
    {"largeclass", "god_object"},
    {"godclass", "god_object"},
    {"nestedconditionals", "deep_nesting"},
    {"excessivenesting", "deep_nesting"},
    {"highcomplexity", "complex_conditional"},
    {"complexfunction", "complex_conditional"},
    {"complexmethod", "complex_conditional"},
    {"cyclomaticcomplexity", "complex_conditional"},
    {"complexconditionals", "complex_conditional"},
    {"unusedcode", "dead_code"},
    {"unusedvariable", "dead_code"},
    {"unreachablecode", "dead_code"},
    {"magicnumber", "magic_numbers"},
    {"highcoupling", "tight_coupling"},
    {"errorhandling", "missing_error_handling"},
    {"poorerrorhandling", "missing_error_handling"},
    {"ignorederror", "missing_error_handling"},
    {"unwrapusage", "unsafe_unwrapping"},
    {"unsafeunwrap", "unsafe_unwrapping"},
    {"unwrap", "unsafe_unwrapping"},
});

constexpr auto kSaidRefactorings = std::to_array<SaidName>({
    {"extractmethod", "extract_function"},
    {"extractclass", "extract_module"},
    {"renamevariable", "rename"},
    {"renamefunction", "rename"},
    {"renamemethod", "rename"},
    {"inlinefunction", "inline"},
    {"inlinevariable", "inline"},
    {"extractconstant", "replace_magic_number"},
    {"introduceconstant", "replace_magic_number"},
    {"simplifyconditional", "decompose_conditional"},
    {"removeduplication", "consolidate_duplicate"},
    {"simplify", "simplify_expression"},
    {"adderrorhandling", "improve_error_handling"},
    {"errorhandling", "improve_error_handling"},
    {"splitmethod", "split_function"},
});

template <typename Enum>
std::optional<Enum> meant(std::span<const SaidName> others, std::string_view said,
                          std::optional<Enum> (*named)(std::string_view)) {
  if (const auto exact = named(said)) return exact;
  const std::string letters = letters_of(said.substr(0, 64));
  const auto other =
      std::find_if(others.begin(), others.end(), [&](const SaidName& row) { return row.said == letters; });
  return other == others.end() ? std::nullopt : named(other->name);
}

}  // namespace

std::string letters_of(std::string_view text) {
  std::string letters = to_lower(text);
  std::erase_if(letters, [](char c) { return !ascii::is_lower(c); });
  return letters;
}

std::optional<Severity> severity_meant(std::string_view said) {
  return meant<Severity>(kSaidSeverities, said, severity_named);
}
std::optional<Effort> effort_meant(std::string_view said) {
  return meant<Effort>(kSaidEfforts, said, effort_named);
}
std::optional<SmellType> smell_type_meant(std::string_view said) {
  return meant<SmellType>(kSaidSmells, said, smell_type_named);
}
std::optional<RefactoringType> refactoring_type_meant(std::string_view said) {
  return meant<RefactoringType>(kSaidRefactorings, said, refactoring_type_named);
}

}  // namespace rustassistant::domain
