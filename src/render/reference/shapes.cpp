// SPDX-License-Identifier: MIT
#include <algorithm>

#include "fields.hpp"
#include "money_shapes.hpp"

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

constexpr Field kFallback[] = {
    {"reason", "#fallback", "The reason"},
    {"message", "text", "The same as a sentence", "\"no key is set\""},
};

constexpr Field kResult[] = {
    {"path", "path", "The file as it was named"},
    {"repository", "@repository?", "Its repository; null outside of one"},
    {"repository_path", "path", "The file, within its repository"},
    {"status", "#status", "Whether there is an answer"},
    {"error", "@error?", "Why there is none", "null"},
    {"language", "text?", "The language; null if it is not known", "\"rust\""},
    {"provider", "#provider?", "Who answered", "\"openai\""},
    {"model", "text?", "The model that answered; for builtin, its version", "\"gpt-4.1-nano\""},
    {"fallback", "@fallback?", "Why someone other than the configured model answered; null otherwise"},
    {"cache", "#cache", "Whether the answer was stored already; off: the cache was not used", "\"miss\""},
    {"older_tool", "boolean", "The answer was stored by the older tool, and migrated", "false"},
    {"key", "sha256?", "The cache key of the question"},
    {"reuse?", "@reuse", "How the answer was put together of an earlier one; absent if the file was asked about whole"},
    {"usage", "@usage?", "The tokens that the answer took to make; null if that is unknown"},
    {"cost_nano_usd", "nano-dollars?", "What this run paid for the file; null if that is unknown"},
    {"open_nano_usd", "nano-dollars", "Of this, what stays reserved: calls that may have been billed", "0"},
    {"saved_nano_usd", "nano-dollars", "What a hit would have cost as a call", "0"},
    {"estimated", "boolean", "The cost is not exact", "false"},
    {"secrets_replaced", "count", "Secrets replaced before the file was sent", "0"},
    {"duration_ms", "ms", "The time taken"},
};

constexpr Field kLocation[] = {
    {"file?", "path", "The file as it was named"},
    {"line_start", "line", "The first line; 0 if the answer names none"},
    {"line_end", "line", "The last line; 0 if the answer names none", "15"},
    {"item_name", "text", "The function or type; empty: the whole file", "\"pick\""},
    {"verified?", "boolean", "Whether an item of this name stands there; absent where this was not checked"},
    {"qualified_name?", "text", "The item with what is around it; absent where this was not checked",
     "\"Picker::pick\""},
};

constexpr Field kUnparsed[] = {
    {"unparsed[]?", "object", "Lines that the grammar could not follow; no finding covers them"},
    {"unparsed[].line_start", "line", "The first line"},
    {"unparsed[].line_end", "line", "The last line", "15"},
    {"unparsed_share?", "share", "The share of the file's lines"},
};

constexpr Field kRun[] = {
    {"files", "count", "Files in `results`"},
    {"hits", "count", "Files answered from the cache", "1"},
    {"older_tool_hits", "count", "Of these, with answers of the older tool", "0"},
    {"misses", "count", "Files answered otherwise", "2"},
    {"failed", "count", "Files without an answer", "0"},
    {"skipped", "count", "Files that an interrupted run did not reach", "0"},
    {"smells_by_severity", "object", "Findings by severity"},
    {"smells_by_severity.critical", "count", "Critical findings", "0"},
    {"smells_by_severity.high", "count", "High findings", "0"},
    {"smells_by_severity.medium", "count", "Medium findings", "1"},
    {"smells_by_severity.low", "count", "Low findings", "2"},
    {"hidden", "object", "Findings that no other format shows, each counted once"},
    {"hidden.by_baseline", "count", "Known to the baseline", "0"},
    {"hidden.by_comment", "count", "Allowed by a comment", "0"},
    {"hidden.unchanged", "count", "Outside of the change", "0"},
    {"hidden.minor", "count", "Less severe than `--min-severity`", "0"},
    {"baseline_gone", "count", "Entries of the baseline that were not found any more", "0"},
    {"unused_suppressions", "count", "Comments that allow what was not found", "0"},
    {"submodules", "count", "Submodules that the change touched; they are not looked into", "0"},
    {"passed_over", "object", "What a walk left out, by reason; a folder counts once"},
    {"passed_over.hidden", "count", "Names that begin with a dot", "1"},
    {"passed_over.ignored", "count", "Ignored by git", "0"},
    {"passed_over.excluded", "count", "Excluded by a setting or an option", "0"},
    {"passed_over.vendored", "count", "Folders of other people's code", "0"},
    {"passed_over.generated", "count", "Generated files", "0"},
    {"passed_over.not_source", "count", "Prose, data, or an unknown language", "1"},
    {"passed_over.too_large", "count", "Larger than `analysis.max_file_size`", "0"},
    {"passed_over.binary", "count", "Not text", "0"},
    {"passed_over.symbolic_link", "count", "Symbolic links", "0"},
    {"passed_over.special", "count", "Pipes, sockets, devices", "0"},
    {"passed_over.unreadable", "count", "Not readable", "0"},
    {"not_reviewed", "map", "Files that nobody judged, by language"},
    {"not_reviewed.*", "count", "Files of that language, as no model answered and builtin does not parse it", "1"},
    {"cost_nano_usd", "nano-dollars", "What this run paid, open calls included"},
    {"open_nano_usd", "nano-dollars", "Of this, what stays reserved: calls that may have been billed", "0"},
    {"open_calls", "count", "These calls", "0"},
    {"open_call_ids[]", "count", "Their numbers in the ledger", "17"},
    {"settle", "text?", "The command that settles them as not billed; null if there are none",
     "\"rustassistant budget settle 17 --none\""},
    {"saved_nano_usd", "nano-dollars", "What the hits would have cost as calls"},
    {"unknown_costs", "count", "Calls of unknown cost; they are in no sum", "0"},
    {"estimated", "boolean", "The cost is not exact", "false"},
    {"reused?", "@reused", "Files that models were asked about in part; absent if there are none"},
    {"team_cache?", "@team-cache", "What a team's store did; absent if none is configured"},
    {"secrets_replaced", "count", "Secrets replaced before files were sent", "0"},
    {"duration_ms", "ms", "The time taken"},
};

constexpr Field kSearchResult[] = {
    {"path", "path", "The file, within the repository", "\"src/retry.rs\""},
    {"language", "text", "Its language", "\"rust\""},
    {"symbol", "text?", "The definition that the place belongs to; null: none", "\"Backoff::next\""},
    {"kind", "text?", "What that is", "\"method\""},
    {"line_start", "line", "The first line of the place"},
    {"line_end", "line", "The last line of the place"},
    {"score", "number", "How well it fits; comparable within one answer only", "1.234"},
    {"stale", "boolean", "The file has changed since it was indexed", "false"},
    {"snippet", "object?", "Lines of the place; null: none were asked for, or the file is another one by now"},
    {"snippet.line_start", "line", "The first of them"},
    {"snippet.text", "text", "The lines", "\"fn next(&mut self) -> Duration {\\n\""},
    {"snippet.cut", "boolean", "The place has more lines", "true"},
    {"why?", "object", "What the score is made of; with --explain only"},
    {"why.text", "number", "Of the best chunk", "0.612"},
    {"why.coherence", "number", "Of all chunks of the file", "0.18"},
    {"why.name", "number", "Of the path", "0.306"},
    {"why.symbol", "number", "For defining the name that was asked for", "0.0"},
    {"why.factor", "number", "What the sum was multiplied with; below 1 for tests and examples", "1.0"},
    {"why.terms[]", "text", "Terms of the query that the place or its path holds", "\"retri\""},
    {"why.similarity", "number?",
     "Of meaning: the cosine of the angle between the vectors of query and chunk; null: no model was asked about it",
     "null"},
};

constexpr Field kSearchAbout[] = {
    {"top", "path", "The repository", "\"/home/me/project\""},
    {"query", "object", "What was understood of the query"},
    {"query.words", "text", "Its words, without filters", "\"how are retries spaced\""},
    {"query.terms[]", "text", "What was looked for", "\"retri\""},
    {"index", "object", "The index that answered"},
    {"index.files", "count", "Files in it", "120"},
    {"index.chunks", "count", "Chunks of these files", "900"},
    {"index.refreshed", "count", "Files that were read for this search: new, or changed", "0"},
    {"index.removed", "count", "Files that were removed because they are gone", "0"},
    {"index.stale_seconds", "count?", "How long ago it was known to be complete; 0: it is; null: it never was", "0"},
    {"index.in_memory", "boolean", "It could not be kept in a file", "false"},
    {"model", "text?", "The embedding model that ordered the results, too; null: none", "null"},
};

constexpr Field kVectors[] = {
    {"vectors", "object?", "What an embedding model made of the chunks; null: nothing"},
    {"vectors.model", "text", "The model", "\"bge-small-en-v1.5\""},
    {"vectors.pooling", "text", "What of a chunk's tokens counts: cls or mean", "\"cls\""},
    {"vectors.dimension", "count", "Numbers of a vector", "384"},
    {"vectors.chunks", "count", "Chunks that have one", "900"},
};

constexpr Field kIndexFile[] = {
    {"top", "path", "The repository", "\"/home/me/project\""},
    {"file", "path?", "The index; null: there is none", "\"/home/me/.rustassistant/index/1a2b3c4d.db\""},
    {"bytes", "bytes", "The size of the index"},
};

constexpr Field kReuse[] = {
    {"units", "count", "Functions, types and other units of the file", "41"},
    {"kept", "count", "Of these, units whose findings are those of the earlier answer", "38"},
    {"asked", "count", "Units that a model was asked about", "3"},
    {"from", "sha256", "The cache key of the earlier answer"},
};

constexpr Field kTeamCache[] = {
    {"hits", "count", "Answers that came from there"},
    {"misses", "count", "Look-ups that it had no answer to"},
    {"not_asked", "count", "Look-ups that were left out, as the store had failed", "0"},
    {"rejected", "count", "Answers that were not believed", "0"},
    {"stored", "count", "Answers that were stored there by now"},
    {"present", "count", "Answers that were there already", "0"},
    {"too_large", "count", "Answers that are too large to be shared", "0"},
    {"waiting", "count", "Answers that are being sent, or kept for the next run"},
    {"off_because", "text?", "Why the store is not used; null otherwise", "null"},
    {"trouble", "text?", "What kept it from doing all of it", "null"},
    {"off_until", "time?", "When the store is asked again; null if it is not left alone", "null"},
    {"no_writes", "text?", "Why nothing more was written", "null"},
    {"rejections[]", "text", "Why answers were not believed, each reason once",
     "\"an answer of key 9f86d081884c7d65: signed by a key that is not trusted\""},
};

constexpr Field kReused[] = {
    {"files", "count", "How many"},
    {"units", "count", "Functions, types and other units of these files", "120"},
    {"asked", "count", "Of these, units that were asked about", "4"},
    {"saved_nano_usd", "nano-dollars?",
     "Against asking about whole files, an estimate; null if it is not known for each file"},
};

constexpr Field kPutTogether[] = {
    {"answers", "count", "How many"},
    {"units", "count", "Units of their files"},
    {"asked", "count", "Of these, units that models were asked about"},
    {"saved_nano_usd", "nano-dollars", "Against asking about whole files, an estimate"},
};

constexpr Field kSync[] = {
    {"missing", "count", "Questions that nobody has answered for the content as it is"},
    {"stale", "count", "Questions whose answer is older than --stale-after", "0"},
    {"touched", "count", "Questions about files that are as they were, for what they use of others has changed", "0"},
    {"dependents_of_changed", "count?",
     "Files as they were that depend on an interface that is not; null before the second sync", "0"},
    {"context", "text", "The setting analysis.context: none or interfaces", "\"none\""},
    {"warm", "boolean", "Only what changed and was left alone is asked", "false"},
    {"left_out", "count", "Questions that a warming run does not ask", "0"},
    {"cap_nano_usd", "nano-dollars?", "The most that a warming run may spend; null for any other", "null"},
};

constexpr Field kWarmed[] = {
    {"used", "count", "Answers that a review used later"},
    {"superseded", "count", "Answers whose file changed before anybody used them", "0"},
    {"unused", "count", "All others, those that left the cache among them", "0"},
};

constexpr Field kLedgerBatch[] = {
    {"tag", "text", "Its name in all ledgers", "\"9f86d081884c7d659a2feaa0\""},
    {"endpoint", "text", "Where it was sent; empty for the provider's own base URL", "\"\""},
    {"remote", "text", "What the provider calls it; empty if that is unknown", "\"batch_abc\""},
    {"input", "text", "The file with its questions at the provider, or empty", "\"file-abc\""},
    {"items", "count", "Questions of the batch"},
    {"made_at_ms", "unix-ms", "When it was reserved"},
    {"held_until_ms", "unix-ms", "Until when the provider works on it at most"},
    {"language", "text", "The language of the file", "\"rust\""},
    {"prompt_hash", "text", "Of the prompt and the schema of the answer", "\"3f79bb7b435b0532\""},
    {"schema_version", "text", "Of the answer", "\"2\""},
    {"config_hash", "text", "Of the settings that change the answer", "\"\""},
    {"context_hash", "text", "Of what was sent along with the file; empty without", "\"\""},
    {"content_hash", "text", "SHA-256 of the file", "\"\""},
    {"parts", "text", "What its answer needs that is about parts of the file, in hex digits; else empty", "\"\""},
};

constexpr Shape kShapes[] = {
    {"result", "What became of a file", kResult},
    {"run", "Figures of a run", kRun},
    {"location", "A place in a file", kLocation},
    {"unparsed", "What could not be parsed", kUnparsed},
    {"error", "Why something failed", kError},
    {"fallback", "Why someone other than the configured model answered", kFallback},
    {"repository", "A repository", kRepository},
    {"usage", "The tokens of one answer", kUsage},
    {"cap", "A cap and what is used of it", kCapFields},
    {"budget", "The budget", kBudgetFields},
    {"forecast", "Where a month's spending is going", kForecastFields},
    {"history", "What was spent", kHistoryFields},
    {"severities", "Findings by severity", kSeverities},
    {"report-day", "What was spent and looked up in a day or a month", kReportDay},
    {"call", "A call in the ledger", kCall},
    {"ledger-batch", "A batch that a call is with", kLedgerBatch},
    {"search-result", "A place that was found", kSearchResult},
    {"search-about", "What was looked for, and in what", kSearchAbout},
    {"index-file", "A search index", kIndexFile},
    {"vectors", "The vectors of an index", kVectors},
    {"tally", "Figures of stored answers", kTally},
    {"removal", "What a removal removed", kRemoval},
    {"pruning", "A past pruning", kPruning},
    {"dictionary", "The dictionary that results are compressed with", kDictionary},
    {"sync", "What a sync found", kSync},
    {"warmed", "Answers that were asked for ahead of time", kWarmed},
    {"reuse", "Parts of a file that an answer is about", kReuse},
    {"reused", "Files that models were asked about in part", kReused},
    {"team-cache", "What a team's store did in a run", kTeamCache},
    {"put-together", "Answers that were put together of an earlier one", kPutTogether},
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
