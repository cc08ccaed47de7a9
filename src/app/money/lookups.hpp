// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/cache/history.hpp"
#include "rustassistant/ledger/history.hpp"

namespace rustassistant::app {

// Adds what the cache did in the days of a query to what was spent in them: to the total, and by day, week, month,
// repository and type to the groups, of which those without a call are added; where the query wants the top alone, to
// the others. A day of the cache is one in UTC. Pure.
void add_lookups(const cache::CacheHistory& known, const ledger::HistoryQuery& query, ledger::History& history);

}  // namespace rustassistant::app
