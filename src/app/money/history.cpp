// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::app {
namespace {

// The days that were asked for; without any of the options, the last thirty. `newest`: the last day of this month that
// has a call, which is after today where the time zone was moved west.
Result<void> set_days(ledger::HistoryQuery& query, const HistoryRequest& request, int today, int newest) {
  const auto& [by, top, days, months, since, until, since_age] = request;
  if ((days ? 1 : 0) + (months ? 1 : 0) + (since || until ? 1 : 0) > 1)
    return fail(Errc::usage, "the period is given twice", "use one of --days, --months and --since with --until");
  if (since && until && *since > *until)
    return fail(Errc::usage, "--since " + day_text(*since) + " is after --until " + day_text(*until));
  query.to_day = until.value_or(std::max(today, newest));
  query.from_day = plus_days(today, -29);
  if (days) query.from_day = plus_days(today, 1 - *days);
  if (months) query.from_day = first_of_month(today / 100, 1 - *months);
  if (since) query.from_day = *since;
  if (until && !since) query.from_day = 0;
  return {};
}

Result<cache::CacheHistory> lookups_in(const ledger::HistoryQuery& query, const config::Loaded& loaded,
                                       const Services& services) {
  TRY_ASSIGN(OpenedCache opened, open_working_cache(loaded, services));
  TRY(opened.cache->statistics());  // takes in what other processes noted
  TRY_ASSIGN(auto known, opened.cache->history(query.from_day, query.to_day));
  TRY(close(std::move(opened)));
  return known;
}

}  // namespace

Result<HistoryReport> spending_history(HistoryRequest request, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, ledger::IfMissing::empty));
  TRY_ASSIGN(const ledger::Standing standing, ledger->standing());
  HistoryReport report;
  report.query.by = request.by;
  report.query.top = request.top;
  if (request.since_age)
    request.since = standing.zone.day_of(UnixMillis{services.clock.now().value - *request.since_age});
  TRY(set_days(report.query, request, standing.day.day, standing.month.newest_day));
  TRY_ASSIGN(ledger::History spent, ledger->history(report.query));
  report.history = history_of(std::move(spent));
  if (const auto known = lookups_in(report.query, loaded, services)) {
    add_lookups(*known, report.query, report.history);
    report.recorded_since = known->recorded_since;
  } else {
    services.warn("no figures of the cache: " + known.error().what);
  }
  return report;
}

}  // namespace rustassistant::app
