// SPDX-License-Identifier: MIT
#include <array>

#include "rustassistant/domain/findings.hpp"
#include "said_names.hpp"

namespace rustassistant::domain {
namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, 4> kSeverities{"low", "medium", "high", "critical"};
constexpr std::array<std::string_view, 5> kEfforts{"trivial", "small", "medium", "large", "very_large"};
constexpr std::array<std::string_view, 16> kSmellTypes{
    "long_function",       "long_parameter_list", "duplicated_code",     "large_module",    "feature_envy",
    "primitive_obsession", "deep_nesting",        "complex_conditional", "shotgun_surgery", "divergent_change",
    "dead_code",           "magic_numbers",       "god_object",          "tight_coupling",  "missing_error_handling",
    "unsafe_unwrapping"};
constexpr std::array<std::string_view, 14> kRefactoringTypes{"extract_function",
                                                             "extract_module",
                                                             "rename",
                                                             "inline",
                                                             "replace_conditional",
                                                             "introduce_parameter_object",
                                                             "replace_magic_number",
                                                             "decompose_conditional",
                                                             "consolidate_duplicate",
                                                             "simplify_expression",
                                                             "remove_dead_code",
                                                             "improve_error_handling",
                                                             "reduce_coupling",
                                                             "split_function"};

template <typename Enum, std::size_t size>
std::optional<Enum> named(const std::array<std::string_view, size>& names, std::string_view name) {
  const std::string wanted = letters_of(name.substr(0, 64));
  for (std::size_t i = 0; i < size; ++i) {
    if (letters_of(names[i]) == wanted) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Severity value) {
  return kSeverities.at(static_cast<std::size_t>(value));
}
std::string_view name_of(Effort value) {
  return kEfforts.at(static_cast<std::size_t>(value));
}
std::string_view name_of(SmellType value) {
  return kSmellTypes.at(static_cast<std::size_t>(value));
}
std::string_view name_of(RefactoringType value) {
  return kRefactoringTypes.at(static_cast<std::size_t>(value));
}

std::optional<Severity> severity_named(std::string_view name) {
  return named<Severity>(kSeverities, name);
}
std::optional<Effort> effort_named(std::string_view name) {
  return named<Effort>(kEfforts, name);
}
std::optional<SmellType> smell_type_named(std::string_view name) {
  return named<SmellType>(kSmellTypes, name);
}
std::optional<RefactoringType> refactoring_type_named(std::string_view name) {
  return named<RefactoringType>(kRefactoringTypes, name);
}

}  // namespace rustassistant::domain
