// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

#include "command.hpp"

// The options of commands that ask the same of every file.
namespace rustassistant::cli {

inline constexpr Option kFormat{"--format", "FORMAT", "Output format", "text|json"};

inline constexpr Option kProviderOnly{"--provider", "NAME", "Use this provider only; there is no fallback",
                                      "auto|xai|openai|anthropic|google|openai-compatible|builtin", "llm.provider"};
inline constexpr Option kModelOnly{"--model", "ID", "Use this model only; there is no fallback", {}, "llm.model"};
inline constexpr Option kMaxCost{"--max-cost", "USD", "The most that this run may spend"};
inline constexpr Option kAllowUnpriced{"--allow-unpriced", "",
                                       "Also ask a model whose price is unknown; its cost then stays unknown"};
inline constexpr Option kDryRun{"--dry-run", "", "Show what would be asked and what it would cost; nothing is sent"};
inline constexpr Option kForce{"--force", "", "Also send files that are named like key stores"};
inline constexpr Option kOffline{"--offline", "", "Make no calls: use stored answers and the built-in analyzer only"};
inline constexpr Option kRefresh{"--refresh", "", "Ask again even if an answer is stored, and store the new one"};
inline constexpr Option kNoReuse{"--no-reuse", "",
                                 "Ask about whole files, whatever earlier answers say of their unchanged parts"};
inline constexpr Option kNoCache{"--no-cache", "", "Neither look up nor store answers"};
inline constexpr Option kExclude{
    "--exclude", "PATTERN", "Skip files that match, as in .gitignore; may be repeated", {}, "analysis.exclude", true};
inline constexpr Option kContext{"--context", "WHAT", "Send along the signatures that a file uses of others",
                                 "none|interfaces", "analysis.context"};
inline constexpr Option kJobs{"-j,--jobs", "N",
                              "Number of files to review in parallel (default: depends on the provider)"};
inline constexpr Option kStdinFilename{"--stdin-filename", "NAME",
                                       "File name for standard input; decides its language"};
inline constexpr Option kReportFormat{"--format", "FORMAT", "Output format",
                                      "text|json|sarif|gitlab|markdown|github|rdjson|checkstyle|junit",
                                      "output.format"};
inline constexpr Option kMaxFindings{"--max-findings", "N",
                                     "Show at most this many findings, the worst first (json: all)"};
inline constexpr Option kMinSeverity{"--min-severity", "SEVERITY", "Hide findings that are less severe",
                                     "critical|high|medium|low"};

inline constexpr Option kChanged{"--changed", "[=REF]",
                                 "Show only what differs from HEAD, or from where the branch left REF"};
inline constexpr Option kDiff{"--diff", "FILE",
                              "Show only what a unified diff touched; - reads it from standard input"};
inline constexpr Option kBaseline{"--baseline", "FILE", "Hide the findings that this file lists, until they get worse"};
inline constexpr Option kWriteBaseline{"--write-baseline", "", "Write the baseline with everything that is found now"};
inline constexpr Option kUpdateBaseline{"--update-baseline", "", "Remove from the baseline what is not found any more"};
inline constexpr Option kBaselineStrict{"--baseline-strict", "",
                                        "Exit with 1 if the baseline lists what is not found any more"};
inline constexpr Option kShowSuppressed{"--show-suppressed", "", "Also show what the baseline or a comment hides"};
inline constexpr Option kReportUnusedSuppressions{"--report-unused-suppressions", "",
                                                  "Exit with 1 if a comment allows what is not found"};

// Several lists, one behind the other.
template <std::size_t... sizes>
constexpr auto joined(const Option (&... lists)[sizes]) {
  std::array<Option, (sizes + ...)> all{};
  auto next = all.begin();
  ((next = std::copy(std::begin(lists), std::end(lists), next)), ...);
  return all;
}

// Which findings are shown.
inline constexpr Option kSelection[] = {
    kChanged,        kDiff,           kBaseline,       kWriteBaseline,
    kUpdateBaseline, kBaselineStrict, kShowSuppressed, kReportUnusedSuppressions,
};

// What may be asked, and how.
inline constexpr Option kAsking[] = {
    kMaxCost, kAllowUnpriced, kDryRun, kForce, kContext, kOffline, kRefresh, kNoCache, kExclude, kJobs, kStdinFilename,
};

inline constexpr Option kReporting[] = {
    kReportFormat,
    {"-o,--output", "FILE", "Write the result to a file, whole or not at all"},
    {"--all", "", "Of several files, list every finding instead of the first 50"},
    kMaxFindings,
    kMinSeverity,
    {"--full", "", "Of several files, show each as a single file is shown, with suggestions"},
};

inline constexpr Option kAnswering[] = {
    kProviderOnly,
    kModelOnly,
    {"--fail-on", "SEVERITY", "Exit with 1 if a finding is at least this severe", "critical|high|medium|low"},
};

inline constexpr auto kQualityOptions = joined(kReporting, kSelection, kAnswering, kAsking);
inline constexpr auto kAnalyzeOptions = joined(kReporting, kSelection, kAnswering, kAsking, {kNoReuse});

inline constexpr auto kDocsOptions = joined(
    {
        {"--format", "FORMAT", "Output format (default: markdown)", "markdown|json"},
        {"-o,--output", "PATH",
         "Write one document for each file below this folder, and an index; with JSON, one file"},
        kProviderOnly,
        kModelOnly,
    },
    kAsking);

inline constexpr auto kPlanOptions = joined(
    {
        {"--format", "FORMAT", "Output format (default: markdown)", "markdown|json"},
        {"-o,--output", "FILE", "Write the result to a file, whole or not at all"},
        {"--smell", "KIND", "Only steps that resolve findings of this kind, such as long_function"},
        {"--all", "", "Show every step instead of the first 50"},
        kProviderOnly,
        kModelOnly,
    },
    kAsking, {kNoReuse});

inline constexpr auto kTodosOptions = joined(
    {
        kReportFormat,
        {"-o,--output", "FILE", "Write the result to a file, whole or not at all"},
        {"--all", "", "Of several files, list every note instead of the first 50"},
        kMaxFindings,
        kMinSeverity,
    },
    kSelection,
    {
        {"--since", "REF", "Leave out notes that are part of this commit's history"},
        {"--fail-on", "PRIORITY", "Exit with 1 if a note has at least this priority", "critical|high|medium|low"},
        {"--no-cache", "", "Neither look up nor store what was found"},
        kExclude,
        {"-j,--jobs", "N", "Files at once (default: one for each processor)"},
        kStdinFilename,
    });

// What the commands do that `command.hpp` does not name.
[[nodiscard]] Result<int> run_refactor_plan(const Context& context);
[[nodiscard]] Result<int> run_docs_generate(const Context& context);
[[nodiscard]] Result<int> run_analysis_run(const Context& context);
[[nodiscard]] Result<int> run_todos_scan(const Context& context);

}  // namespace rustassistant::cli
