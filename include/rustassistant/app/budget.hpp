// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/history.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/ledger/ledger.hpp"

// What the budget commands do. Errors are of kind storage where the ledger cannot be used.
namespace rustassistant::app {

// The user's ledger.
[[nodiscard]] Result<std::unique_ptr<ledger::Ledger>> open_ledger(const Services& services,
                                                                  ledger::IfMissing if_missing);

// What is wrong with the clock, or was when calls were made; nothing where all is well.
[[nodiscard]] std::optional<Error> clock_problem(const ledger::Standing& standing, UnixMillis clock);

// Moves calls that are later than the clock to this month; returns how many there were. Error (usage): the clock is
// impossible.
[[nodiscard]] Result<std::int64_t> repair_clock(const Services& services);

// The cap of the repository that a path lies in. Error (input): there is no such path.
[[nodiscard]] Result<domain::RepoCap> repo_cap(const std::string& path, NanoUsd cap,
                                               const sys::Environment& environment);

// Keeps what `budget set` was given; creates the ledger where there is none. Error (usage): an alert below the warning.
[[nodiscard]] Result<void> change_budget(const ledger::SettingsChange& change, const config::Settings& settings,
                                         const Services& services);

// `loaded` with what the ledger keeps in place of what files say, and the ledger as its origin.
[[nodiscard]] Result<config::Loaded> with_stored_budget(config::Loaded loaded, const Services& services);

// A part of the history. At most one of `days`, `months`, and `since` with `until`; the last thirty days without any.
struct HistoryRequest {
  ledger::Grouping by = ledger::Grouping::day;
  std::int64_t top = 0;  // as in HistoryQuery
  std::optional<int> days;
  std::optional<int> months;
  std::optional<int> since;  // 20261101
  std::optional<int> until;
  std::optional<std::int64_t> since_age;  // in place of `since`: the day that was this many milliseconds ago
};
struct HistoryReport {
  ledger::HistoryQuery query;  // the days that were found; from_day 0: from the beginning
  History history;             // with look-ups of the cache that serves the working folder, where it can be read
  int recorded_since = 0;      // the first day of which look-ups are known; 0: none is
};
// Error (usage): the period is given twice, or ends before it begins.
[[nodiscard]] Result<HistoryReport> spending_history(HistoryRequest request, const config::Loaded& loaded,
                                                     const Services& services);

// Open calls that the user closes: those of these numbers, or, without any, all that were reserved at least
// `older_than` ago. `cost`: of each; nothing: not billed. Error (usage): a call that does not exist or is closed.
struct SettleRequest {
  std::vector<std::int64_t> ids;
  std::chrono::milliseconds older_than{0};
  std::optional<NanoUsd> cost;
};
[[nodiscard]] Result<std::vector<ledger::OpenCall>> settle_by_hand(const SettleRequest& request,
                                                                   const Services& services);

// Every call there ever was, in the order of their ids, as of one moment.
[[nodiscard]] Result<void> for_each_call(const Services& services,
                                         const std::function<void(const ledger::CallRecord&)>& on_call);

}  // namespace rustassistant::app
