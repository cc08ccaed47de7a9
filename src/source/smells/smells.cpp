// SPDX-License-Identifier: MIT
#include "smells.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "dead_code.hpp"
#include "duplicates.hpp"
#include "error_handling.hpp"
#include "god_object.hpp"
#include "magic_numbers.hpp"
#include "scan.hpp"
#include "unused_functions.hpp"

namespace rustassistant::source {
namespace {

using domain::RefactoringType;
using domain::Severity;
using domain::SmellType;
using domain::Thresholds;

// What is measured of every function and compared with a threshold.
struct MeasureRow {
  int FunctionMeasures::* value;
  int Thresholds::* threshold;
  bool of_functions_only;
  bool is_bound;  // a lower bound where a part could not be parsed
  std::string_view verb;
  std::string_view noun;
};
constexpr MeasureRow kLines{&FunctionMeasures::lines, &Thresholds::function_lines, true, false, "has ", " lines"};
constexpr MeasureRow kParameters{
    &FunctionMeasures::parameters, &Thresholds::parameters, true, false, "takes ", " parameters"};
constexpr MeasureRow kDeepNesting{
    &FunctionMeasures::nesting, &Thresholds::nesting, false, true, "nests ", " levels deep"};
constexpr MeasureRow kComplexity{
    &FunctionMeasures::complexity, &Thresholds::complexity, false, true, "has complexity ", ""};

constexpr int kManyAlike = 4;   // parameters of one primitive type in a row: a hint at primitive obsession
constexpr int kTestFactor = 2;  // by which thresholds are higher for the code of tests

std::string above(int threshold, bool test) {
  return " (over " + std::to_string(threshold) + (test ? ", in tests)" : ")");
}

std::string description_of(const MeasureRow& row, const FunctionMeasures& function, int threshold, bool test) {
  std::string text = subject_of(function) + " " + std::string(row.verb);
  if (row.is_bound && function.partial) text += "at least ";
  text += std::to_string(function.*row.value) + std::string(row.noun);
  if (row.value == &FunctionMeasures::nesting) text += " at line " + std::to_string(function.deepest_line);
  text += above(threshold, test);
  if (row.is_bound && function.partial) text += "; a part of it could not be parsed";
  if (row.value == &FunctionMeasures::lines && function.is_literal()) text += "; nearly all of it is one literal";
  if (row.value == &FunctionMeasures::parameters && function.alike >= kManyAlike)
    text += "; " + std::to_string(function.alike) + " of type " + function.alike_type + " in a row are easily swapped";
  return text;
}

std::vector<Excess> above_threshold(const MeasureRow& row, const Subject& subject) {
  std::vector<Excess> found;
  for (const FunctionMeasures& function : subject.measures.functions) {
    if (row.of_functions_only && !function.is_function()) continue;
    const bool test = function.test || subject.role == FileRole::test;
    const int threshold = subject.thresholds.*row.threshold * (test ? kTestFactor : 1);
    if (function.*row.value <= threshold) continue;
    domain::Location location = location_of(function);
    if (!function.is_function() && row.value == &FunctionMeasures::nesting)
      location.line_start = location.line_end = function.deepest_line;
    const bool mild = row.value == &FunctionMeasures::lines && function.is_literal();
    found.push_back({function.*row.value, threshold, description_of(row, function, threshold, test),
                     std::move(location),
                     mild   ? Severity::low
                     : test ? Severity::medium
                            : Severity::high});
  }
  return found;
}

std::vector<Excess> long_functions(const Subject& subject) {
  return above_threshold(kLines, subject);
}
std::vector<Excess> long_parameter_lists(const Subject& subject) {
  return above_threshold(kParameters, subject);
}
std::vector<Excess> deep_nesting(const Subject& subject) {
  return above_threshold(kDeepNesting, subject);
}
std::vector<Excess> complex_functions(const Subject& subject) {
  return above_threshold(kComplexity, subject);
}

std::vector<Excess> large_module(const Subject& subject) {
  const bool test = subject.role == FileRole::test;
  const int threshold = subject.thresholds.module_lines * (test ? kTestFactor : 1);
  const int lines = subject.measures.lines;
  if (lines <= threshold) return {};
  return {{lines,
           threshold,
           "the file has " + std::to_string(lines) + " lines" + above(threshold, test),
           {1, lines, {}, true},
           test ? Severity::medium : Severity::high}};
}

std::vector<Excess> unsafe_unwrapping(const Subject& subject) {
  std::vector<Place> places;
  for (const FunctionMeasures& function : subject.measures.functions) {
    for (const Panic& panic : function.panics) places.push_back({panic.line, std::string(panic.word)});
  }
  return by_function(subject, places, "can panic");
}

constexpr int kMaxImports = 30;

std::vector<Excess> tight_coupling(const Subject& subject) {
  const int imports = subject.measures.imports;
  if (imports <= kMaxImports) return {};
  return {{imports,
           kMaxImports,
           "the file imports " + std::to_string(imports) + " others" + above(kMaxImports, false),
           {1, subject.measures.lines, {}, true},
           Severity::low}};
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
                                     "Pass that type, and move behavior that only uses its fields into it"};
constexpr Lines kParameterBenefits[] = {"Arguments can no longer be swapped by mistake", "Calls say what they pass"};

constexpr Lines kNestingSteps[] = {"Turn conditions that guard the whole body into early returns",
                                   "Move the innermost loop or branch into a function of its own",
                                   "Join conditions that only work together"};
constexpr Lines kNestingBenefits[] = {"Fewer conditions to hold in mind at each line", "The main path is not indented"};

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

constexpr Lines kHandlingSteps[] = {"Decide for each place who can do something about the failure",
                                    "Handle it there, report it with its cause, or pass it on",
                                    "Where ignoring it is right, say why in a comment at the place"};
constexpr Lines kHandlingBenefits[] = {"Failures are seen where they happen", "Readers know what is meant"};

constexpr Lines kDuplicateSteps[] = {"Compare the copies: each difference becomes a parameter",
                                     "Move the common code into one function and call it from both places",
                                     "Check that differences between the copies are not forgotten fixes"};
constexpr Lines kDuplicateBenefits[] = {"A bug is fixed once", "The differences are visible"};

constexpr Lines kDeadSteps[] = {"Find out whether the jump or the code after it is the mistake",
                                "Remove the code, or the jump before it"};
constexpr Lines kDeadBenefits[] = {"There is no dead code to read and maintain", "A forgotten jump is found"};

constexpr Lines kUnusedSteps[] = {"Find out whether a call was forgotten", "Remove the function, or call it"};

constexpr Lines kGodSteps[] = {"Group the methods by the fields that they share",
                               "Move each group with its fields into a type of its own",
                               "Let the old type hold the new ones, and then let callers use them"};
constexpr Lines kGodBenefits[] = {"Each type has one reason to change", "Each can be tested without the rest"};

constexpr Lines kNumberSteps[] = {"Give each number a name that says what it means and in which unit",
                                  "Put the constant next to others of its kind"};
constexpr Lines kNumberBenefits[] = {"A value is changed in one place", "The meaning can be read"};

constexpr Lines kCouplingSteps[] = {"Group the imports by the part of the file that needs them",
                                    "Move such parts into files of their own",
                                    "Let others depend on an interface of this file instead of its parts"};
constexpr Lines kCouplingBenefits[] = {"Changes elsewhere reach fewer files",
                                       "The file can be tested with less around it"};

constexpr auto kKinds = std::to_array<SmellKind>({
    {SmellType::long_function, long_functions, Grade::measure, Severity::medium, 60,
     "Long functions mix several tasks: they are hard to understand, to test and to change safely.",
     RefactoringType::extract_function, "Extract functions from",
     "Split what is done one after the other into functions that each do one thing.", kLongFunctionSteps,
     kLongFunctionBenefits},
    {SmellType::long_parameter_list, long_parameter_lists, Grade::measure, Severity::low, 30,
     "Long parameter lists are easy to call wrongly and hint at a missing type.",
     RefactoringType::introduce_parameter_object, "Introduce a parameter object for",
     "Gather parameters that belong together in a type of their own.", kParameterSteps, kParameterBenefits},
    {SmellType::deep_nesting, deep_nesting, Grade::measure, Severity::medium, 45,
     "Each level is one more condition to remember while reading the innermost lines.",
     RefactoringType::simplify_expression, "Flatten",
     "Leave early and extract the innermost blocks, so that the main path is not indented.", kNestingSteps,
     kNestingBenefits},
    {SmellType::complex_conditional, complex_functions, Grade::measure, Severity::medium, 60,
     "Every path needs a test; with many paths some are never tried.", RefactoringType::decompose_conditional,
     "Decompose the conditions of", "Give conditions names and split branches that have nothing in common.",
     kComplexSteps, kComplexBenefits},
    {SmellType::large_module, large_module, Grade::measure, Severity::low, 240,
     "Large files gather unrelated code: they are hard to navigate and change for many reasons.",
     RefactoringType::extract_module, "Split the file into modules",
     "Move groups of definitions that belong together into files of their own.", kModuleSteps, kModuleBenefits},
    {SmellType::unsafe_unwrapping, unsafe_unwrapping, Grade::count, Severity::medium, 20,
     "A panic ends the thread, and often the program, where the caller could have handled an error.",
     RefactoringType::improve_error_handling, "Handle errors instead of panicking in",
     "Report failure to the caller, who knows what to do about it.", kUnwrapSteps, kUnwrapBenefits},
    {SmellType::missing_error_handling, missing_error_handling, Grade::count, Severity::medium, 15,
     "What goes wrong here is noticed later, elsewhere, or never.", RefactoringType::improve_error_handling,
     "Handle the errors in", "Handle each failure, pass it on, or say why it does not matter.", kHandlingSteps,
     kHandlingBenefits},
    {SmellType::duplicated_code, duplicated_code, Grade::measure, Severity::medium, 45,
     "Copies drift apart: a change or fix has to be made in each of them.", RefactoringType::consolidate_duplicate,
     "Join the copies in", "Keep one copy, with what differs as parameters.", kDuplicateSteps, kDuplicateBenefits},
    {SmellType::dead_code, unreachable_code, Grade::fixed, Severity::medium, 10,
     "Code that never runs misleads readers, or the jump before it is a mistake.", RefactoringType::remove_dead_code,
     "Remove what is never reached in", "Remove it, or the jump that hides it.", kDeadSteps, kDeadBenefits},
    {SmellType::dead_code, unused_functions, Grade::fixed, Severity::medium, 10,
     "Code that nobody calls is read and maintained all the same, or a call was forgotten.",
     RefactoringType::remove_dead_code, "Remove the unused", "Remove it; version control remembers.", kUnusedSteps,
     kDeadBenefits},
    {SmellType::god_object, god_object, Grade::fixed, Severity::medium, 480,
     "A type that does everything changes for every reason, and its parts cannot be used or tested alone.",
     RefactoringType::extract_module, "Split the type", "Split it along the groups of methods that share fields.",
     kGodSteps, kGodBenefits},
    {SmellType::magic_numbers, magic_numbers, Grade::fixed, Severity::low, 10,
     "Nobody knows what the number means, nor where else it must be changed.", RefactoringType::replace_magic_number,
     "Name the numbers in", "Replace each by a constant with a name.", kNumberSteps, kNumberBenefits},
    {SmellType::tight_coupling, tight_coupling, Grade::fixed, Severity::low, 120,
     "A file that needs many others changes with each of them.", RefactoringType::reduce_coupling,
     "Reduce what the file depends on", "Split the file by what it depends on.", kCouplingSteps, kCouplingBenefits},
});

}  // namespace

std::span<const SmellKind> smell_kinds() {
  return kKinds;
}

Severity severity_of(const SmellKind& kind, const Excess& excess) {
  const std::int64_t threshold = std::max(excess.threshold, 1);
  Severity severity = kind.severity;
  if (kind.grade != Grade::fixed && excess.value > 2 * threshold) severity = Severity::high;
  if (kind.grade == Grade::measure && 4 * std::int64_t{excess.value} <= 5 * threshold) severity = Severity::low;
  return std::min(severity, excess.most);
}

std::string subject_of(const FunctionMeasures& function) {
  if (!function.is_function()) return "the code outside functions";
  return (function.test ? "test function `" : "function `") + function.name + "`";
}

domain::Location location_of(const FunctionMeasures& function) {
  return {function.line_start, function.line_end, function.name, true};
}

}  // namespace rustassistant::source
