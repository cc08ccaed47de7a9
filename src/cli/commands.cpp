// SPDX-License-Identifier: MIT
#include "budget_options.hpp"
#include "cache_options.hpp"
#include "command.hpp"
#include "mcp_command.hpp"
#include "queue_commands.hpp"
#include "queue_options.hpp"
#include "report_command.hpp"
#include "review_options.hpp"
#include "search_commands.hpp"
#include "search_options.hpp"

namespace rustassistant::cli {
namespace {

constexpr Option kGlobalOptions[] = {
    {"--color", "WHEN", "When to use color", "auto|always|never"},
    {"-v,--verbose", "", "Report on standard error what is being done; twice reports more", {}, {}, true},
    {"-q,--quiet", "", "No progress, hints or warnings; errors are still reported"},
    {"-h,--help", "", "Show help"},
    {"-V,--version", "", "Show the version; with -v, also those of the linked libraries"},
};

constexpr Option kFormatOnly[] = {kFormat};
constexpr Option kIndexBuildOptions[] = {kFormat, kIndexBuildDense};

constexpr Option kDepsOptions[] = {
    {"--format", "FORMAT", "Output format; dot is for Graphviz", "text|json|dot"},
    {"--dependents", "", "Show what depends on it instead"},
    {"--no-cache", "", "Read every file again, and keep nothing of it"},
};

constexpr Option kModelsOptions[] = {
    kFormat,
    {"--provider", "NAME", "Of this provider only", "xai|openai|anthropic|google|openai-compatible"},
    {"--verify", "FILE",
     "Instead, compare the vectors of the embedding model (search.model) with those in FILE; exits with 1 if they "
     "differ"},
};

constexpr Option kConfigShowOptions[] = {
    kFormat,
    {"--origin", "", "Also show where each value comes from"},
};

constexpr Option kDoctorOptions[] = {
    kFormat,
    {"--online", "", "Also ask each provider with a key for its list of models, which costs nothing"},
};

constexpr Command kCommands[] = {
    {"refactor", "analyze", "PATH...", "Review source files",
     R"(PATH is a file, a folder, or - for standard input. In folders, files that git ignores, hidden files, symbolic
links, binaries, generated and vendored code are skipped and counted. Files named on the command line are always reviewed.

A stored answer is shown again and costs nothing. Otherwise the configured provider is asked, within the budget. If it
cannot be asked, the newest stored answer of any model is shown, else the built-in analyzer answers. With --provider or
--model, only that one is used; there is no fallback, and the exit code says why.

Of several files, each finding is one line, the worst files and findings first, and a summary follows.

With --dry-run, the estimate is based on recent calls to the model; with no history, on 4 bytes per token and 800
output tokens. 'At most' is what would be reserved.)",
     "rustassistant.analyze/1", kAnalyzeOptions, run_refactor_analyze},
    {"refactor", "plan", "PATH...", "Put what reviews found into steps, in an order to work through",
     R"(Reviews the files as `refactor analyze` does, so stored answers cost nothing, and makes steps of what they say: each
with its files, what it resolves, effort, risk, and how to see that it went well. What gives most for its effort comes
first, unless something else in the same lines must: code is removed before errors are handled, duplicates are joined
before functions are split, and code moves between files last.)",
     "rustassistant.plan/1", kPlanOptions, run_refactor_plan},
    {"docs", "generate", "PATH...", "Write reference documentation of files, as Markdown",
     R"(Of each file: its purpose, and its public items with signature, parameters, errors and examples. Signatures and
comments are read from the syntax tree; a model writes the rest. What it names is checked against the tree: signatures
are always the file's own, what the file does not have is marked, and public items that the answer leaves out are added.
Without a model, the comments in the file are all there is.

With --output DIR, each file gets a document of its own below that folder, by its path below the repository, and
README.md links them. Files that this command did not write are never overwritten.

Files are chosen, answers are stored, and providers are asked as for `refactor analyze`.)",
     "rustassistant.docs/1", kDocsOptions, run_docs_generate},
    {"analysis", "run", "PATH...", "Review files in general: correctness, security, performance, tests, interfaces",
     R"(A model reports what it can prove from one file. The built-in analyzer measures each file, whoever answers: sizes,
complexity, and the functions that deserve the first look.

Files are chosen, answers are stored, and providers are asked as for `refactor analyze`.)",
     "rustassistant.analysis/1", kQualityOptions, run_analysis_run},
    {"todos", "scan", "PATH...", "List the notes that were left in comments",
     R"(TODO, FIXME, HACK, XXX, BUG and NOTE, in capitals at the start of a line of a comment, or anywhere in a comment
where a colon or parentheses follow. At the start, the first four also count in lower case before a colon or behind @.
Lines below that are indented deeper belong to the note. In languages with a grammar, comments are what the syntax tree
says; in others, lines that begin like a comment.

BUG and FIXME have high priority, NOTE has low, the others medium. An exclamation mark behind the tag raises it by one;
P0 to P3 in parentheses say it outright, from critical to low. TODO(ada) names an owner; #12, ABC-123 and URLs are issues.

In a git repository, each note shows who wrote it and when. With --since, only notes that came after a commit are
listed, and those that are not committed. No provider is ever asked, and the ledger is never opened.)",
     "rustassistant.todos/1", kTodosOptions, run_todos_scan},
    {"deps", "", "PATH", "Show which files of the repository a file depends on",
     R"(Imports are read from the syntax tree and looked up in the repository around PATH, among the files that a review of it
would find: what git ignores, generated and vendored code, and what lies behind a symbolic link take no part. Of a folder,
each of its files is shown. Imports that should lead to a file of the repository and do not are listed with a reason;
-v lists imports of other packages, too. Files that depend on each other in a cycle are listed at the end.

What was read of a file is kept in the cache by the file's content. No provider is ever asked.)",
     "rustassistant.deps/1", kDepsOptions, run_deps},
    {"search", "", "QUERY [PATH...]", "Find source by what it is about",
     R"(QUERY is words, identifiers or a question; the files that fit best are listed, and in each the place that does. A text in
double quotes within QUERY must be in the file. Filters may be in QUERY, too: lang:rust, path:src/**, -path:tests, sym:Name.
PATHs narrow the search; all of them are in one repository, and without any it is that of the working folder.

The files are those that a review would find. An index in the home folder is brought up to date first: what is new or has
changed is read. Text of files is not in it, and the lines that are shown are read from the files. docs/search.md explains
the ranking. No provider is ever asked.

Exits with 1 if nothing was found.)",
     "rustassistant.search/1", kSearchOptions, run_search},
    {"index", "status", "[PATH]", "Show the search index and how far it is behind",
     "PATH is in the repository; without it, that of the working folder is meant. Nothing is written.",
     "rustassistant.index-status/1", kFormatOnly, run_index_status},
    {"index", "build", "[PATH]", "Bring the search index up to date",
     R"(PATH is in the repository; without it, that of the working folder is meant. Every search does so; this prepares the
first one. With --dense all (or search.dense) every chunk is also given a vector by an embedding model that is on this
machine (docs/search.md); interrupted, it goes on from there the next time.)",
     "rustassistant.index-build/1", kIndexBuildOptions, run_index_build},
    {"index", "clear", "[PATH]", "Remove the search index", "Nothing is lost: the next search builds it again.",
     "rustassistant.index-clear/1", kFormatOnly, run_index_clear},
    {"mcp",
     "",
     "",
     "Serve agents by the Model Context Protocol",
     R"(Agents may search, and read stored reviews and the budget. Requests come from standard input, answers go to standard
output, one JSON document a line, until the input ends. Agents start it in the folder of a repository; others are refused
to them. No provider is asked, and nothing is spent, unless an agent asks for it and the setting mcp.may_spend allows it.
docs/mcp.md says how to register it.)",
     "",
     {},
     run_mcp},
    {"cache", "status", "", "Show what is stored and what it saved", "", "rustassistant.cache-status/1",
     kCacheStatusOptions, run_cache_status},
    {"cache", "prune", "", "Remove the entries that are worth least",
     R"(Without --max-size and --older-than, entries are removed until the cache is down to low_watermark × max_size; if it
is already smaller, nothing is removed. The strategy cost-aware first removes what is worth least for its size: the cost
to regenerate an answer, times its use. The worth decreases with the days since the last use, and faster if there is a
newer answer for the same file. --older-than refers to the last use. Entries are removed in small batches, so other processes
are not blocked.

Removing more than half of the paid answers needs a confirmation: on a terminal, a question is asked; without one,
--yes is needed.)",
     "rustassistant.cache-prune/1", kCachePruneOptions, run_cache_prune},
    {"cache", "clear", "", "Remove entries of a kind",
     R"(An entry is removed if it meets every condition. On a terminal, a confirmation is asked for. Without one, --yes is
needed to remove more than entries of the working folder's repository.)",
     "rustassistant.cache-clear/1", kCacheClearOptions, run_cache_clear},
    {"cache", "verify", "", "Check the database and every entry",
     R"(Reads everything back: the file itself, each document against its digest and size, and the statistics against a
recount. Exits with 1 if something is wrong. Only --repair changes anything: it removes what is damaged, and if the file
itself is, saves what can be read into a new one.)",
     "rustassistant.cache-verify/1", kCacheVerifyOptions, run_cache_verify},
    {"cache", "optimize", "", "Make the cache smaller without losing anything",
     R"(Compresses every result again, with a dictionary trained on them if it is better than the one in use, and returns
the space. Other processes are not blocked. An interrupted run is resumed by the next one.)",
     "rustassistant.cache-optimize/1", kCacheOptimizeOptions, run_cache_optimize},
    {"cache", "export", "FILE", "Write the cache to an archive",
     "JSON Lines in a zstd frame, to standard output for -. Written whole or not at all.",
     "rustassistant.cache-export-report/1", kFormatOnly, run_cache_export},
    {"cache", "import", "FILE", "Add the entries of an archive",
     R"(From standard input for -. Newer entries are kept. Each entry is checked: its key against its factors, its result
against its digest. A bad entry is refused, and the others are added.

Exits with 1 if an entry was refused or the archive is cut off.)",
     "rustassistant.cache-import/1", kFormatOnly, run_cache_import},
    {"cache", "why", "FILE", "Show what the cache has for a file, and what differs",
     R"(Shows whether a review would be answered by the cache, and by which entry. Otherwise it lists the nearest entries,
those of the same path first, then those of the same content, each with the factors of the key that differ.)",
     "rustassistant.cache-why/1", kCacheWhyOptions, run_cache_why},
    {"cache", "migrate", "", "Bring in the answers of the older tool",
     R"(Without --source, the places where the older tool kept its answers are searched: the home folder, the user's cache
folder, and the repository of the working folder. Sources are only read. Newer answers and those already present are
kept, so the command may be repeated, or interrupted and completed. With this command -v stands for --verify, as it did
in the older tool.

Exits with 1 if entries failed; all others are migrated.)",
     "rustassistant.cache-migrate/1", kCacheMigrateOptions, run_cache_migrate},
    {"cache", "build", "PATH", "Review a whole folder by a model, through the queue",
     R"(Queues a question about each file that has no stored answer, and works the queue off at the rate that the provider
allows. Several processes share the work. It may be interrupted or killed at any time: the same command continues, and
no answer is paid for twice.

Entry points such as main and index come first, then files that changed within a week or change often, tests last. A
file is read when it is its turn, so what was changed meanwhile is asked about as it is then. No built-in answer ever
stands in for the model. Questions that no further try would help are given up; `queue list --dead` says why.

With --batch the questions go to the provider's batch service instead, at its lower price, and the command ends. The
provider keeps them, and its answers, for up to 30 days, or until they are collected. `queue collect`, or any later
`cache build`, stores what has come. Batches hold at most half of what remains of the month's budget.

Exits with 1 if a question was given up.)",
     "rustassistant.cache-build/1", kCacheBuildOptions, run_cache_build},
    {"cache", "sync", "PATH", "Ask about what is missing, too old, or touched by a change elsewhere",
     R"(Works as `cache build` does, and reports what is asked for: questions without an answer, those whose answer is older
than --stale-after, and those of files that use something of another file whose interface has changed. With the setting
analysis.context = "interfaces" such a change is asked about; without it, models see no other file, so nothing is, and
only the number of files that depend on a changed interface is told. It counts from the last sync on.

With --warm, only files are asked about that changed within 180 days and have been left alone for a day, those that
change most first; a file that is being edited is not. Without --max-cost such a run may spend a tenth of what remains of
the month. `cache status` tells how many of these answers were used later.

With --batch the questions go to the provider's batch service, as those of `cache build --batch` do.

Exits with 1 if a question was given up.)",
     "rustassistant.cache-build/1", kCacheSyncOptions, run_cache_sync},
    {"cache", "remote", "ACTION", "Set up a team's database; try a team's store, or show what is known of it",
     R"(ACTION is init, check or status. `cache remote init`: in the PostgreSQL that budget.team.url or cache.remote.url names it makes
or renews the schema `rustassistant`, adds the team, and sets what is given. The user of that URL must be the owner of the
schema, or have the right to create it; RUSTASSISTANT_BUDGET_TEAM_URL and RUSTASSISTANT_CACHE_REMOTE_URL give another URL for
this once. Running it again, or several times at once, changes nothing.

`cache remote check` tries the store of answers that cache.remote.url names: it reads, and in mode read-write also writes an
answer of no use, reads it back and tries to replace it. Of a writer with a key of its own it shows what readers write into
their settings. `cache remote status` shows the settings in force, what runs got from the store and gave it, and whether it
is left alone because it failed; it opens no connection.

A check exits with 5 if something was tried and failed.)",
     "rustassistant.cache-remote/1", kCacheRemoteOptions, run_cache_remote},
    {"cache", "push", "", "Send the team's store what it has not got yet",
     R"(A run waits for two seconds at most for what it sends; the rest is kept and sent by the next run, or by this command.

Exits with 5 if something is still to be sent.)",
     "rustassistant.cache-push/1", kFormatOnly, run_cache_push},
    {"cache", "init", "", "Create the cache if there is none, and report where it is", "",
     "rustassistant.cache-status/1", kFormatOnly, run_cache_init},
    {"queue", "status", "", "Show how many questions wait, and the rate limits",
     "Counts of jobs, batches that are with a provider, pauses, and what is known of rate limits. Nothing is sent, "
     "unless --refresh asks how far the batches are.",
     "rustassistant.queue-status/1", kQueueStatusOptions, run_queue_status},
    {"queue", "collect", "", "Store and settle what batches have brought",
     R"(Asks each provider that has a batch of this home, stores the answers that have come, and settles what they cost.
Each answer counts by itself, whatever became of its batch; what was not answered waits in the queue again. It may be
interrupted or killed at any time: the same command continues.

Exits with 1 if a question was given up; with 0 also while batches are not done.)",
     "rustassistant.queue-collect/1", kQueueCollectOptions, run_queue_collect},
    {"queue", "list", "", "List questions that wait or are being asked, or were given up", "",
     "rustassistant.queue-list/1", kQueueListOptions, run_queue_list},
    {"queue", "retry", "[JOB]", "Queue again what was given up", "One job by its number, or all with --dead.",
     "rustassistant.queue-change/1", kQueueRetryOptions, run_queue_retry},
    {"queue", "cancel", "[JOB|BATCH]", "Drop questions that wait, or stop a batch",
     "One job by its number, or all with --all; what is being asked goes on. A batch by its name in `queue status`, "
     "such as b3: what it has answered by then is collected all the same.",
     "rustassistant.queue-change/1", kQueueCancelOptions, run_queue_cancel},
    {"budget", "status", "", "Show what was spent this month, what is left, and the forecast",
     R"(Spending is the cost of settled calls plus what is reserved for open ones. From a week of days on, the
forecast is made from the weekdays of the last three months, with the interval in which 8 of 10 such months end; before
that, from the pace of this month. Figures with a ~ are estimates. A call whose process died stays charged in full, and
is listed as unsettled after an hour.

With --team, the server of the team's budget is first told what it is owed, and then asked.)",
     "rustassistant.budget-status/1", kBudgetStatusOptions, run_budget_status},
    {"budget", "set", "", "Set caps, and what happens when they are reached",
     R"(Kept in the ledger, where it applies to every process from its next call on. It takes precedence over the
configuration file, and RUSTASSISTANT_BUDGET_* variables take precedence over it. The tightest cap decides. The name of
a time zone is looked up once; its rule is kept.)",
     "rustassistant.budget-status/1", kBudgetSetOptions, run_budget_set},
    {"budget", "unset", "", "Undo `budget set`", "", "rustassistant.budget-status/1", kBudgetUnsetOptions,
     run_budget_unset},
    {"budget", "history", "", "Show what was spent, by day, model, repository and more",
     "Every grouping adds up to the same total. A week is named by its Monday.", "rustassistant.budget-history/1",
     kBudgetHistoryOptions, run_budget_history},
    {"budget", "settle", "[ID...]", "Close unsettled calls by hand",
     R"(For calls that got no complete reply, or whose process died before the answer was booked, once the provider's
records show what they cost. Either all calls are closed or none is.)",
     "rustassistant.budget-status/1", kBudgetSettleOptions, run_budget_settle},
    {"budget", "repair-clock", "", "Move calls that a wrong clock dated into this month",
     R"(For a ledger with calls dated in the future, which were made while the clock was wrong. Every call later than the
clock counts in this month from then on. Set the clock first.)",
     "rustassistant.budget-status/1", kFormatOnly, run_budget_repair_clock},
    {"budget", "export", "", "Write every call in the ledger",
     R"(To standard output, as CSV or as one JSON document. Amounts are in billionths of a US dollar. With --full, caps,
time zone and repository caps are written, too, as JSON Lines that `budget import` reads.)",
     "rustassistant.budget-export/1", kBudgetExportOptions, run_budget_export},
    {"budget", "import", "FILE", "Add what `budget export --full` wrote",
     R"(From standard input for -. Calls are added; calls that are already present are kept. The caps and the time zone
of the file replace the current ones. Importing a file twice changes nothing. Each call is checked: malformed calls are
refused, and the rest is added.

Exits with 1 if something was refused, or the file is cut off.)",
     "rustassistant.budget-import/1", kFormatOnly, run_budget_import},
    {"report", "", "", "Show where the money went and what it bought", kReportDetails, "rustassistant.report/1",
     kReportOptions, run_report},
    {"config", "show", "", "Show every setting",
     R"(Keys are never shown. Caps of repositories and the time zone are kept in the ledger: `budget status` shows them.)",
     "rustassistant.config/1", kConfigShowOptions, run_config_show},
    {"config", "path", "", "Show where the user's settings file is", "", "rustassistant.config-file/1", kFormatOnly,
     run_config_path},
    {"config", "init", "", "Write a settings file with every default, commented out",
     "An existing file is never overwritten.", "rustassistant.config-file/1", kFormatOnly, run_config_init},
    {"backup", "", "FILE", "Write settings, ledger and cache into one file",
     R"(A tar archive, written whole or not at all. Keys are not in it. The cache is the one that serves the working
folder.)",
     "rustassistant.backup/1", kFormatOnly, run_backup},
    {"restore", "", "FILE", "Restore what `backup` wrote",
     R"(The settings replace the current ones, which are kept next to them. Calls and answers are added to those that are
present. A damaged ledger is moved aside first. Restoring twice changes nothing.

Exits with 1 if something in the backup was refused; everything else is restored.)",
     "rustassistant.restore/1", kFormatOnly, run_restore},
    {"explain", "", "[KIND]", "Explain a kind of finding, or list all kinds",
     R"(What it means, how it is found, the threshold that holds and where it comes from, and how to allow it at one
place.)",
     "rustassistant.explain/1", kFormatOnly, run_explain},
    {"models", "", "", "Show the models whose prices are known",
     R"(Today's prices, in US dollars per million tokens, and what a file of about 400 lines costs: 5,000 tokens in and 800
out. Some models charge a higher rate above a number of input tokens. The default model of a provider is marked with a *.)",
     "rustassistant.models/1", kModelsOptions, run_models},
    {"doctor", "", "", "Check everything a review needs and suggest fixes",
     R"(Home folder, settings, cache, ledger, keys (whether they are set, never what they are), CA certificates and proxy.
The exit code is that of the most serious problem; notes do not count.)",
     "rustassistant.doctor/1", kDoctorOptions, run_doctor},
    {"completions",
     "",
     "bash|zsh|fish",
     "Write the completion script of a shell",
     "The script says in its first lines where it belongs.",
     "",
     {},
     run_completions},
};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}
std::span<const Option> global_options() {
  return kGlobalOptions;
}

std::vector<std::string_view> command_groups() {
  std::vector<std::string_view> groups;
  for (const Command& command : commands()) {
    if (groups.empty() || groups.back() != command.group) groups.push_back(command.group);
  }
  return groups;
}

std::string full_name(const Command& command) {
  return std::string(command.group) + (command.name.empty() ? "" : " ") + std::string(command.name);
}

std::string_view name_of(const Option& option) {
  const auto comma = option.names.rfind(',');
  return comma == std::string_view::npos ? option.names : option.names.substr(comma + 1);
}

std::string Arguments::value(std::string_view name, std::string_view otherwise) const {
  const auto found = options.find(name);
  return found == options.end() || found->second.empty() ? std::string(otherwise) : found->second.back();
}

}  // namespace rustassistant::cli
