// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr Field kError[] = {
    {"code", "#error", "The kind of failure, which decides the exit code", "\"config\""},
    {"message", "text", "What went wrong, with the object concerned", "\"the price of model 'x' is unknown\""},
    {"hint", "text", "What to do about it; empty where there is nothing to say", "\"pass --allow-unpriced\""},
};

constexpr Field kRepository[] = {
    {"id", "repository-id", "Its id, derived from its path", {}},
    {"path", "path?", "Its top folder, or null if that is not known", "\"/home/me/project\""},
};

constexpr Field kUsage[] = {
    {"input_tokens", "tokens", "Tokens of the request, cached ones included"},
    {"cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"output_tokens", "tokens", "Tokens of the answer", "200"},
};

constexpr Field kCap[] = {
    {"cap_nano_usd", "nano-dollars", "The cap", "3000000000"},
    {"spent_nano_usd", "nano-dollars", "The cost of settled calls"},
    {"reserved_nano_usd", "nano-dollars", "What is reserved for calls that are not settled", "0"},
    {"remaining_nano_usd", "nano-dollars", "The cap less both", "2997700000"},
    {"used_permille", "permille", "The share of the cap that is spent or reserved", "1"},
};

constexpr Field kBudget[] = {
    {"monthly", "object", "The current month"},
    {"monthly.month", "month", "The month, in the time zone of the ledger"},
    {"monthly", "+cap", ""},
    {"monthly.calls", "count", "Settled and open calls"},
    {"monthly.unknown_costs", "count", "Of these, calls of unknown cost; they are in no sum", "0"},
    {"monthly.estimated_calls", "count", "Of these, calls whose cost is an estimate", "0"},
    {"monthly.input_tokens", "tokens", "Tokens of all requests"},
    {"monthly.cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"monthly.output_tokens", "tokens", "Tokens of all answers", "200"},
    {"monthly.resets_at", "time", "When the next month begins"},
    {"daily?", "object", "The current day; absent without a daily cap"},
    {"daily", "+cap", ""},
    {"daily.resets_at", "time", "When the next day begins"},
    {"repositories[]", "object", "Repositories with a cap of their own"},
    {"repositories[].repository", "@repository", "The repository"},
    {"repositories[]", "+cap", ""},
    {"state", "#budget-state", "How close the tightest cap is", "\"ok\""},
    {"when_exceeded", "#when-exceeded", "What happens to a call that would exceed a cap", "\"degrade\""},
};

constexpr Field kHistory[] = {
    {"calls", "count", "Calls"},
    {"unknown_costs", "count", "Of these, calls of unknown cost; they are in no sum", "0"},
    {"estimated_calls", "count", "Of these, calls whose cost is an estimate", "0"},
    {"input_tokens", "tokens", "Tokens of the requests"},
    {"cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"output_tokens", "tokens", "Tokens of the answers", "200"},
    {"spent_nano_usd", "nano-dollars", "The cost of settled calls"},
    {"reserved_nano_usd", "nano-dollars", "What is reserved for calls that are not settled", "0"},
};

constexpr Field kCall[] = {
    {"id", "count", "Its number in this ledger"},
    {"at", "time", "When it was reserved"},
    {"day", "day", "The day that it counts in, in the time zone of the ledger"},
    {"state", "#call-state", "Open, settled, or released unpaid", "\"settled\""},
    {"closed_at", "time?", "When it was settled or released"},
    {"provider", "#provider", "Who was asked", "\"openai\""},
    {"model", "text", "The model that was asked", "\"gpt-4.1-nano\""},
    {"type", "#type", "The type of analysis", "\"refactor\""},
    {"repository", "@repository", "The file's repository"},
    {"path", "path", "The file, within its repository"},
    {"extension", "text", "The file's extension, without the dot", "\"rs\""},
    {"request_bytes", "bytes?", "The size of the request"},
    {"input_tokens", "tokens?", "Tokens of the request, cached ones included"},
    {"cached_tokens", "tokens?", "Of these, tokens billed at the cached rate", "400"},
    {"cache_write_tokens", "tokens?", "Of these, tokens written to the provider's cache", "0"},
    {"output_tokens", "tokens?", "Tokens of the answer", "200"},
    {"reasoning_tokens", "tokens?", "Of these, tokens of reasoning", "0"},
    {"reserved_nano_usd", "nano-dollars?", "What was reserved; null for a model without a known price"},
    {"cost_nano_usd", "nano-dollars?", "What it cost; null while it is not settled, or if that is unknown"},
    {"charged_nano_usd", "nano-dollars", "What counts against the caps"},
    {"estimated", "boolean", "The cost is an estimate", "false"},
    {"by_hand", "boolean", "It was closed by `budget settle`", "false"},
};

constexpr Field kTally[] = {
    {"entries", "count", "Stored answers"},
    {"raw_bytes", "bytes", "Their size before compression"},
    {"stored_bytes", "bytes", "Their size in the database", "1024"},
    {"saving_permille", "permille", "How much smaller they are compressed", "750"},
    {"accesses", "count", "How often the entries that exist were used", "4"},
    {"hits", "count", "Uses, those of entries that were removed since included", "4"},
    {"input_tokens", "tokens", "Tokens that these answers took to make"},
    {"cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"output_tokens", "tokens", "Tokens of these answers", "200"},
    {"cost_nano_usd", "nano-dollars", "What these answers cost"},
    {"unknown_costs", "count", "Answers of unknown cost; they are in no sum", "0"},
    {"estimated_entries", "count", "Answers whose cost is an estimate", "0"},
    {"saved_nano_usd", "nano-dollars", "What the hits would have cost as calls"},
};

constexpr Field kRemoval[] = {
    {"entries", "count", "Entries that were removed, or would be"},
    {"raw_bytes", "bytes", "Their size before compression"},
    {"stored_bytes", "bytes", "Their size in the database", "1024"},
    {"regenerate_nano_usd", "nano-dollars", "What these answers would cost again"},
    {"unknown_costs", "count", "Entries of unknown cost; they are not in that sum", "0"},
    {"bytes_before", "bytes", "The size of the cache before", "98304"},
    {"bytes_after", "bytes", "The size of the cache after", "94208"},
};

constexpr Field kPruning[] = {
    {"at", "time", "When"},
    {"strategy", "text", "By which strategy", "\"cost-aware\""},
    {"", "+removal", ""},
    {"duration_ms", "ms", "How long it took"},
};

constexpr Field kDictionary[] = {
    {"id", "count", "The number of the dictionary", "1"},
    {"builtin", "boolean", "It is part of the program"},
    {"bytes", "bytes", "Its size"},
    {"created", "time?", "When it was trained; null for a built-in one"},
    {"samples", "count", "The results that it was trained on", "0"},
};

constexpr Field kEntry[] = {
    {"key", "sha256", "Its cache key"},
    {"provider", "#provider", "Who answered", "\"openai\""},
    {"model", "text", "The model that answered", "\"gpt-4.1-nano\""},
    {"path", "path", "The file that was asked about, within its repository"},
    {"repository", "@repository", "The repository that stored it first"},
    {"created", "time", "When it was made"},
    {"older_tool", "boolean", "The older tool made it", "false"},
};

constexpr Field kRates[] = {
    {"input", "nano-dollars", "Input", "100000000"},
    {"cached", "nano-dollars", "Input that the provider has cached", "25000000"},
    {"cache_write", "nano-dollars", "Input that the provider writes to its cache", "100000000"},
    {"output", "nano-dollars", "Output", "400000000"},
};

constexpr Field kShownRates[] = {
    {"input", "text", "Input", "\"$0.1000\""},
    {"cached", "text", "Input that the provider has cached", "\"$0.0250\""},
    {"cache_write", "text", "Input that the provider writes to its cache", "\"$0.1000\""},
    {"output", "text", "Output", "\"$0.4000\""},
};

constexpr Field kRefusal[] = {
    {"line", "line?", "The line of the file; null for the whole file"},
    {"reason", "text", "Why it was refused", "\"bad member \\\"key\\\"\""},
};

constexpr Field kFailure[] = {
    {"path", "path", "The file or row"},
    {"reason", "text", "Why it failed", "\"line 3: expected an object\""},
};

constexpr Shape kShapes[] = {
    {"error", "Why something failed", kError},
    {"repository", "A repository", kRepository},
    {"usage", "The tokens of one answer", kUsage},
    {"cap", "A cap and what is used of it", kCap},
    {"budget", "The budget", kBudget},
    {"history", "What was spent", kHistory},
    {"call", "A call in the ledger", kCall},
    {"tally", "Figures of stored answers", kTally},
    {"removal", "What a removal removed", kRemoval},
    {"pruning", "A past pruning", kPruning},
    {"dictionary", "The dictionary that results are compressed with", kDictionary},
    {"entry", "A stored answer", kEntry},
    {"rates", "Prices for one million tokens", kRates},
    {"shown-rates", "The same prices as text", kShownRates},
    {"refusal", "Something that an import refused", kRefusal},
    {"failure", "Something that a migration could not bring in", kFailure},
};

}  // namespace

std::span<const Shape> shapes() {
  return kShapes;
}

const Shape* shape_named(std::string_view name) {
  const auto* const found = std::ranges::find(kShapes, name, &Shape::name);
  return found == std::end(kShapes) ? nullptr : found;
}

}  // namespace rustassistant::render
