// SPDX-License-Identifier: MIT
#include "command.hpp"

namespace rustassistant::cli {
namespace {

constexpr Option kFormat{"--format", "FORMAT", "How to show the result", "text|json"};

constexpr Option kGlobalOptions[] = {
    {"--color", "WHEN", "When to color: on a terminal, always or never", "auto|always|never"},
    {"-v,--verbose", "", "Tell on standard error what is being done; twice tells more", {}, {}, true},
    {"-q,--quiet", "", "No progress, hints or warnings; errors are still told"},
    {"-h,--help", "", "Show help"},
    {"--version", "", "Show the version; with -v, those of the linked libraries, too"},
};

constexpr Option kAnalyzeOptions[] = {
    kFormat,
    {"-o,--output", "FILE", "Write the result to a file, whole or not at all"},
    {"--provider", "NAME", "Who shall answer, and nobody else",
     "auto|xai|openai|anthropic|google|openai-compatible|builtin", "llm.provider"},
    {"--model", "ID", "Which of its models, and no other", {}, "llm.model"},
    {"--fail-on", "SEVERITY", "Exit with 1 when a smell is at least this severe", "critical|high|medium|low"},
    {"--max-cost", "USD", "What this run may spend at most"},
    {"--allow-unpriced", "", "Ask a model whose price is unknown, too; its cost then stays unknown"},
    {"--dry-run", "", "Show what would be asked and what it would cost; nothing is sent"},
    {"--force", "", "Send a file that is named like a key store, too"},
    {"--offline", "", "Call nobody: only stored answers and the built-in analyzer"},
    {"--refresh", "", "Ask again even where an answer is stored, and store the new one"},
    {"--no-cache", "", "Neither look up nor store answers"},
    {"--exclude", "PATTERN", "Leave out what matches, as in .gitignore", {}, "analysis.exclude", true},
    {"-j,--jobs", "N", "Files at once; without it, as many as suit the provider"},
    {"--stdin-filename", "NAME", "What the file that comes on standard input is called; tells its language"},
};

constexpr Option kFormatOnly[] = {kFormat};

constexpr Option kCacheStatusOptions[] = {
    kFormat,
    {"--repo", "PATH", "Of this repository alone"},
    {"--pruning", "", "Also show the last twenty prunings"},
};

constexpr Option kCachePruneOptions[] = {
    kFormat,
    {"--max-size", "SIZE", "What the cache may take afterwards, such as 500M or 500MiB"},
    {"--strategy", "NAME", "What leaves first", "cost-aware|lru|oldest|largest|most-expensive"},
    {"--older-than", "AGE", "What was not used for that long leaves, such as 12h, 30d or 8w"},
    {"--keep-repo", "PATH", "The entries of this repository stay", {}, {}, true},
    {"--dry-run", "", "Show what would leave; nothing does"},
};

constexpr Option kCacheClearOptions[] = {
    kFormat,
    {"--cache-type,--type", "TYPE", "Of this analysis type", "refactor|docs|analysis|todos"},
    {"--repo", "PATH", "Of this repository"},
    {"--file", "PATH", "Of this file"},
    {"--model", "ID", "Of this model"},
    {"--all", "", "Every entry"},
    {"-y,--yes", "", "Do not ask"},
    {"--dry-run", "", "Show what would leave; nothing does"},
};

constexpr Option kCacheVerifyOptions[] = {
    kFormat,
    {"--repair", "", "Remove damaged entries, and count again"},
};

constexpr Option kCacheOptimizeOptions[] = {
    kFormat,
    {"--level", "N", "zstd level of the results, 1 to 19 (default: 9)"},
};

constexpr Option kCacheMigrateOptions[] = {
    kFormat,
    {"--source", "PATH", "A folder of repositories, a JSON cache, or an SQLite file of the older tool", {}, {}, true},
    {"--all-under", "DIR", "Every repository with a JSON cache below this folder"},
    {"--destination", "FILE", "Where to bring them; the cache in use unless told otherwise"},
    {"--backup", "", "First copy each source to SOURCE.backup"},
    {"--verify", "", "Afterwards compare every entry with its source"},
    {"--dry-run", "", "Show what would be done; nothing is written"},
};

constexpr Option kBudgetSetOptions[] = {
    kFormat,
    {"--monthly", "USD", "What may be spent in a calendar month"},
    {"--daily", "USD", "What may be spent in a day"},
    {"--repo", "PATH=USD", "What one repository may spend in a month", {}, {}, true},
    {"--warn", "PERCENT", "Share of a cap from which the state is warning"},
    {"--alert", "PERCENT", "Share of a cap from which the state is alert"},
    {"--when-exceeded", "MODE", "What a call over a cap comes to: builtin answers, exit 6, or it is made",
     "degrade|block|warn"},
    {"--timezone", "ZONE",
     "Whose days and months count: UTC, an offset such as +02:00, or a name such as Europe/Berlin"},
};

constexpr Option kBudgetUnsetOptions[] = {
    kFormat,
    {"--monthly", "", "Take back the month's cap"},
    {"--daily", "", "Take back the day's cap"},
    {"--repo", "PATH", "Take back a repository's cap", {}, {}, true},
    {"--warn", "", "Take back the share of the warning"},
    {"--alert", "", "Take back the share of the alert"},
    {"--when-exceeded", "", "Take back the mode"},
    {"--timezone", "", "Count in UTC again"},
    {"--all", "", "Take back everything that was set"},
};

constexpr Option kBudgetHistoryOptions[] = {
    {"--format", "FORMAT", "How to show the result", "text|json|csv"},
    {"--by", "GROUPING", "What a row stands for", "day|week|month|model|provider|repo|type|extension|file"},
    {"--days", "N", "The last N days, today included; without any period, 30"},
    {"--months", "N", "The last N calendar months, this one included"},
    {"--since", "DATE", "From this day on, such as 2026-11-01"},
    {"--until", "DATE", "Up to and including this day"},
    {"--top", "N", "Only the N rows that cost most; the others in one"},
};

constexpr Option kBudgetSettleOptions[] = {
    kFormat,
    {"--cost", "USD", "What the provider billed for each call"},
    {"--none", "", "The calls were not billed"},
    {"--all", "", "Every open call, also those of reviews that are running"},
    {"--older-than", "AGE", "With --all: only calls that were made at least that long ago, such as 90min or 12h"},
};

constexpr Option kBudgetExportOptions[] = {
    {"--format", "FORMAT", "How to write the calls; csv unless told otherwise", "csv|json"},
};

constexpr Option kConfigShowOptions[] = {
    kFormat,
    {"--origin", "", "Also tell where each value comes from"},
};

constexpr Option kDoctorOptions[] = {
    kFormat,
    {"--online", "", "Also ask each provider that has a key for its list of models, which costs nothing"},
};

constexpr Command kCommands[] = {
    {"refactor", "analyze", "PATH...", "Review source files",
     "PATH is a file, a folder, or - for standard input. Folders are walked like git does: what .gitignore excludes, "
     "hidden "
     "files, symbolic links, binaries, generated and vendored code are passed over and counted. A file that is named "
     "is "
     "always reviewed.\n\n"
     "An answer that is stored is shown again and costs nothing. Otherwise the configured provider is asked, within "
     "the "
     "budget; where it cannot be, the newest stored answer of any model is shown, else the built-in analyzer answers. "
     "With "
     "--provider or --model nobody else answers, and the exit code says why.\n\n"
     "--dry-run tells which answers are stored, and for the others what they would cost: expected, from what calls of "
     "the "
     "model came to lately (without any, 4 bytes of the request for a token, and 800 tokens of answer), and at most, "
     "which is "
     "what would be reserved.",
     "rustassistant.analyze/1", kAnalyzeOptions, run_refactor_analyze},
    {"cache", "status", "", "Show what is stored and what it saved", "", "rustassistant.cache-status/1",
     kCacheStatusOptions, run_cache_status},
    {"cache", "prune", "", "Remove what is worth least",
     "Without --max-size and --older-than, entries leave until the cache takes what cache.low_watermark says of "
     "cache.max_size; where it takes less, none does. cost-aware lets those go first that are worth least for their "
     "size: worth is what an answer would cost again, "
     "times its use; it fades with the days since the last use, and faster where a newer answer for the same file "
     "stands "
     "in. "
     "--older-than is about the last use. Removing is done in small steps, beside which "
     "other "
     "processes go on.",
     "rustassistant.cache-prune/1", kCachePruneOptions, run_cache_prune},
    {"cache", "clear", "", "Remove entries of a kind",
     "Every condition that is given must hold. On a terminal it asks first.", "rustassistant.cache-clear/1",
     kCacheClearOptions, run_cache_clear},
    {"cache", "verify", "", "Check the database and every entry",
     "Reads everything back: the file itself, each document against its digest and size, and the figures against a "
     "recount. Exits with 1 when something is wrong. Only --repair changes anything: it removes what is damaged, and "
     "where "
     "the file itself is, saves what can be read into a new one.",
     "rustassistant.cache-verify/1", kCacheVerifyOptions, run_cache_verify},
    {"cache", "optimize", "", "Make the cache smaller without losing anything",
     "Compresses every result anew, with a dictionary that is trained from them where it serves better than the one in "
     "use, and returns the space. Other processes go on meanwhile. It may be interrupted; the next one goes on where "
     "it "
     "stopped.",
     "rustassistant.cache-optimize/1", kCacheOptimizeOptions, run_cache_optimize},
    {"cache", "export", "FILE", "Write the cache into an archive",
     "JSON Lines in a zstd frame, to standard output for -. Written whole or not at all.",
     "rustassistant.cache-export-report/1", kFormatOnly, run_cache_export},
    {"cache", "import", "FILE", "Bring in the entries of an archive",
     "From standard input for -. Newer entries stay. Each entry is checked: its key against what it is made of, its "
     "result against its digest; what is not as it should be is refused, and the rest comes in.\n\n"
     "Exits with 1 when something was refused, or the archive is cut off.",
     "rustassistant.cache-import/1", kFormatOnly, run_cache_import},
    {"cache", "why", "FILE", "Show what the cache has for a file, and what differs",
     "Tells whether a review would be answered by the cache, and by which entry. Otherwise the entries that come near "
     "are "
     "shown, of the same path first, then of the same content, each with the factors of the key that differ.",
     "rustassistant.cache-why/1", kFormatOnly, run_cache_why},
    {"cache", "migrate", "", "Bring in the answers of the older tool",
     "Without --source, these are looked for where the older tool kept them: in the home folder, in the user's cache "
     "folder, and in the repository that the working folder belongs to. They are only read. Newer answers stay; what "
     "is "
     "there already is left alone, so that the command may be repeated, or interrupted and completed.\n\n"
     "Exits with 1 when entries failed; everything else is then migrated.",
     "rustassistant.cache-migrate/1", kCacheMigrateOptions, run_cache_migrate},
    {"budget", "status", "", "Show what was spent this month, what is left, and where it is going",
     "Spending is what calls cost, and what is reserved for calls that are not settled. A forecast goes on as the "
     "month "
     "did so far; figures with a ~ are estimates. A call whose process died stays charged in full and is listed as "
     "unsettled after an hour.",
     "rustassistant.budget-status/1", kFormatOnly, run_budget_status},
    {"budget", "set", "", "Set caps, and what happens at them",
     "Kept in the ledger, where it holds for every process from the next call on. It stands above the configuration "
     "file and below RUSTASSISTANT_BUDGET_* variables. The tightest cap decides. A zone's name is looked up once; its "
     "rule is kept.",
     "rustassistant.budget-status/1", kBudgetSetOptions, run_budget_set},
    {"budget", "unset", "", "Take back what `budget set` has set", "", "rustassistant.budget-status/1",
     kBudgetUnsetOptions, run_budget_unset},
    {"budget", "history", "", "Show what was spent, by day, model, repository and more",
     "Every grouping adds up to the same total. A week is named by its Monday.", "rustassistant.budget-history/1",
     kBudgetHistoryOptions, run_budget_history},
    {"budget", "settle", "[ID...]", "Close unsettled calls by hand",
     "For calls that got no complete reply, or whose process died before the answer was booked, once the provider's "
     "own "
     "records tell what they cost. All calls are closed, or none.",
     "rustassistant.budget-status/1", kBudgetSettleOptions, run_budget_settle},
    {"budget", "export", "", "Write every call there ever was",
     "To standard output, as CSV or as one JSON document; amounts in billionths of a US dollar. This is the ledger's "
     "backup.",
     "rustassistant.budget-export/1", kBudgetExportOptions, run_budget_export},
    {"config", "show", "", "Show every setting", "Keys are never shown.", "rustassistant.config/1", kConfigShowOptions,
     run_config_show},
    {"config", "path", "", "Show where the user's settings file is", "", "", {}, run_config_path},
    {"config",
     "init",
     "",
     "Write a settings file with every default, commented out",
     "An existing file is never overwritten.",
     "",
     {},
     run_config_init},
    {"models", "", "", "Show the models whose prices are known",
     "Prices of today, in US dollars per million tokens, and what a file of about 400 lines costs: 5,000 tokens in and "
     "800 "
     "out. The provider's default is marked with a *.",
     "rustassistant.models/1", kFormatOnly, run_models},
    {"doctor", "", "", "Check everything that a review depends on, and tell how to mend it",
     "Home, settings, cache, ledger, keys (whether they are set, never what they are), CA certificates and proxy. The "
     "exit "
     "code is that of the gravest problem; a note is none.",
     "rustassistant.doctor/1", kDoctorOptions, run_doctor},
};

}  // namespace

std::span<const Command> commands() {
  return kCommands;
}
std::span<const Option> global_options() {
  return kGlobalOptions;
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
