// SPDX-License-Identifier: MIT
#pragma once

#include "command.hpp"

namespace rustassistant::cli {

inline constexpr Option kReportOptions[] = {
    {"--format", "FORMAT", "Output format", "text|json|csv|html"},
    {"--repo", "PATH", "Only the repository of this path, with what was found in it"},
    {"--since", "DATE", "From this day on, such as 2026-11-01, or from an age ago, such as 90d (default: 30 days)"},
    {"--until", "DATE", "Up to and including this day (default: today)"},
    {"--what-if", "max_size=SIZE", "What a cache of another size would have cost, by the uses that are recorded"},
    {"-o,--output", "FILE", "Write to FILE, whole or not at all"},
    {"--open", "", "Write a page, and open it in the browser"},
};

inline constexpr std::string_view kReportDetails =
    R"(What was spent by day, model, repository, type and extension; where the month will end; what the cache saved, what
making room cost, and what to change. Money is counted by days of the ledger's time zone, as in `budget history`, look-ups
by days in UTC, and the cache is the one that serves the working folder. Figures are those that `budget history` and
`cache status` show.

--repo limits what was spent and looked up to a repository, takes the cache that serves it, and adds what the newest answers
about its files found: how many findings of which severity and kind, the files with the worst, and what is new, gone and moved
since the last report of an earlier day.

--format html writes one page with charts that opens from disk and loads nothing. --open writes it to FILE, or to report.html
in the program's own folder, and opens it with the first command of BROWSER that is there, else with xdg-open.

--what-if plays the recorded uses of paid answers (the last 16,384 hours of an answer) against a cache of that size, and of the
present one.)";

[[nodiscard]] Result<int> run_report(const Context& context);

}  // namespace rustassistant::cli
