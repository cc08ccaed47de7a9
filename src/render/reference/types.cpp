// SPDX-License-Identifier: MIT
#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr Field kDocs[] = {
    {"results[]", "object", "The files, in the order of the request; of a folder, by path"},
    {"results[]", "+result", ""},
    {"results[].analysis", "object?", "The documentation; null if there is no answer"},
    {"results[].analysis.purpose", "text", "What the file is for; may be empty", "\"Picks a value.\""},
    {"results[].analysis.items[]", "object", "Public items, by line; what the file does not have comes last"},
    {"results[].analysis.items[].kind", "text", "What it is", "\"function\""},
    {"results[].analysis.items[].name", "text", "Its name, with what is around it", "\"Picker::pick\""},
    {"results[].analysis.items[].signature", "text", "As in the file, on one line", "\"pub fn pick(&self) -> u8\""},
    {"results[].analysis.items[].description", "text", "What it does", "\"Picks the first.\""},
    {"results[].analysis.items[].parameters[]", "object", "Parameters"},
    {"results[].analysis.items[].parameters[].name", "text", "The name", "\"seed\""},
    {"results[].analysis.items[].parameters[].description", "text", "What it means", "\"Where to begin.\""},
    {"results[].analysis.items[].parameters[].verified?", "boolean", "Whether the signature has it"},
    {"results[].analysis.items[].returns", "text", "What it returns; may be empty", "\"The value.\""},
    {"results[].analysis.items[].errors[]", "text", "Ways to fail", "\"Panics if there is nothing.\""},
    {"results[].analysis.items[].examples[]", "text", "Code", "\"picker.pick()\""},
    {"results[].analysis.items[].location", "@location", "Where it stands"},
    {"results[].analysis.judged", "boolean", "False: no model answered, and builtin does not parse the language"},
    {"results[].analysis", "+unparsed", ""},
    {"summary", "object", "Figures of the run"},
    {"summary", "+run", ""},
};

constexpr Field kAnalysis[] = {
    {"results[]", "object", "The files, in the order of the request; of a folder, by path"},
    {"results[]", "+result", ""},
    {"results[].analysis", "object?", "The review; null if there is no answer"},
    {"results[].analysis.summary", "text", "The state of the file; empty if builtin answered",
     "\"Sound but untested.\""},
    {"results[].analysis.findings[]", "object", "Findings of a model"},
    {"results[].analysis.findings[].category", "#category", "What it is about"},
    {"results[].analysis.findings[].severity", "#severity", "How severe it is", "\"high\""},
    {"results[].analysis.findings[].title", "text", "In a few words", "\"Panics on empty input\""},
    {"results[].analysis.findings[].description", "text", "The evidence", "\"`pick` unwraps the first element.\""},
    {"results[].analysis.findings[].recommendation", "text", "What to do", "\"Return an Option.\""},
    {"results[].analysis.findings[].location", "@location", "Where"},
    {"results[].analysis.findings[].found_by[]", "text", "Who found it: builtin, or a provider and its model",
     "\"builtin\""},
    {"results[].analysis.findings[].fingerprint", "fingerprint", "The same as long as the finding is the same"},
    {"results[].analysis.findings[].changed?", "boolean", "With `--changed` or `--diff`: whether the change touched it",
     "true"},
    {"results[].analysis.findings[].baseline?", "#standing", "With a baseline: how the finding compares with it"},
    {"results[].analysis.findings[].suppressed?", "text", "The reason of the comment that allows it",
     "\"a generated table\""},
    {"results[].analysis.measures", "object?", "Measured from the syntax tree; null without a grammar"},
    {"results[].analysis.measures.lines", "count", "Lines of the file", "120"},
    {"results[].analysis.measures.functions", "count", "Functions with a body", "9"},
    {"results[].analysis.measures.imports", "count", "Imports"},
    {"results[].analysis.measures.longest_function", "count", "Lines of the longest function", "41"},
    {"results[].analysis.measures.most_complex", "count", "The greatest cyclomatic complexity", "7"},
    {"results[].analysis.measures.mean_complexity_tenths", "count", "The mean complexity, in tenths", "23"},
    {"results[].analysis.measures.deepest_nesting", "count", "The deepest nesting"},
    {"results[].analysis.hot_spots[]", "object", "Functions that deserve the first look, the most complex first"},
    {"results[].analysis.hot_spots[].location", "@location", "The function"},
    {"results[].analysis.hot_spots[].lines", "count", "Its lines", "41"},
    {"results[].analysis.hot_spots[].complexity", "count", "Its cyclomatic complexity", "7"},
    {"results[].analysis.hot_spots[].nesting", "count", "Its nesting"},
    {"results[].analysis.hot_spots[].parameters", "count", "Its parameters", "2"},
    {"results[].analysis.judged", "boolean", "False: no model answered, and builtin does not parse the language"},
    {"results[].analysis", "+unparsed", ""},
    {"summary", "object", "Figures of the run"},
    {"summary", "+run", ""},
};

constexpr Field kTodos[] = {
    {"results[]", "object", "The files, in the order of the request; of a folder, by path"},
    {"results[]", "+result", ""},
    {"results[].analysis", "object?", "The notes; null if the file could not be read"},
    {"results[].analysis.todos[]", "object", "Notes, by line"},
    {"results[].analysis.todos[].tag", "#tag", "The tag"},
    {"results[].analysis.todos[].priority", "#severity", "The priority", "\"medium\""},
    {"results[].analysis.todos[].text", "text", "What follows the tag", "\"handle overflow, see #12\""},
    {"results[].analysis.todos[].owner", "text", "Who is named; may be empty", "\"ada\""},
    {"results[].analysis.todos[].issues[]", "text", "Issues that are named", "\"#12\""},
    {"results[].analysis.todos[].location", "@location", "Where"},
    {"results[].analysis.todos[].found_by[]", "text", "Who found it: builtin, or a provider and its model",
     "\"builtin\""},
    {"results[].analysis.todos[].fingerprint", "fingerprint", "The same as long as the finding is the same"},
    {"results[].analysis.todos[].changed?", "boolean", "With `--changed` or `--diff`: whether the change touched it",
     "true"},
    {"results[].analysis.todos[].baseline?", "#standing", "With a baseline: how the finding compares with it"},
    {"results[].analysis.todos[].suppressed?", "text", "The reason of the comment that allows it",
     "\"a generated table\""},
    {"results[].analysis.todos[].origin", "object?", "Who wrote the line, by git; null if that is not known"},
    {"results[].analysis.todos[].origin.author", "text?", "Who; null if it is not committed", "\"Ada\""},
    {"results[].analysis.todos[].origin.written", "time?", "When; null if it is not committed"},
    {"results[].analysis.todos[].origin.commit", "text?", "The commit; null if it is not committed",
     "\"3b18e512dba79e4c8300dd08aeb37f8e728b8dad\""},
    {"results[].analysis.todos[].origin.age_days", "count", "Its age in days", "412"},
    {"results[].analysis.judged", "boolean", "False: it is not known what a comment is in that language"},
    {"summary", "object", "Figures of the run"},
    {"summary", "+run", ""},
};

constexpr Field kPlan[] = {
    {"steps[]", "object", "Steps, in the order to take them"},
    {"steps[].number", "count", "Its number, from 1", "2"},
    {"steps[].title", "text", "In one line", "\"Handle errors in `pick`\""},
    {"steps[].refactoring_type", "#refactoring", "The kind of change"},
    {"steps[].description", "text", "In detail", "\"Report failure to the caller.\""},
    {"steps[].steps[]", "text", "How to do it", "\"Return a Result\""},
    {"steps[].files[]", "path", "The files that change"},
    {"steps[].resolves[]", "object", "What it does away with, the worst first"},
    {"steps[].resolves[].smell_type", "#smell", "The kind of finding"},
    {"steps[].resolves[].severity", "#severity", "How severe it is", "\"medium\""},
    {"steps[].resolves[].location", "@location", "Where"},
    {"steps[].value", "count", "8 for each critical finding, 4 high, 2 medium, 1 low", "2"},
    {"steps[].effort", "#effort", "How much work it is"},
    {"steps[].risk", "#risk", "How likely it breaks something", "\"low\""},
    {"steps[].after[]", "count", "Numbers of the steps that must come first", "1"},
    {"steps[].validation[]", "text", "How to see that it went well", "\"run the tests that cover it\""},
    {"not_planned[]", "object", "Files without an answer"},
    {"not_planned[].path", "path", "The file as it was named"},
    {"not_planned[].error", "@error", "Why"},
    {"summary", "object", "Figures of the run"},
    {"summary", "+run", ""},
};

constexpr Document kTypeDocuments[] = {
    {"docs", Form::document, "Documentation of files.", kDocs},
    {"analysis", Form::document, "A general review.", kAnalysis},
    {"todos", Form::document, "Notes in comments.", kTodos},
    {"plan", Form::document, "Steps that resolve what a review found.", kPlan},
};

}  // namespace

std::span<const Document> type_documents() {
  return kTypeDocuments;
}

}  // namespace rustassistant::render
