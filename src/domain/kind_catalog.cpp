// SPDX-License-Identifier: MIT
#include "rustassistant/domain/kind_catalog.hpp"

#include <algorithm>

namespace rustassistant::domain {
namespace {

constexpr AnalysisType kRefactor = AnalysisType::refactor;
constexpr AnalysisType kAnalysis = AnalysisType::analysis;
constexpr AnalysisType kTodos = AnalysisType::todos;

constexpr std::string_view kTagRule = "The tag stands in a comment, at the start of a line or before a colon.";
constexpr std::string_view kNoteRemedy = "Do it, file an issue and name it in the note, or remove the note.";

constexpr KindFacts kCatalog[] = {
    {kRefactor, "long_function", "Long function", "The function is too long to read in one go.",
     "Lines from the first to the last of the definition, blanks and comments included, over the threshold.",
     "Extract the parts that have a name of their own.", Finder::builtin, "analysis.max_function_lines", ""},
    {kRefactor, "long_parameter_list", "Long parameter list",
     "The function takes more parameters than callers can keep apart.",
     "Parameters over the threshold; the receiver (self, this) and C's \"...\" do not count.",
     "Group what belongs together into a type, or split the function.", Finder::builtin, "analysis.max_parameters", ""},
    {kRefactor, "duplicated_code", "Duplicated code", "The file contains the same code more than once.",
     "Two pieces of at least 100 tokens and 10 lines that differ in names and literals, and in a quarter of the tokens "
     "at "
     "most. Off unless analysis.duplicated_code is true.",
     "Extract the common part and pass what differs.", Finder::builtin, "analysis.duplicated_code",
     "CPD's minimum of 100 tokens"},
    {kRefactor, "large_module", "Large module", "The file contains more code than one can keep in mind.",
     "Lines of the file over the threshold.", "Split the file where its parts do not need each other.", Finder::builtin,
     "analysis.max_module_lines", ""},
    {kRefactor, "feature_envy", "Feature envy", "The function uses another type's data more than its own.",
     "Judged by a model: it needs types.",
     "Move the function, or the part that uses the other type, to where the data is.", Finder::model, "",
     "Fowler, Refactoring"},
    {kRefactor, "primitive_obsession", "Primitive obsession",
     "Plain numbers and strings represent things that have rules.", "Judged by a model.",
     "Give the thing a type that keeps its rules.", Finder::model, "", "Fowler, Refactoring"},
    {kRefactor, "deep_nesting", "Deep nesting",
     "Blocks are nested so deeply that their conditions cannot be seen together.",
     "Branches, loops and try blocks within each other, over the threshold; else-if does not add.",
     "Return early, or extract the inner blocks.", Finder::builtin, "analysis.max_nesting", ""},
    {kRefactor, "complex_conditional", "Complex function",
     "The function has more ways through it than tests will cover.",
     "Cyclomatic complexity (1 + branches, loops, cases and boolean operators) over the threshold.",
     "Split the function by what it decides; turn chains of cases into a table.", Finder::builtin,
     "analysis.max_complexity", "McCabe 1976"},
    {kRefactor, "shotgun_surgery", "Shotgun surgery", "One change has to be made in many places.",
     "Needs the history of a repository; no single file can prove it.", "Bring what changes together into one place.",
     Finder::nobody, "", "Fowler, Refactoring"},
    {kRefactor, "divergent_change", "Divergent change", "One module changes for many unrelated reasons.",
     "Needs the history of a repository; no single file can prove it.", "Split the module by reason to change.",
     Finder::nobody, "", "Fowler, Refactoring"},
    {kRefactor, "dead_code", "Dead code", "The code can never run, or nothing uses it.",
     "Statements after return, throw, break or exit; functions private to the file that the file never names. Models "
     "also report what needs meaning.",
     "Remove it; version control remembers.", Finder::both, "", ""},
    {kRefactor, "magic_numbers", "Magic numbers", "The code contains numbers without a name that says what they mean.",
     "In comparisons, arithmetic, arguments and returned values: three different numbers in a function, or one of more "
     "than a digit three times in a file; not -1, 0, 1, 2, hexadecimal, constants, defaults, shifts, indices, tables "
     "and "
     "tests. Off unless analysis.magic_numbers is true.",
     "Name them.", Finder::builtin, "analysis.magic_numbers", ""},
    {kRefactor, "god_object", "God object", "One type does too much, and its parts have little in common.",
     "At least 15 methods with a body, of a complexity of at least 47 together, those without a branch left out; fewer "
     "than a third of the pairs of methods share a field, constructors apart. Off unless analysis.god_object is true.",
     "Split the type along the groups of methods that share fields.", Finder::builtin, "analysis.god_object",
     "Lanza and Marinescu, Object-Oriented Metrics in Practice"},
    {kRefactor, "tight_coupling", "Tight coupling", "The file depends on very many others.",
     "More than 30 imports. Off unless analysis.tight_coupling is true.",
     "Split the file, or put a narrower interface between.", Finder::builtin, "analysis.tight_coupling",
     "PMD's ExcessiveImports"},
    {kRefactor, "missing_error_handling", "Missing error handling",
     "A failure is ignored, so that what follows works on wrong data.",
     "Empty handlers without a comment, results that are thrown away, commands whose failure goes unnoticed. Models "
     "also report what needs types.",
     "Handle the failure, pass it on, or say in a comment why it may be ignored.", Finder::both, "", ""},
    {kRefactor, "unsafe_unwrapping", "Unsafe unwrapping",
     "The program ends here when the value is missing or the call failed.",
     "unwrap, expect and panic outside of tests. Models also report what needs types.",
     "Pass the error on, or prove in a comment that it cannot happen.", Finder::both, "", ""},

    {kAnalysis, "correctness", "Correctness", "The code does something else than it should, always or in some case.",
     "Judged by a model: wrong results, lost data, races, leaks, unhandled cases.",
     "Handle the case, and write a test that fails without it.", Finder::model, "", ""},
    {kAnalysis, "security", "Security", "Somebody else can make the code do what it should not.",
     "Judged by a model: trusted input, injection, secrets, unsafe memory, weak cryptography.",
     "Check what comes from outside where it comes in, and give no more rights than needed.", Finder::model, "", ""},
    {kAnalysis, "performance", "Performance", "The code does needless work, or waits where it hurts.",
     "Judged by a model: work that grows faster than its input, blocking calls.", "Measure, then do the work once.",
     Finder::model, "", ""},
    {kAnalysis, "tests", "Tests", "What matters can break without a test noticing.",
     "Judged by a model: untested branches of importance, tests that cannot fail.",
     "Write the test, and see it fail once.", Finder::model, "", ""},
    {kAnalysis, "api", "Interface", "Names, types or errors invite callers to use the code in a wrong way.",
     "Judged by a model.", "Make the wrong use impossible, or at least visible.", Finder::model, "", ""},

    {kTodos, "todo", "TODO", "Something was left to be done.", kTagRule, kNoteRemedy, Finder::builtin, "", ""},
    {kTodos, "fixme", "FIXME", "Something is known to be wrong.", kTagRule, kNoteRemedy, Finder::builtin, "", ""},
    {kTodos, "hack", "HACK", "A way around a problem was taken.", kTagRule, kNoteRemedy, Finder::builtin, "", ""},
    {kTodos, "xxx", "XXX", "Something deserves a second look.", kTagRule, kNoteRemedy, Finder::builtin, "", ""},
    {kTodos, "bug", "BUG", "A known bug is described.", kTagRule, kNoteRemedy, Finder::builtin, "", ""},
    {kTodos, "note", "NOTE", "Something is worth knowing.", kTagRule, "None is needed.", Finder::builtin, "", ""},
};

}  // namespace

std::span<const KindFacts> kind_catalog() {
  return kCatalog;
}

const KindFacts* facts_of(std::string_view kind) {
  const auto* const found = std::find_if(std::begin(kCatalog), std::end(kCatalog),
                                         [&](const KindFacts& facts) { return facts.kind == kind; });
  return found == std::end(kCatalog) ? nullptr : found;
}

}  // namespace rustassistant::domain
