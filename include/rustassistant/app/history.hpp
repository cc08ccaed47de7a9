// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "rustassistant/cache/history.hpp"
#include "rustassistant/ledger/history.hpp"

// What was spent in a period, as the ledger knows it, beside what the cache did in it.
namespace rustassistant::app {

struct HistoryRow : ledger::HistoryRow {
  std::optional<cache::LookUps> looked_up;  // nothing: not known, or not by such groups

  HistoryRow& operator+=(const HistoryRow& other);
};

// As ledger::History.
struct History {
  std::vector<HistoryRow> rows;
  std::optional<HistoryRow> others;
  HistoryRow total;
};

// `spent` without look-ups.
[[nodiscard]] History history_of(ledger::History spent);

// Adds what the cache did in the days of a query to what was spent in them: to the total, and by day, week, month,
// repository and type to the groups, of which those without a call are added; where the query wants the top alone, to
// the others. A day of the cache is one in UTC. Pure.
void add_lookups(const cache::CacheHistory& known, const ledger::HistoryQuery& query, History& history);

}  // namespace rustassistant::app
