// SPDX-License-Identifier: MIT
#include "smells.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace rustassistant::source {
namespace {

using domain::RefactoringType;
using domain::Severity;
using domain::SmellType;
using domain::Thresholds;

std::string subject(const FunctionMeasures& function) {
  return function.is_function() ? "function `" + function.name + "`" : "the code outside functions";
}

std::string above(int threshold) {
  return " (threshold " + std::to_string(threshold) + ")";
}

domain::Location whole(const FunctionMeasures& function) {
  return {function.line_start, function.line_end, function.name, true};
}

std::vector<Excess> long_functions(const Measures& measures, const Thresholds& thresholds) {
  std::vector<Excess> found;
  for (const FunctionMeasures& function : measures.functions) {
    const int lines = function.line_end - function.line_start + 1;
    if (!function.is_function() || lines <= thresholds.function_lines) continue;
    found.push_back({lines, thresholds.function_lines,
                     subject(function) + " has " + std::to_string(lines) + " lines" + above(thresholds.function_lines),
                     whole(function)});
  }
  return found;
}

std::vector<Excess> long_parameter_lists(const Measures& measures, const Thresholds& thresholds) {
  std::vector<Excess> found;
  for (const FunctionMeasures& function : measures.functions) {
    if (function.parameters <= thresholds.parameters) continue;
    found.push_back({function.parameters, thresholds.parameters,
                     subject(function) + " takes " + std::to_string(function.parameters) + " parameters" +
                         above(thresholds.parameters),
                     whole(function)});
  }
  return found;
}

std::vector<Excess> deep_nesting(const Measures& measures, const Thresholds& thresholds) {
  std::vector<Excess> found;
  for (const FunctionMeasures& function : measures.functions) {
    if (function.nesting <= thresholds.nesting) continue;
    domain::Location location = whole(function);
    if (!function.is_function()) location.line_start = location.line_end = function.deepest_line;
    found.push_back({function.nesting, thresholds.nesting,
                     subject(function) + " nests " + std::to_string(function.nesting) + " levels deep at line " +
                         std::to_string(function.deepest_line) + above(thresholds.nesting),
                     location});
  }
  return found;
}

std::vector<Excess> complex_functions(const Measures& measures, const Thresholds& thresholds) {
  std::vector<Excess> found;
  for (const FunctionMeasures& function : measures.functions) {
    if (function.complexity <= thresholds.complexity) continue;
    found.push_back({function.complexity, thresholds.complexity,
                     subject(function) + " has a cyclomatic complexity of " + std::to_string(function.complexity) +
                         above(thresholds.complexity),
                     whole(function)});
  }
  return found;
}

std::vector<Excess> large_module(const Measures& measures, const Thresholds& thresholds) {
  if (measures.lines <= thresholds.module_lines) return {};
  return {{measures.lines,
           thresholds.module_lines,
           "the file has " + std::to_string(measures.lines) + " lines" + above(thresholds.module_lines),
           {1, measures.lines, {}, true}}};
}

// "3 (unwrap), 7 (expect), 9 (panic!) and 2 more"
std::string list_of(const std::vector<Panic>& panics) {
  constexpr std::size_t kShown = 10;
  std::string list;
  for (std::size_t i = 0; i < std::min(panics.size(), kShown); ++i) {
    if (i > 0) list += ", ";
    list += std::to_string(panics[i].line) + " (" + std::string(panics[i].word) + ")";
  }
  if (panics.size() > kShown) list += " and " + std::to_string(panics.size() - kShown) + " more";
  return list;
}

std::vector<Excess> unsafe_unwrapping(const Measures& measures, const Thresholds& /*thresholds*/) {
  constexpr int kFew = 2;  // in one function; severity grows from here
  std::vector<Excess> found;
  for (const FunctionMeasures& function : measures.functions) {
    if (function.panics.empty()) continue;
    const auto count = static_cast<int>(function.panics.size());
    domain::Location location = whole(function);
    if (!function.is_function()) {
      location.line_start = function.panics.front().line;
      location.line_end = function.panics.back().line;
    }
    found.push_back({count, kFew,
                     subject(function) + " can panic in " + std::to_string(count) +
                         (count == 1 ? " place: line " : " places: lines ") + list_of(function.panics),
                     location});
  }
  return found;
}

using Lines = std::string_view;

constexpr Lines kLongFunctionSteps[] = {
    "Find the parts of the body that each do one thing; comments and blank lines often mark them",
    "Move each part into a function named after what it does, with what it needs as parameters",
    "Keep in the original function only the order of the parts"};
constexpr Lines kLongFunctionBenefits[] = {"Each part can be read, tested and reused on its own",
                                           "The function reads like a summary"};

constexpr Lines kParameterSteps[] = {"Find the parameters that travel together or describe one thing",
                                     "Put them into a type named after that thing",
                                     "Pass that type, and move behaviour that only uses its fields into it"};
constexpr Lines kParameterBenefits[] = {"Arguments can no longer be swapped by mistake", "Calls say what they pass"};

constexpr Lines kNestingSteps[] = {"Turn conditions that guard the whole body into early returns",
                                   "Move the innermost loop or branch into a function of its own",
                                   "Join conditions that only work together"};
constexpr Lines kNestingBenefits[] = {"Fewer conditions to hold in mind at each line",
                                      "The main path stands at the left"};

constexpr Lines kComplexSteps[] = {"Name compound conditions with functions that return their truth",
                                   "Replace long chains of cases with a table or with polymorphism",
                                   "Split the function where its branches share nothing"};
constexpr Lines kComplexBenefits[] = {"Fewer paths to test in one function",
                                      "Changes to one case leave the others alone"};

constexpr Lines kModuleSteps[] = {"Group the definitions by what they work on",
                                  "Move each group into a file of its own with a narrow interface",
                                  "Make private what only the group itself uses"};
constexpr Lines kModuleBenefits[] = {"Each file is about one thing", "Changes touch and rebuild less"};

constexpr Lines kUnwrapSteps[] = {"Return a Result (or Option) and pass failures on with `?`",
                                  "Where a default is right, use unwrap_or, unwrap_or_else or a match",
                                  "Where failure is impossible, say why in the message of an expect"};
constexpr Lines kUnwrapBenefits[] = {"Bad input becomes an error instead of an abort", "Callers decide how to recover"};

constexpr auto kKinds = std::to_array<SmellKind>({
    {SmellType::long_function, long_functions, Severity::medium, Severity::critical, 60,
     "Long functions mix several tasks: they are hard to understand, to test and to change safely.",
     RefactoringType::extract_function, "Extract functions from",
     "Split what is done one after the other into functions that each do one thing.", kLongFunctionSteps,
     kLongFunctionBenefits},
    {SmellType::long_parameter_list, long_parameter_lists, Severity::low, Severity::critical, 30,
     "Long parameter lists are easy to call wrongly and hint at a missing type.",
     RefactoringType::introduce_parameter_object, "Introduce a parameter object for",
     "Gather parameters that belong together in a type of their own.", kParameterSteps, kParameterBenefits},
    {SmellType::deep_nesting, deep_nesting, Severity::medium, Severity::critical, 45,
     "Each level is one more condition to remember while reading the innermost lines.",
     RefactoringType::simplify_expression, "Flatten",
     "Leave early and extract the innermost blocks, so that the main path is not indented.", kNestingSteps,
     kNestingBenefits},
    {SmellType::complex_conditional, complex_functions, Severity::medium, Severity::critical, 60,
     "Every path needs a test; with many paths some are never tried.", RefactoringType::decompose_conditional,
     "Decompose the conditions of", "Give conditions names and split branches that have nothing in common.",
     kComplexSteps, kComplexBenefits},
    {SmellType::large_module, large_module, Severity::low, Severity::high, 240,
     "Large files gather unrelated code: they are hard to find one's way in and change for many reasons.",
     RefactoringType::extract_module, "Split the file into modules",
     "Move groups of definitions that belong together into files of their own.", kModuleSteps, kModuleBenefits},
    {SmellType::unsafe_unwrapping, unsafe_unwrapping, Severity::medium, Severity::high, 20,
     "A panic ends the thread, and often the program, where the caller could have handled an error.",
     RefactoringType::improve_error_handling, "Handle errors instead of panicking in",
     "Report failure to the caller, who knows what to do about it.", kUnwrapSteps, kUnwrapBenefits},
});

}  // namespace

std::span<const SmellKind> smell_kinds() {
  return kKinds;
}

Severity severity_of(const SmellKind& kind, const Excess& excess) {
  const std::int64_t threshold = std::max(excess.threshold, 1);
  const Severity severity = excess.value > 4 * threshold   ? Severity::critical
                            : excess.value > 2 * threshold ? Severity::high
                                                           : kind.severity;
  return std::min(severity, kind.worst);
}

}  // namespace rustassistant::source
