// SPDX-License-Identifier: MIT
#pragma once

#include "review_options.hpp"

// The options of the budget's commands.
namespace rustassistant::cli {

inline constexpr Option kBudgetSetOptions[] = {
    kFormat,
    {"--monthly", "USD", "Cap for a calendar month"},
    {"--daily", "USD", "Cap for a day"},
    {"--repo", "PATH=USD", "Cap for one repository in a month; may be repeated", {}, {}, true},
    {"--warn", "PERCENT", "Share of a cap at which the state becomes warning"},
    {"--alert", "PERCENT", "Share of a cap at which the state becomes alert"},
    {"--when-exceeded", "MODE", "When a cap would be exceeded: fall back to builtin, exit with 6, or proceed",
     "degrade|block|warn"},
    {"--timezone", "ZONE",
     "Time zone that defines days and months: UTC, an offset such as +02:00, or a name such as Europe/Berlin"},
};

inline constexpr Option kBudgetStatusOptions[] = {
    kFormat,
    {"--team", "", "Also what the server of the team's budget says"},
};

inline constexpr Option kCacheRemoteOptions[] = {
    kFormat,
    {"--monthly", "USD", "The team's cap for a calendar month"},
    {"--daily", "USD", "The team's cap for a day"},
    {"--timezone", "ZONE", "Time zone of the team's months and days, such as Europe/Berlin (default: UTC)"},
};

inline constexpr Option kBudgetUnsetOptions[] = {
    kFormat,
    {"--monthly", "", "Undo the cap for a month"},
    {"--daily", "", "Undo the cap for a day"},
    {"--repo", "PATH", "Undo the cap of a repository; may be repeated", {}, {}, true},
    {"--warn", "", "Undo the share for warning"},
    {"--alert", "", "Undo the share for alert"},
    {"--when-exceeded", "", "Undo the mode"},
    {"--timezone", "", "Use UTC again"},
    {"--all", "", "Undo everything that was set"},
};

inline constexpr Option kBudgetHistoryOptions[] = {
    {"--format", "FORMAT", "Output format", "text|json|csv"},
    {"--by", "GROUPING", "One row for each", "day|week|month|model|provider|repo|type|extension|file"},
    {"--days", "N", "The last N days, today included (default: 30)"},
    {"--months", "N", "The last N calendar months, this one included"},
    {"--since", "DATE", "From this day on, such as 2026-11-01, or from an age ago, such as 30d"},
    {"--until", "DATE", "Up to and including this day"},
    {"--top", "N", "Only the N most expensive rows; the others are summed up in one"},
};

inline constexpr Option kBudgetSettleOptions[] = {
    kFormat,
    {"--cost", "USD", "What the provider billed for each call"},
    {"--none", "", "The calls were not billed"},
    {"--all", "", "Every open call, including those of running reviews"},
    {"--older-than", "AGE", "With --all: only calls made at least this long ago, such as 90min or 12h"},
};

inline constexpr Option kBudgetExportOptions[] = {
    {"--full", "", "Write everything that `budget import` reads, as JSON Lines"},
    {"--format", "FORMAT", "Output format (default: csv)", "csv|json"},
};

}  // namespace rustassistant::cli
