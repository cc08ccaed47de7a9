// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The result of a `refactor` analysis: what is stored, shown and exported.
namespace rustassistant::domain {

enum class Severity : std::uint8_t { low, medium, high, critical };  // in rising order; also the scale of priorities

enum class Effort : std::uint8_t { trivial, small, medium, large, very_large };

enum class SmellType : std::uint8_t {
  long_function,
  long_parameter_list,
  duplicated_code,
  large_module,
  feature_envy,
  primitive_obsession,
  deep_nesting,
  complex_conditional,
  shotgun_surgery,
  divergent_change,
  dead_code,
  magic_numbers,
  god_object,
  tight_coupling,
  missing_error_handling,
  unsafe_unwrapping,
};

enum class RefactoringType : std::uint8_t {
  extract_function,
  extract_module,
  rename,
  inline_item,  // "inline" in JSON
  replace_conditional,
  introduce_parameter_object,
  replace_magic_number,
  decompose_conditional,
  consolidate_duplicate,
  simplify_expression,
  remove_dead_code,
  improve_error_handling,
  reduce_coupling,
  split_function,
};

// The snake_case word used in JSON and on the terminal.
[[nodiscard]] std::string_view name_of(Severity value);
[[nodiscard]] std::string_view name_of(Effort value);
[[nodiscard]] std::string_view name_of(SmellType value);
[[nodiscard]] std::string_view name_of(RefactoringType value);

// The value with that name in any case style ("LongFunction", "long-function", "Long function").
[[nodiscard]] std::optional<Severity> severity_named(std::string_view name);
[[nodiscard]] std::optional<Effort> effort_named(std::string_view name);
[[nodiscard]] std::optional<SmellType> smell_type_named(std::string_view name);
[[nodiscard]] std::optional<RefactoringType> refactoring_type_named(std::string_view name);

// Lines count from 1, both ends included; 0 means that the answer named none.
struct Location {
  int line_start = 0;
  int line_end = 0;
  std::string item_name;         // function, type or module; empty where the whole file is meant
  std::optional<bool> verified;  // nothing until checked against the syntax tree (source/locations.hpp)
  // The item with the types and namespaces around it, where lines were named that of the function around them; nothing
  // until checked. Findings are identified by it.
  std::optional<std::string> qualified_name = {};
};

// Both ends included, from 1.
struct LineRange {
  int line_start = 0;
  int line_end = 0;
  bool operator==(const LineRange&) const = default;
};

// What of a file its grammar could not follow, often macros: findings do not cover it.
struct Unparsed {
  std::vector<LineRange> ranges;  // in order, apart from each other
  double share = 0;               // of the file's lines, 0 to 1, in thousandths
  bool operator==(const Unparsed&) const = default;
};

struct Smell {
  SmellType type{};
  Severity severity{};
  std::string description;
  std::string impact;
  Location location;
  std::optional<std::int64_t> value = {};  // the measure, of a kind that builtin measures
  std::vector<std::string> found_by = {};  // of what is shown; not stored
};

struct Example {
  std::string before;
  std::string after;
  std::string explanation;
};

struct Suggestion {
  RefactoringType type{};
  std::string title;
  std::string description;
  std::vector<std::string> benefits;
  std::vector<std::string> steps;
  std::optional<Example> example;
  Effort effort{};
  Severity priority{};
  std::vector<std::size_t> answers = {};  // the smells that it is about, by their places in the document; not shown
};

// How an answer came together of an earlier one and one about parts of the file.
struct Reuse {
  std::int64_t units = 0;  // that the file has
  std::int64_t asked = 0;  // of them
  std::string from;        // the key of the earlier answer, in hex digits
  bool operator==(const Reuse&) const = default;
};

struct Analysis {
  std::vector<Smell> smells;
  std::vector<Suggestion> suggestions;
  std::optional<double> complexity_score;       // 0-100, lower is better; nothing where nobody judged the file
  std::optional<double> maintainability_score;  // 0-100, higher is better
  std::vector<std::string> priorities;
  Effort estimated_effort = Effort::trivial;
  std::optional<Unparsed> unparsed;  // nothing until checked, and where the language has no grammar
  std::optional<Reuse> reuse = {};   // nothing: the file was asked about as a whole
};

}  // namespace rustassistant::domain
