// SPDX-License-Identifier: MIT
#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr Field kAnalyze[] = {
    {"results[]", "object", "The files, in the order of the request; of a folder, by path"},
    {"results[]", "+result", ""},
    {"results[].analysis", "object?", "The findings; null if there is no answer"},
    {"results[].analysis.code_smells[]", "object", "Findings"},
    {"results[].analysis.code_smells[].smell_type", "#smell", "The kind of finding"},
    {"results[].analysis.code_smells[].severity", "#severity", "How severe it is", "\"medium\""},
    {"results[].analysis.code_smells[].description", "text", "What was found", "\"`pick` can panic\""},
    {"results[].analysis.code_smells[].impact", "text", "Why that matters", "\"A panic ends the thread.\""},
    {"results[].analysis.code_smells[].location", "@location", "Where"},
    {"results[].analysis.code_smells[].value?", "count",
     "What was measured, such as a number of lines; absent if nothing was"},
    {"results[].analysis.code_smells[].found_by[]", "text", "Who found it: builtin, or a provider and its model",
     "\"builtin\""},
    {"results[].analysis.code_smells[].fingerprint", "fingerprint", "The same as long as the finding is the same"},
    {"results[].analysis.code_smells[].changed?", "boolean",
     "With `--changed` or `--diff`: whether the change touched it", "true"},
    {"results[].analysis.code_smells[].baseline?", "#standing", "With a baseline: how the finding compares with it"},
    {"results[].analysis.code_smells[].suppressed?", "text", "The reason of the comment that allows it",
     "\"a generated table\""},
    {"results[].analysis.suggestions[]", "object", "Suggested changes"},
    {"results[].analysis.suggestions[].refactoring_type", "#refactoring", "The kind of change"},
    {"results[].analysis.suggestions[].title", "text", "In one line", "\"Handle errors in `pick`\""},
    {"results[].analysis.suggestions[].description", "text", "In detail", "\"Report failure to the caller.\""},
    {"results[].analysis.suggestions[].benefits[]", "text", "What it brings", "\"Callers decide how to recover\""},
    {"results[].analysis.suggestions[].steps[]", "text", "How to do it", "\"Return a Result\""},
    {"results[].analysis.suggestions[].example", "object?", "Code before and after"},
    {"results[].analysis.suggestions[].example.before", "text", "Before", "\"x.unwrap()\""},
    {"results[].analysis.suggestions[].example.after", "text", "After", "\"x?\""},
    {"results[].analysis.suggestions[].example.explanation", "text", "What changed", "\"The caller decides.\""},
    {"results[].analysis.suggestions[].effort", "#effort", "How much work it is"},
    {"results[].analysis.suggestions[].priority", "#severity", "How urgent it is", "\"medium\""},
    {"results[].analysis.complexity_score", "score?", "Complexity, lower is better; null if nobody judged it"},
    {"results[].analysis.maintainability_score", "score?",
     "Maintainability, higher is better; null if nobody judged it"},
    {"results[].analysis.priorities[]", "text", "What to do first", "\"Handle errors in `pick`\""},
    {"results[].analysis.estimated_effort", "#effort", "The work that all suggestions take"},
    {"results[].analysis", "+unparsed", ""},
    {"summary", "object", "Figures of the run"},
    {"summary", "+run", ""},
};

constexpr Field kDryRun[] = {
    {"sync?", "@sync", "What `cache sync` found; absent for any other command"},
    {"results[]", "object", "The files, in the order of the request"},
    {"results[].path", "path", "The file as it was named"},
    {"results[].status", "#status", "Whether there would be an answer"},
    {"results[].error?", "@error", "Why there would be none; the fields below are then absent"},
    {"results[].cache?", "#cache", "Whether the answer is stored", "\"miss\""},
    {"results[].answer?", "#planned", "Where the answer would come from", "\"call\""},
    {"results[].provider?", "#provider", "Who would answer, or has answered", "\"openai\""},
    {"results[].model?", "text", "The model that would answer, or has answered", "\"gpt-4.1-nano\""},
    {"results[].fallback?", "object", "Why not the configured model; absent otherwise"},
    {"results[].fallback.reason", "#fallback", "The reason"},
    {"results[].secrets_replaced?", "count", "Secrets that would be replaced; this and the rest: of a call only", "0"},
    {"results[].request_bytes?", "bytes", "The size of the request"},
    {"results[].context_bytes?", "bytes", "Of these, signatures of other files", "0"},
    {"results[].units?", "object", "Of how many units of the file how many are asked about; absent: the whole file"},
    {"results[].units.all", "count", "Units of the file", "41"},
    {"results[].units.asked", "count", "Of these, units that are asked about", "3"},
    {"results[].expected_input_tokens?", "tokens", "Tokens of the request, an estimate"},
    {"results[].expected_output_tokens?", "tokens", "Tokens of the answer, an estimate", "800"},
    {"results[].expected_cost_nano_usd?", "nano-dollars?", "The cost, an estimate; null without a known price"},
    {"results[].upper_bound_nano_usd?", "nano-dollars?", "What would be reserved; null without a known price"},
    {"summary", "object", "Figures of all files"},
    {"summary.files", "count", "Files"},
    {"summary.hits", "count", "Answered from the cache", "1"},
    {"summary.calls", "count", "Calls that would be made", "1"},
    {"summary.builtin", "count", "Answered by the built-in analyzer", "1"},
    {"summary.failed", "count", "Files that would fail", "0"},
    {"summary.expected_cost_nano_usd", "nano-dollars", "The cost of the calls, an estimate"},
    {"summary.upper_bound_nano_usd", "nano-dollars", "What would be reserved at most"},
    {"summary.unknown_costs", "count", "Calls without a known price; they are in no sum", "0"},
    {"summary.averaged_calls", "count", "Past calls that the estimate is based on; 0: on defaults"},
    {"summary.team_lookups?", "count",
     "Files about which a team's store would be asked first; absent if none is configured"},
};

constexpr Field kErrorDocument[] = {
    {"error", "@error", "Why"},
};

constexpr Document kDocuments[] = {
    {"analyze", Form::document, "A review.", kAnalyze},
    {"dry-run", Form::document, "What a review would ask, and what that would cost.", kDryRun},
    {"error", Form::document,
     "Written instead of any other document when the command failed before it had a result. The exit code says the "
     "same.",
     kErrorDocument},
};

}  // namespace

std::span<const Document> review_documents() {
  return kDocuments;
}

}  // namespace rustassistant::render
