// SPDX-License-Identifier: MIT
#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr Field kConfig[] = {
    {"settings", "map", "Every setting, by its name"},
    {"settings.*", "object", "A setting"},
    {"settings.*.value", "value", "Its value", "\"auto\""},
    {"settings.*.source", "#source", "Where the value comes from"},
    {"settings.*.where", "text", "The file or variable; empty for a default", "\"\""},
    {"keys", "map", "Keys, by their variable"},
    {"keys.*", "text", "Whether it is set, and where; never the key", "\"not set\""},
    {"default_models", "map", "Default models, by provider"},
    {"default_models.*", "text?", "The model; null if there is none", "\"gpt-4.1-nano\""},
};

constexpr Field kConfigFile[] = {
    {"path", "path", "The user's settings file", "\"/home/me/.rustassistant/config.toml\""},
};

constexpr Field kDoctor[] = {
    {"sound", "boolean", "Nothing is a problem"},
    {"checks[]", "object", "What was checked"},
    {"checks[].name", "text", "The subject", "\"cache\""},
    {"checks[].verdict", "#verdict", "What came of it"},
    {"checks[].detail", "text", "What was found", "\"3 entries in 98.3 kB\""},
    {"checks[].hint", "text", "What to do about it; may be empty", "\"\""},
};

constexpr Field kExplain[] = {
    {"kinds[]", "object", "The kind that was asked about, or all"},
    {"kinds[].kind", "text", "Its name", "\"long_function\""},
    {"kinds[].type", "text", "The analysis type that finds it", "\"refactor\""},
    {"kinds[].title", "text", "Its name for people", "\"Long function\""},
    {"kinds[].summary", "text", "What it is", "\"The function has more lines than one reads in one go.\""},
    {"kinds[].definition", "text", "How it is found", "\"Lines over the threshold.\""},
    {"kinds[].remedy", "text", "What to do about it", "\"Extract the parts that have a name of their own.\""},
    {"kinds[].found_by", "text", "Who looks for it: builtin, model, both or nobody", "\"builtin\""},
    {"kinds[].setting", "object?", "The setting of its threshold"},
    {"kinds[].setting.name", "text", "Its name", "\"analysis.max_function_lines\""},
    {"kinds[].setting.value", "value", "Its value", "50"},
    {"kinds[].setting.source", "#source", "Where the value comes from"},
    {"kinds[].definition_source", "text?", "Whose definition it is; null for this project's own", "null"},
    {"kinds[].allow_comment", "text", "The comment that allows it", "\"rustassistant: allow(long_function) REASON\""},
};

constexpr Field kDeps[] = {
    {"top", "path", "The repository", "\"/home/me/project\""},
    {"path", "path", "What was asked for, within the repository; empty: all of it"},
    {"dependents", "boolean", "The edges lead to it, not away from it", "false"},
    {"files", "count", "Source files in the repository", "120"},
    {"edges_in_repository", "count", "Edges between them", "310"},
    {"edges[]", "object", "One for each pair of files"},
    {"edges[].from", "path", "The file that depends on the other"},
    {"edges[].to", "path", "The other", "\"src/lib.rs\""},
    {"edges[].line", "line?", "Where it is imported first; null if it is used without an import"},
    {"edges[].symbols[]", "text", "Names that are used; none: not known, or the file as a whole", "\"Walk\""},
    {"unresolved[]", "object", "Imports that lead to no file of the repository; not with --dependents"},
    {"unresolved[].from", "path", "The file"},
    {"unresolved[].line", "line", "The line"},
    {"unresolved[].import", "text", "What is imported, as written", "\"std::fmt\""},
    {"unresolved[].reason", "#unresolved", "Why it leads to no file", "\"outside\""},
    {"cycles[]", "object", "Groups of files that reach each other, one of which was asked for"},
    {"cycles[].files[]", "path", "The files"},
};

constexpr Field kModels[] = {
    {"prices_read_on", "day", "When the published prices were read", "\"2026-11-20\""},
    {"models[]", "object", "Every model whose price is known, at today's prices"},
    {"models[].provider", "#provider", "The provider", "\"openai\""},
    {"models[].model", "text", "The model", "\"gpt-4.1-nano\""},
    {"models[].default", "boolean", "It is the provider's default"},
    {"models[].exceeds_default_cap", "boolean", "One call may cost more than the default monthly cap", "false"},
    {"models[].nano_usd_per_million_tokens", "@rates", "The prices"},
    {"models[].long_context", "object?", "Higher prices for long requests"},
    {"models[].long_context.above_input_tokens", "tokens", "From how many input tokens on they apply", "200000"},
    {"models[].long_context.nano_usd_per_million_tokens", "@rates", "The prices"},
    {"models[].batch", "object?", "Lower prices for batches"},
    {"models[].batch.nano_usd_per_million_tokens", "@rates", "The prices"},
    {"models[].context_window", "tokens?", "The longest request", "1047576"},
    {"models[].max_output", "tokens?", "The longest answer", "32768"},
    {"models[].typical_file_nano_usd", "nano-dollars", "What a file of about 400 lines costs", "820000"},
};

constexpr Field kBackup[] = {
    {"path", "path", "The backup", "\"rustassistant.tar\""},
    {"settings", "boolean", "It has a settings file"},
    {"calls", "count", "Calls in it"},
    {"entries", "count", "Cache entries in it"},
    {"damaged", "count", "Cache entries left out, as they are damaged", "0"},
    {"bytes", "bytes", "Its size"},
};

constexpr Field kRestore[] = {
    {"settings", "path?", "The settings file that was written", "\"/home/me/.rustassistant/config.toml\""},
    {"settings_before", "path?", "Where the one before is kept", "null"},
    {"damaged_ledger", "path?", "Where a damaged ledger is kept", "null"},
    {"calls_added", "count", "Calls that were added"},
    {"calls_present", "count", "Calls that were there already", "0"},
    {"entries_added", "count", "Cache entries that were added"},
    {"refusals[]", "text", "What was refused, and why", "\"cache: line 3: bad member \\\"key\\\"\""},
};

constexpr Document kDocuments[] = {
    {"config", Form::document, "Every setting.", kConfig},
    {"config-file", Form::document, "Where the settings file is.", kConfigFile},
    {"doctor", Form::document, "What a review needs, checked.", kDoctor},
    {"explain", Form::document, "Kinds of findings, explained.", kExplain},
    {"deps", Form::document, "Which files depend on which others.", kDeps},
    {"models", Form::document, "Known prices.", kModels},
    {"backup", Form::document, "What a backup holds.", kBackup},
    {"restore", Form::document, "What a restore did.", kRestore},
};

}  // namespace

std::span<const Document> program_documents() {
  return kDocuments;
}

std::vector<Document> all_documents() {
  std::vector<Document> all;
  for (const auto documents : {review_documents(), type_documents(), budget_documents(), report_documents(),
                               cache_documents(), queue_documents(), search_documents(), program_documents()})
    all.insert(all.end(), documents.begin(), documents.end());
  return all;
}

}  // namespace rustassistant::render
