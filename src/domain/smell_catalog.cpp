// SPDX-License-Identifier: MIT
#include "rustassistant/domain/smell_catalog.hpp"

#include <array>

namespace rustassistant::domain {
namespace {

constexpr std::array<SmellFacts, 16> kCatalog{{
    {SmellType::long_function, "Long function", "The function has more lines than one reads in one go.",
     "Lines from the first to the last of the definition, blanks and comments included, over the threshold.",
     "Extract the parts that have a name of their own.", Finder::builtin, "analysis.max_function_lines", ""},
    {SmellType::long_parameter_list, "Long parameter list",
     "The function takes more parameters than callers can keep apart.",
     "Parameters over the threshold; the receiver (self, this) and C's \"...\" do not count.",
     "Group what belongs together into a type, or split the function.", Finder::builtin, "analysis.max_parameters", ""},
    {SmellType::duplicated_code, "Duplicated code", "The same code stands in the file more than once.",
     "Two pieces of at least 100 tokens and 10 lines that differ in names and literals at most.",
     "Extract the common part and pass what differs.", Finder::builtin, "", "CPD's minimum of 100 tokens"},
    {SmellType::large_module, "Large module", "The file holds more code than one can keep in mind.",
     "Lines of the file over the threshold.", "Split the file where its parts do not need each other.", Finder::builtin,
     "analysis.max_module_lines", ""},
    {SmellType::feature_envy, "Feature envy", "The function uses another type's data more than its own.",
     "Judged by a model: it needs types.", "Move the function, or the part that envies, to where the data is.",
     Finder::model, "", "Fowler, Refactoring"},
    {SmellType::primitive_obsession, "Primitive obsession",
     "Plain numbers and strings stand for things that have rules.", "Judged by a model.",
     "Give the thing a type that keeps its rules.", Finder::model, "", "Fowler, Refactoring"},
    {SmellType::deep_nesting, "Deep nesting", "Blocks lie so deep that their conditions cannot be seen together.",
     "Branches, loops and try blocks within each other, over the threshold; else-if does not add.",
     "Return early, or extract the inner blocks.", Finder::builtin, "analysis.max_nesting", ""},
    {SmellType::complex_conditional, "Complex function", "The function has more ways through it than tests will cover.",
     "Cyclomatic complexity (1 + branches, loops, cases and boolean operators) over the threshold.",
     "Split the function by what it decides; turn chains of cases into a table.", Finder::builtin,
     "analysis.max_complexity", "McCabe 1976"},
    {SmellType::shotgun_surgery, "Shotgun surgery", "One change has to be made in many places.",
     "Needs the history of a repository; no single file can prove it.", "Bring what changes together into one place.",
     Finder::model, "", "Fowler, Refactoring"},
    {SmellType::divergent_change, "Divergent change", "One module changes for many unrelated reasons.",
     "Needs the history of a repository; no single file can prove it.", "Split the module by reason to change.",
     Finder::model, "", "Fowler, Refactoring"},
    {SmellType::dead_code, "Dead code", "The code can never run, or nothing uses it.",
     "Statements after return, throw, break or exit; functions private to the file that the file never names. Models "
     "also "
     "report what needs meaning.",
     "Remove it; version control remembers.", Finder::both, "", ""},
    {SmellType::magic_numbers, "Magic numbers", "Numbers stand in the code without a name that says what they mean.",
     "Off unless analysis.magic_numbers is set. Three different numbers in a function, or one three times in a file; "
     "not "
     "-1, 0, 1, 2, constants, defaults, indices, tables and tests.",
     "Name them.", Finder::builtin, "analysis.magic_numbers", ""},
    {SmellType::god_object, "God object", "One type does too much, and its parts have little in common.",
     "At least 15 methods, sum of their complexities at least 47, and fewer than a third of the pairs of methods share "
     "a "
     "field.",
     "Split the type along the groups of methods that share fields.", Finder::builtin, "",
     "Lanza and Marinescu, Object-Oriented Metrics in Practice"},
    {SmellType::tight_coupling, "Tight coupling", "The file depends on very many others.", "More than 30 imports.",
     "Split the file, or put a narrower interface between.", Finder::builtin, "", "PMD's ExcessiveImports"},
    {SmellType::missing_error_handling, "Missing error handling",
     "A failure is ignored, so that what follows works on wrong data.",
     "Empty handlers without a comment, results that are thrown away, commands whose failure goes unnoticed. Models "
     "also "
     "report what needs types.",
     "Handle the failure, pass it on, or say in a comment why it may be ignored.", Finder::both, "", ""},
    {SmellType::unsafe_unwrapping, "Unsafe unwrapping",
     "The program ends here when the value is missing or the call failed.",
     "unwrap, expect and panic outside of tests. Models also report what needs types.",
     "Pass the error on, or prove in a comment that it cannot happen.", Finder::both, "", ""},
}};

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < kCatalog.size(); ++i) {
    if (static_cast<std::size_t>(kCatalog[i].type) != i) return false;
  }
  return true;
}
static_assert(is_in_order(), "facts_of() finds a row by its number");

}  // namespace

std::span<const SmellFacts> smell_catalog() {
  return kCatalog;
}

const SmellFacts& facts_of(SmellType type) {
  return kCatalog[static_cast<std::size_t>(type)];
}

}  // namespace rustassistant::domain
