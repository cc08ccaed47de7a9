// SPDX-License-Identifier: MIT
#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr std::string_view kDatabase = "\"/home/me/.rustassistant/cache.db\"";

constexpr Field kStatus[] = {
    {"database", "path", "The cache", kDatabase},
    {"file_bytes", "bytes", "The space it takes", "98304"},
    {"search_indexes", "object", "Search indexes in the home folder; they are not part of the cache"},
    {"search_indexes.files", "count", "How many there are", "2"},
    {"search_indexes.bytes", "bytes", "Their size"},
    {"max_bytes", "bytes", "The space it may take", "536870912"},
    {"high_watermark_bytes", "bytes", "The size at which a store removes entries", "483183820"},
    {"low_watermark_bytes", "bytes", "The size that this brings it down to", "402653184"},
    {"", "+tally", ""},
    {"misses", "count", "Look-ups that found nothing"},
    {"hit_rate_permille", "permille", "Hits of all look-ups", "571"},
    {"oldest", "time?", "When the oldest entry was made"},
    {"newest", "time?", "When the newest entry was made"},
    {"team?", "object", "What runs got from a team's store, and gave it; absent if they never did"},
    {"team.hits", "count", "Answers that came from there"},
    {"team.misses", "count", "Look-ups that it had no answer to"},
    {"team.rejected", "count", "Answers that were not believed", "0"},
    {"team.stored", "count", "Answers that were stored there"},
    {"team.entries", "count", "Entries of the cache that came from there"},
    {"team.waiting", "count", "Answers that are still to be sent there", "0"},
    {"last_pruning", "@pruning?", "The last pruning"},
    {"dictionary", "@dictionary", "The dictionary in use"},
    {"warmed", "@warmed", "Answers that `cache sync --warm` asked for"},
    {"reused", "object", "Answers that were put together because parts of a file had not changed, of all time"},
    {"reused", "+put-together", ""},
    {"by_type[]", "object", "By type of analysis"},
    {"by_type[].type", "#type", "The type", "\"refactor\""},
    {"by_type[]", "+tally", ""},
    {"by_model[]", "object", "By model"},
    {"by_model[].provider", "#provider", "Who answered", "\"openai\""},
    {"by_model[].model", "text", "The model that answered", "\"gpt-4.1-nano\""},
    {"by_model[]", "+tally", ""},
    {"by_prompt[]", "object", "By prompt"},
    {"by_prompt[].prompt_hash", "text", "16 hexadecimal digits; empty for builtin", "\"0123456789abcdef\""},
    {"by_prompt[]", "+tally", ""},
    {"by_repository[]", "object", "By repository"},
    {"by_repository[].repository", "@repository", "The repository that stored it first"},
    {"by_repository[]", "+tally", ""},
    {"by_extension[]", "object", "By the extension of the file"},
    {"by_extension[].extension", "text", "The extension, without the dot", "\"rs\""},
    {"by_extension[]", "+tally", ""},
    {"prunings[]?", "@pruning", "The last twenty prunings; with --pruning only"},
    {"budget", "@budget?", "The budget; null if the ledger cannot be read"},
};

constexpr Field kPrune[] = {
    {"database", "path", "The cache", kDatabase},
    {"dry_run", "boolean", "Nothing was removed", "false"},
    {"strategy", "#strategy", "What is removed first", "\"cost-aware\""},
    {"max_bytes", "bytes?", "The value of --max-size", "null"},
    {"", "+removal", ""},
};

constexpr Field kClear[] = {
    {"database", "path", "The cache", kDatabase},
    {"dry_run", "boolean", "Nothing was removed", "false"},
    {"", "+removal", ""},
};

constexpr Field kVerify[] = {
    {"database", "path", "The cache", kDatabase},
    {"entries", "count", "Entries that were read back"},
    {"problems[]", "text", "What is wrong", "\"entry 9f86d081884c: damaged\""},
    {"repaired", "count", "Problems that --repair fixed", "0"},
};

constexpr Field kOptimize[] = {
    {"database", "path", "The cache", kDatabase},
    {"entries", "count", "Entries"},
    {"rewritten", "count", "Of these, entries that were compressed again", "2"},
    {"resumed", "boolean", "It completed an interrupted run", "false"},
    {"trained", "boolean", "A dictionary was trained and is in use"},
    {"dictionary", "@dictionary", "The dictionary in use"},
    {"stored_bytes_before", "bytes", "The size of all results before"},
    {"stored_bytes_after", "bytes", "The size of all results after", "3072"},
    {"bytes_before", "bytes", "The size of the cache before", "98304"},
    {"bytes_after", "bytes", "The size of the cache after", "94208"},
};

constexpr Field kExport[] = {
    {"database", "path", "The cache", kDatabase},   {"archive", "path", "The archive", "\"answers.zst\""},
    {"entries", "count", "Entries in the archive"}, {"damaged", "count", "Entries left out, as they are damaged", "0"},
    {"bytes", "bytes", "The size of the archive"},
};

constexpr Field kImport[] = {
    {"database", "path", "The cache", kDatabase},
    {"added", "count", "Entries that were added"},
    {"replaced", "count", "Entries that replaced an older one", "0"},
    {"present", "count", "Entries that were there already", "0"},
    {"superseded", "count", "Entries left out, as the cache has a newer one", "0"},
    {"refused", "count", "Entries that were refused", "1"},
    {"refusals[]", "@refusal", "The first thousand of them"},
};

constexpr Field kWhy[] = {
    {"path", "path", "The file as it was named"},
    {"key", "sha256", "The cache key of the question that a review would ask first"},
    {"context_bytes", "bytes", "Signatures of other files that a model would be sent along", "0"},
    {"cache", "#cache", "Whether a review would be answered from the cache"},
    {"hit", "@entry?", "By which entry"},
    {"origin?", "object", "Who wrote that entry into a team's store; absent if it was made here"},
    {"origin.writer", "text", "The id of the key that signed it; empty if it is not signed", "\"9f86d081884c7d65\""},
    {"origin.written", "time", "When it was signed"},
    {"origin.received", "time", "When it came here"},
    {"steps[]", "object", "What a review does in turn, until one step answers"},
    {"steps[].step", "text", "The step", "\"look_up\""},
    {"steps[].outcome", "#step", "What came of it; would: it is not tried here"},
    {"reuse?", "object", "What the last answer about the path serves for; absent if no model is asked"},
    {"reuse.from", "sha256?", "Its cache key; null if there is none"},
    {"reuse.units", "count", "Functions, types and other units of the file", "41"},
    {"reuse.asked", "count", "Of these, units that would be asked about", "3"},
    {"reuse.whole_because", "text?",
     "Why the whole file would be asked about: first, small, no_units, changed, long_ask, enough or off; null "
     "otherwise",
     "null"},
    {"fallback", "#fallback?", "Why no call would be made; null otherwise", "null"},
    {"related[]", "object", "The nearest entries"},
    {"related[]", "+entry", ""},
    {"related[].same_path", "boolean", "It is of the same file"},
    {"related[].same_content", "boolean", "It is of the same content", "false"},
    {"related[].differences[]", "object", "Factors of the key that differ"},
    {"related[].differences[].factor", "text", "The factor, as in cache-key.md", "\"model\""},
    {"related[].differences[].stored", "text", "Its value in the entry", "\"gpt-4.1-nano\""},
    {"related[].differences[].wanted", "text", "Its value in the question", "\"gpt-5-nano\""},
};

constexpr Field kRemote[] = {
    {"url", "text", "The store, without user information; empty if it is not used",
     "\"https://cache.example.org/ra/{key}\""},
    {"mode", "text", "read or read-write", "\"read-write\""},
    {"team", "text", "The name of the team", "\"core\""},
    {"off_because", "text?", "Why the store is not used; null otherwise", "null"},
    {"key_id", "text?", "The id of the own key", "\"9f86d081884c7d65\""},
    {"public_key", "text?", "What readers write into cache.remote.trust; null for a secret", "null"},
    {"trusted[]", "text", "Ids of the keys in cache.remote.trust", "\"0123456789abcdef\""},
    {"unsigned", "boolean", "Answers without a signature are believed", "false"},
    {"hits", "count", "Answers that came from there, of all time"},
    {"misses", "count", "Look-ups that it had no answer to"},
    {"rejected", "count", "Answers that were not believed", "0"},
    {"stored", "count", "Answers that were stored there"},
    {"entries", "count", "Entries of the cache that came from there"},
    {"waiting", "count", "Answers that are still to be sent there", "0"},
    {"failures", "count", "Failures in a row", "0"},
    {"off_until", "time?", "When the store is asked again; null if nothing is wrong", "null"},
    {"trouble", "text?", "The last failure", "null"},
    {"checks[]", "object", "What was tried; with check only"},
    {"checks[].name", "text", "What was tried: settings, read, write, read back or replace", "\"read\""},
    {"checks[].passed", "boolean", "Whether it came off"},
    {"checks[].detail", "text", "What happened", "\"it answers in 12 ms\""},
    {"checks[].hint", "text", "What to do about it; mostly empty", "\"\""},
};

constexpr Field kPush[] = {
    {"team_cache", "@team-cache", "What was sent"},
    {"gone", "count", "Answers that left the cache before they were sent", "0"},
};

constexpr Field kMigrate[] = {
    {"dry_run", "boolean", "Nothing was stored", "false"},
    {"sources[]", "object", "Places of the older tool"},
    {"sources[].path", "path", "The file or folder", "\"/home/me/project/.rustassistant/cache\""},
    {"sources[].backup", "path?", "Where --backup copied it", "null"},
    {"sources[].backup_made", "boolean", "The copy was made by this run", "false"},
    {"destination", "path", "The cache", kDatabase},
    {"total", "count", "Entries in the sources"},
    {"migrated", "count", "Entries that were stored"},
    {"already_present", "count", "Entries that were there already", "0"},
    {"superseded", "count", "Entries left out, as the cache has a newer answer", "0"},
    {"failed", "count", "Entries that failed", "0"},
    {"failures[]", "@failure", "These entries"},
    {"notes[]", "text", "What else to know", "\"a source changed while it was read\""},
    {"inferred_providers", "count", "Entries whose provider was inferred from the model name", "0"},
    {"older_prompts", "count", "Entries made with an older prompt", "0"},
    {"usage_rows", "count", "Past calls that the ledger took in", "0"},
    {"usage_failed", "count", "Past calls that failed", "0"},
    {"usage_failures[]", "@failure", "These calls"},
    {"source_bytes", "bytes", "The size of the entries in the sources"},
    {"stored_bytes", "bytes", "Their size in the cache", "1024"},
    {"destination_bytes", "bytes", "The size of the cache", "98304"},
    {"backup", "path?", "The first copy that --backup made", "null"},
    {"verified", "boolean?", "Whether all entries are as in their source; null without --verify"},
    {"will_hit", "count", "Entries that a review would use as things are configured"},
    {"will_not_hit[]", "object", "Entries that it would not use, by reason"},
    {"will_not_hit[].entries", "count", "How many", "1"},
    {"will_not_hit[].reason", "#obstacle", "What differs", "\"model\""},
    {"will_not_hit[].value", "text", "Its value", "\"grok-beta\""},
    {"will_not_hit[].remedy", "text?", "A setting that lets them hit", "null"},
    {"other_models[]", "text", "Models that are not configured", "\"grok-beta\""},
};

constexpr Field kArchiveHead[] = {
    {"created", "time", "When it was written"},
};

constexpr Field kArchiveEntry[] = {
    {"key", "sha256", "The cache key"},
    {"type", "#type", "The type of analysis; this and the next nine are the factors of the key", "\"refactor\""},
    {"provider", "#provider", "Who answered", "\"openai\""},
    {"endpoint", "text", "The server, where it is not the provider's own", "\"\""},
    {"model", "text", "The model that answered", "\"gpt-4.1-nano\""},
    {"prompt_hash", "text", "Of the prompt", "\"0123456789abcdef\""},
    {"schema_version", "text", "Of the result", "\"1\""},
    {"language", "text", "The language", "\"rust\""},
    {"config_hash", "text", "Of the options", "\"\""},
    {"context_hash", "text", "Of what was sent along", "\"\""},
    {"content_hash", "sha256", "Of the file"},
    {"repo_id", "repository-id", "The repository that stored it first"},
    {"repo_path", "path", "Its top folder", "\"/home/me/project\""},
    {"path", "path", "The file, within its repository"},
    {"usage", "object?", "The tokens that the answer took"},
    {"usage.input_tokens", "tokens", "Tokens of the request, cached ones included"},
    {"usage.cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"usage.cache_write_tokens", "tokens", "Of these, tokens written to the provider's cache", "0"},
    {"usage.output_tokens", "tokens", "Tokens of the answer", "200"},
    {"usage.reasoning_tokens", "tokens", "Of these, tokens of reasoning", "0"},
    {"cost_nano_usd", "nano-dollars?", "What it cost"},
    {"estimated", "boolean", "The cost is an estimate", "false"},
    {"older_tool?", "boolean", "The older tool made it; absent in archives of version 0.1.0", "false"},
    {"generation_ms", "ms", "How long it took"},
    {"created_ms", "unix-ms", "When it was made"},
    {"last_accessed_ms", "unix-ms", "When it was last used"},
    {"access_count", "count", "How often it was used"},
    {"digest", "text", "Of key and result; an import checks it", "\"9f86d081884c7d659a2feaa0c55ad015\""},
    {"result", "text", "The answer, as JSON in a string", "\"{}\""},
};

constexpr Field kArchiveEnd[] = {
    {"end", "boolean", "Always true; without this line the archive was cut off"},
    {"entries", "count", "The entries before it"},
};

constexpr Document kDocuments[] = {
    {"cache-status", Form::document, "What is stored.", kStatus},
    {"cache-prune", Form::document, "What was removed to make space.", kPrune},
    {"cache-clear", Form::document, "What was removed.", kClear},
    {"cache-verify", Form::document, "Whether the cache is sound.", kVerify},
    {"cache-optimize", Form::document, "What compressing again did.", kOptimize},
    {"cache-export-report", Form::document, "What an export wrote.", kExport},
    {"cache-import", Form::document, "What an import did.", kImport},
    {"cache-why", Form::document, "What the cache has for a file.", kWhy},
    {"team-store", Form::document, "A team's store of answers.", kRemote},
    {"cache-push", Form::document, "What was sent to a team's store.", kPush},
    {"cache-migrate", Form::document, "What a migration did.", kMigrate},
    {"cache-export", Form::first_line, "The first line of an archive; the archive is compressed with zstd.",
     kArchiveHead},
    {"cache-export-entry", Form::line, "An entry in an archive.", kArchiveEntry},
    {"cache-export-end", Form::line, "The last line of an archive.", kArchiveEnd},
};

}  // namespace

std::span<const Document> cache_documents() {
  return kDocuments;
}

}  // namespace rustassistant::render
