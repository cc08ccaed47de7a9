// SPDX-License-Identifier: MIT
#include "fields.hpp"

namespace rustassistant::render {
namespace {

constexpr Field kStatus[] = {
    {"", "+budget", ""},
    {"timezone", "text", "The time zone of the ledger", "\"Europe/Vienna\""},
    {"warn_percent", "percent", "From which share of a cap the state is `warning`"},
    {"alert_percent", "percent", "From which share of a cap the state is `alert`", "90"},
    {"burn_rate_nano_usd_per_day", "nano-dollars", "What is spent in a day, on average this month"},
    {"forecast", "@forecast", "Where this month's spending is going"},
    {"room", "object?", "How much fits under the caps, at this month's averages; null without calls of known cost"},
    {"room.files", "count", "Files", "1300"},
    {"room.tokens", "tokens", "Tokens", "1800000"},
    {"saved_nano_usd", "nano-dollars?", "What the cache saved this month; null if it cannot be read"},
    {"recommended_cap_nano_usd", "nano-dollars?", "A monthly cap from the last three months; null without history",
     "null"},
    {"batches", "object", "Reservations that batches hold, a part of what is reserved"},
    {"batches.questions", "count", "Questions in open batches", "0"},
    {"batches.nano_usd", "nano-dollars", "What is set aside for them", "0"},
    {"batches.until", "time?", "When the last of them is over at the latest", "null"},
    {"unsettled", "object", "Calls that nobody settled within an hour, charged in full"},
    {"unsettled.count", "count", "How many", "1"},
    {"unsettled.nano_usd", "nano-dollars", "What they are charged"},
    {"unsettled.calls[]", "object", "The oldest hundred of them"},
    {"unsettled.calls[].id", "count", "The number that `budget settle` takes"},
    {"unsettled.calls[].at", "time", "When it was reserved"},
    {"unsettled.calls[].provider", "#provider", "Who was asked", "\"openai\""},
    {"unsettled.calls[].model", "text", "The model that was asked", "\"gpt-4.1-nano\""},
    {"unsettled.calls[].repository", "@repository", "The file's repository"},
    {"unsettled.calls[].path", "path", "The file, within its repository"},
    {"unsettled.calls[].reserved_nano_usd", "nano-dollars?", "What it is charged; null without a known price"},
    {"team?", "object", "The budget of the team, as its server tells it; with --team only"},
    {"team.database", "text", "The server's URL, without user and password", "\"postgresql://db.example.org:5432/ra\""},
    {"team.name", "text", "The team's name", "\"core\""},
    {"team.timezone", "text", "The time zone of its months and days", "\"UTC\""},
    {"team.month", "object", "This month"},
    {"team.month.cap_nano_usd", "nano-dollars?", "The cap; null without one"},
    {"team.month.spent_nano_usd", "nano-dollars", "What settled calls cost"},
    {"team.month.reserved_nano_usd", "nano-dollars", "What is set aside for open calls"},
    {"team.month.ends_at", "time", "When the next month begins"},
    {"team.day", "object", "This day"},
    {"team.day.cap_nano_usd", "nano-dollars?", "The cap; null without one"},
    {"team.day.spent_nano_usd", "nano-dollars", "What settled calls cost"},
    {"team.day.reserved_nano_usd", "nano-dollars", "What is set aside for open calls"},
    {"team.day.ends_at", "time", "When the next day begins"},
    {"team.owed", "count", "Closed calls of this machine that the server has not heard of yet", "0"},
    {"team.open[]", "object", "Calls that nobody closed yet, the oldest hundred"},
    {"team.open[].request", "text", "By which the server knows it", "\"0c7f2a34-5b1e-4d8a-9a53-1f6a1f0f4c11\""},
    {"team.open[].at", "time", "When it was reserved"},
    {"team.open[].who", "text", "The user of the database", "\"alice\""},
    {"team.open[].model", "text", "The model that was asked", "\"gpt-4.1-nano\""},
    {"team.open[].reserved_nano_usd", "nano-dollars", "What is set aside for it"},
};

constexpr Field kHistory[] = {
    {"by", "#grouping", "What the rows are"},
    {"since", "day?", "The first day; null: from the beginning"},
    {"until", "day", "The last day"},
    {"recorded_since", "day?", "The first day of which look-ups are known; null: none is"},
    {"rows[]", "object", "One for each group"},
    {"rows[].key", "text", "The group: a day, a model, a repository", "\"2026-11-26\""},
    {"rows[]", "+history", ""},
    {"others", "@history?", "The groups that --top left out, together", "null"},
    {"total", "@history", "All groups"},
};

constexpr Field kHistoryCsv[] = {
    {"KEY", "text", "The group; the column is called by the grouping: `day`, `model` and so on", "\"2026-11-26\""},
    {"calls", "count", "Calls"},
    {"unknown_costs", "count", "Of these, calls of unknown cost; they are in no sum", "0"},
    {"estimated_calls", "count", "Of these, calls whose cost is an estimate", "0"},
    {"input_tokens", "tokens", "Tokens of the requests"},
    {"cached_tokens", "tokens", "Of these, tokens billed at the cached rate", "400"},
    {"output_tokens", "tokens", "Tokens of the answers", "200"},
    {"spent_usd", "dollars", "The cost of settled calls"},
    {"reserved_usd", "dollars", "What is reserved for calls that are not settled", "\"0.000000000\""},
    {"hits", "count?", "Look-ups that found an answer; empty where they are not known by the group"},
    {"misses", "count?", "Look-ups that found none"},
    {"saved_usd", "dollars?", "What the answers that were found had cost"},
};

constexpr Field kTeamSetup[] = {
    {"database", "text", "The database, without user and password", "\"postgresql://db.example.org:5432/ra\""},
    {"team", "text", "The team", "\"core\""},
    {"team_is_new", "boolean", "The team was added"},
    {"version_before", "count", "The version that the schema had; 0: there was none", "0"},
    {"version", "count", "The version that it has", "1"},
    {"answers", "object?", "The database of the team's answers, where it is another; else null", "null"},
    {"answers.database", "text", "That database, without user and password"},
    {"answers.team", "text", "The team there"},
    {"answers.team_is_new", "boolean", "The team was added there"},
    {"answers.version_before", "count", "The version that its schema had"},
    {"answers.version", "count", "The version that it has"},
};

constexpr Field kExport[] = {
    {"calls[]", "@call", "Every call, oldest first"},
};

constexpr Field kExportCsv[] = {
    {"", "+call", ""},
};

constexpr Field kImport[] = {
    {"added", "count", "Calls that were added"},
    {"present", "count", "Calls that were there already", "0"},
    {"settled", "count", "Of these, calls that were open here and are settled in the file", "0"},
    {"later", "count", "Calls later than the clock, left out", "0"},
    {"refused", "count", "Lines that were refused", "1"},
    {"refusals[]", "@refusal", "The first thousand of them"},
};

constexpr Field kLedgerHead[] = {
    {"ledger_id", "text", "The ledger that it is from", "\"68e8342185a8fd62\""},
    {"timezone", "object", "The time zone"},
    {"timezone.name", "text", "Its name", "\"Europe/Vienna\""},
    {"timezone.rule", "text", "Its rule, as in the variable TZ", "\"CET-1CEST,M3.5.0,M10.5.0/3\""},
    {"settings", "object", "What `budget set` has set; null is not set"},
    {"settings.monthly_nano_usd", "nano-dollars?", "The monthly cap"},
    {"settings.daily_nano_usd", "nano-dollars?", "The daily cap"},
    {"settings.warn_percent", "percent?", "From which share of a cap the state is `warning`"},
    {"settings.alert_percent", "percent?", "From which share of a cap the state is `alert`"},
    {"settings.when_exceeded", "#when-exceeded?", "What happens to a call that would exceed a cap"},
    {"settings.repositories[]", "object", "Caps of repositories"},
    {"settings.repositories[].repo", "repository-id", "The id of the repository"},
    {"settings.repositories[].path", "path", "Its top folder", "\"/home/me/project\""},
    {"settings.repositories[].monthly_nano_usd", "nano-dollars", "The monthly cap"},
    {"settings.repositories[].first_commit", "text", "The id of its first commit; empty without one", "\"\""},
    {"former_repositories[]", "object", "Repositories that have moved"},
    {"former_repositories[].former", "repository-id", "The id before"},
    {"former_repositories[].repo", "repository-id", "The id since", "\"a3d2c177\""},
};

constexpr Field kLedgerCall[] = {
    {"tag", "text", "Its name in all ledgers", "\"68e8342185a8fd62:3:1795716000000\""},
    {"id", "count", "Its number in this ledger"},
    {"at_ms", "unix-ms", "When it was reserved"},
    {"day", "day", "The day that it counts in"},
    {"state", "#call-state", "Open, settled, or released unpaid", "\"settled\""},
    {"closed_at_ms", "unix-ms?", "When it was settled or released"},
    {"reserved_nano_usd", "nano-dollars?", "What was reserved"},
    {"cost_nano_usd", "nano-dollars?", "What it cost"},
    {"estimated", "boolean", "The cost is an estimate", "false"},
    {"by_hand", "boolean", "It was closed by `budget settle`", "false"},
    {"provider", "#provider", "Who was asked", "\"openai\""},
    {"type", "#call-type", "The type of analysis, or embeddings", "\"refactor\""},
    {"model", "text", "The model that was asked", "\"gpt-4.1-nano\""},
    {"repo", "repository-id", "The id of the file's repository"},
    {"repo_path", "path", "The top folder of that repository", "\"/home/me/project\""},
    {"path", "path", "The file, within its repository"},
    {"extension", "text", "The file's extension, without the dot", "\"rs\""},
    {"request_bytes", "bytes?", "The size of the request"},
    {"input_tokens", "tokens?", "Tokens of the request, cached ones included"},
    {"cached_tokens", "tokens?", "Of these, tokens billed at the cached rate", "400"},
    {"cache_write_tokens", "tokens?", "Of these, tokens written to the provider's cache", "0"},
    {"output_tokens", "tokens?", "Tokens of the answer", "200"},
    {"reasoning_tokens", "tokens?", "Of these, tokens of reasoning", "0"},
    {"batch", "@ledger-batch?", "The batch that an open call is with; else null"},
};

constexpr Field kLedgerEnd[] = {
    {"calls", "count", "The lines before it that are calls; without this line the file was cut off", "1"},
};

constexpr Document kDocuments[] = {
    {"budget-status", Form::document, "The budget of the month.", kStatus},
    {"cache-remote", Form::document, "What setting up a team's database did.", kTeamSetup},
    {"budget-history", Form::document, "What was spent, in groups that add up to the total.", kHistory},
    {"budget-history-csv", Form::csv, "The same as CSV.", kHistoryCsv},
    {"budget-export", Form::document, "Every call in the ledger.", kExport},
    {"budget-export-csv", Form::csv, "The same as CSV; what is null in JSON is empty.", kExportCsv},
    {"budget-import", Form::document, "What an import of a ledger did.", kImport},
    {"ledger", Form::first_line, "The first line of `budget export --full`.", kLedgerHead},
    {"ledger-call", Form::line, "A call in `budget export --full`.", kLedgerCall},
    {"ledger-end", Form::line, "The last line of `budget export --full`.", kLedgerEnd},
};

}  // namespace

std::span<const Document> budget_documents() {
  return kDocuments;
}

}  // namespace rustassistant::render
