// SPDX-License-Identifier: MIT
#include "rustassistant/app/cost_report.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "findings.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

constexpr int kLongestDays = 731;

// Where a report is about one repository.
struct Limits {
  ledger::HistoryQuery query;  // its days, and the repository
  std::string repo_path;
};

Result<Limits> limits_of(const CostReportRequest& request, const ledger::Standing& standing, const Services& services) {
  Limits limits;
  const int today = standing.day.day;
  int& from = limits.query.from_day;
  int& to = limits.query.to_day;
  to = request.until.value_or(std::max(today, standing.month.newest_day));
  from = request.since.value_or(plus_days(std::min(today, to), -29));
  if (request.since_age) from = standing.zone.day_of(UnixMillis{services.clock.now().value - *request.since_age});
  if (from > to) return fail(Errc::usage, "the report begins on " + day_text(from) + ", after its end");
  if (from < plus_days(to, -kLongestDays))
    return fail(Errc::usage, "a report is about two years at most",
                "`rustassistant budget history --by month --since DATE` shows more");
  if (!request.repo) return limits;
  TRY_ASSIGN(const std::string path, sys::canonical_path(*request.repo));
  limits.repo_path = config::repository_root(path, config::home_folder(services.environment));
  limits.query.repo_id = domain::repo_id(limits.repo_path);
  return limits;
}

Result<void> read_spending(ledger::Ledger& ledger, const ledger::HistoryQuery& query, CostReport& report) {
  using ledger::Grouping;
  const auto read = [&](Grouping by, History& history) -> Result<void> {
    ledger::HistoryQuery one = query;
    one.by = by;
    TRY_ASSIGN(ledger::History spent, ledger.history(one));
    history = history_of(std::move(spent));
    return {};
  };
  TRY(read(Grouping::day, report.by_day));
  TRY(read(Grouping::model, report.by_model));
  TRY(read(Grouping::repo, report.by_repository));
  TRY(read(Grouping::type, report.by_type));
  return read(Grouping::extension, report.by_extension);
}

// What the cache has to say.
struct CacheFigures {
  cache::Statistics statistics;
  cache::CacheHistory history;
  std::vector<domain::UnusedAnswers> unused;  // of every repository
  std::optional<NanoUsd> saved;               // in this month, by all of the cache
};

Result<CacheFigures> read_cache(cache::SqliteCache& cache, const ledger::HistoryQuery& query, UnixMillis now) {
  CacheFigures figures;
  TRY_ASSIGN(figures.statistics, cache.statistics());
  figures.saved = saved_in_month(figures.statistics, now);
  for (const cache::NamedTally& repo : figures.statistics.by_repo)
    figures.unused.push_back({repo.name, repo.tally.unused, repo.tally.unused_bytes});
  if (!query.repo_id.empty()) {
    TRY_ASSIGN(figures.statistics, cache.statistics(query.repo_id));
  }
  TRY_ASSIGN(figures.history, cache.history(query.from_day, query.to_day, query.repo_id));
  return figures;
}

void add_cache(const CacheFigures& figures, CostReport& report) {
  Effectiveness& gain = report.effectiveness;
  const cache::Tally& total = figures.statistics.total;
  gain.unused = total.unused;
  gain.unused_bytes = total.unused_bytes;
  gain.unused_cost = total.unused_cost;
  gain.by_type = figures.history.by_type;
  gain.hits_by_age = figures.history.hits_by_age;
  gain.recorded_since = figures.history.recorded_since;
  for (const cache::CacheDay& day : figures.history.days) {
    gain += day;
    gain.pruned_entries += day.pruned_entries;
    gain.pruned_cost += day.pruned_cost;
    gain.paid_again += day.paid_again;
    gain.paid_again_cost += day.paid_again_cost;
  }
  report.cache = figures.statistics;
  report.budget.saved = figures.saved;
}

void add_all_lookups(const cache::CacheHistory& known, ledger::HistoryQuery query, CostReport& report) {
  using ledger::Grouping;
  for (const auto& [by, history] :
       {std::pair(Grouping::day, &report.by_day), std::pair(Grouping::model, &report.by_model),
        std::pair(Grouping::repo, &report.by_repository), std::pair(Grouping::type, &report.by_type),
        std::pair(Grouping::extension, &report.by_extension)}) {
    query.by = by;
    add_lookups(known, query, *history);
  }
}

// One for each day of the period.
std::vector<ReportDay> days_of(const CostReport& report, const cache::CacheHistory& history) {
  std::map<int, ReportDay> days;
  for (int day = report.from_day; day <= report.to_day; day = plus_days(day, 1)) days[day].day = day;
  for (const HistoryRow& row : report.by_day.rows) {
    const auto day = parse_day(row.key);
    const auto found = day ? days.find(*day) : days.end();
    if (found == days.end()) continue;
    found->second.spent = row.spent;
    found->second.reserved = row.reserved;
    found->second.calls = row.calls;
  }
  for (const cache::CacheDay& kept : history.days) {
    const auto found = days.find(kept.day);
    if (found != days.end()) static_cast<cache::CacheDay&>(found->second) = kept;
  }
  std::vector<ReportDay> all;
  all.reserve(days.size());
  for (auto& [number, day] : days) all.push_back(day);
  return all;
}

Result<std::vector<domain::Advice>> advice_for(ledger::Ledger& ledger, const ledger::HistoryQuery& query,
                                               const config::Settings& settings, const CostReport& report,
                                               const CacheFigures& figures) {
  domain::Measured measured;
  TRY_ASSIGN(measured.models, ledger.model_uses(query));
  TRY_ASSIGN(measured.files, ledger.repeated_files(query, domain::kCallsOfRepeated, domain::kMostRepeated));
  measured.day = utc_day(report.made_at);
  measured.prices = settings.prices;
  measured.cap = report.budget.picture.policy.monthly_cap;
  const domain::Forecast& forecast = report.budget.forecast;
  measured.month_end = forecast.at_month_end;
  if (measured.month_end > measured.cap && forecast.interval) measured.month_end = forecast.interval->high;
  measured.recommended_cap = report.budget.recommended_cap;
  measured.kept_bytes = figures.statistics.total.stored_bytes;
  measured.unused = figures.unused;
  measured.paid_again = report.effectiveness.paid_again;
  measured.paid_again_cost = report.effectiveness.paid_again_cost;
  return domain::advise(measured);
}

cache::SqliteCache::Watermarks watermarks_of(config::CacheSettings settings, std::int64_t max_bytes) {
  settings.max_size = max_bytes;
  return {settings.high_watermark(), settings.low_watermark()};
}

Result<OpenedCache> open_cache_for(const std::string& repo_path, const config::Loaded& loaded,
                                   const Services& services) {
  if (repo_path.empty()) return open_working_cache(loaded, services);
  config::CacheSettings settings = loaded.settings.cache;
  settings.max_size = 0;  // a report lets nothing leave
  return open_cache_of(repo_path, settings, services);
}

bool is_stop(const Error& error) {
  return error.code == Errc::interrupted || error.code == Errc::terminated;
}

// Without findings where they cannot be read; Error: the run is to stop.
Result<void> read_findings(cache::SqliteCache& cache, const config::Loaded& loaded, const Services& services,
                           CostReport& report) {
  if (report.repo_path.empty()) return {};
  auto findings = repository_findings(report, cache, loaded, services);
  if (findings) {
    report.findings = *std::move(findings);
  } else if (is_stop(findings.error())) {
    return tl::unexpected(findings.error());
  } else {
    services.warn("no findings: " + findings.error().what);
  }
  return {};
}

Result<CacheFigures> cache_part(const CostReportRequest& request, const ledger::HistoryQuery& query,
                                const config::Loaded& loaded, const Services& services, CostReport& report) {
  TRY_ASSIGN(OpenedCache opened, open_cache_for(report.repo_path, loaded, services));
  report.cache_path = opened.path;
  report.cache_max_bytes = loaded.settings.cache.max_size;
  TRY_ASSIGN(CacheFigures figures, read_cache(*opened.cache, query, report.made_at));
  if (request.what_if_bytes) {
    const config::CacheSettings& settings = loaded.settings.cache;
    TRY_ASSIGN(auto played, opened.cache->what_if(watermarks_of(settings, *request.what_if_bytes),
                                                  watermarks_of(settings, settings.max_size)));
    report.effectiveness.what_if = WhatIf{*request.what_if_bytes, settings.max_size, played};
  }
  TRY(read_findings(*opened.cache, loaded, services, report));
  TRY(close(std::move(opened)));
  return figures;
}

}  // namespace

std::optional<int> ReportDay::hit_permille() const {
  if (hits + misses <= 0) return std::nullopt;
  return static_cast<int>(hits * 1000 / (hits + misses));
}

ReportDay& ReportDay::operator+=(const ReportDay& later) {
  spent += later.spent;
  reserved += later.reserved;
  calls += later.calls;
  LookUps::operator+=(later);
  stored += later.stored;
  if (later.kept_bytes) kept_bytes = later.kept_bytes;
  pruned_entries += later.pruned_entries;
  pruned_bytes += later.pruned_bytes;
  pruned_cost += later.pruned_cost;
  paid_again += later.paid_again;
  paid_again_cost += later.paid_again_cost;
  return *this;
}

std::optional<std::int64_t> Effectiveness::saved_permille() const {
  if (spent.value <= 0) return std::nullopt;
  return static_cast<std::int64_t>(static_cast<double>(saved.value) * 1000.0 / static_cast<double>(spent.value));
}

Result<CostReport> cost_report(const CostReportRequest& request, const config::Loaded& loaded,
                               const Services& services) {
  CostReport report;
  report.made_at = services.clock.now();
  TRY_ASSIGN(const auto ledger, open_ledger(services, ledger::IfMissing::empty));
  TRY_ASSIGN(report.budget, budget_report(*ledger, loaded.settings));
  TRY_ASSIGN(const Limits limits, limits_of(request, report.budget.picture.standing, services));
  report.from_day = limits.query.from_day;
  report.to_day = limits.query.to_day;
  report.repo_path = limits.repo_path;
  TRY(read_spending(*ledger, limits.query, report));
  report.effectiveness.spent = report.by_day.total.spent;
  auto figures = cache_part(request, limits.query, loaded, services, report);
  if (figures) {
    add_cache(*figures, report);
    add_all_lookups(figures->history, limits.query, report);
  } else if (is_stop(figures.error())) {
    return tl::unexpected(figures.error());
  } else {
    services.warn("no figures of the cache: " + figures.error().what);
    report.cache_path.clear();
    figures = CacheFigures();
  }
  report.days = days_of(report, figures->history);
  TRY_ASSIGN(report.advice, advice_for(*ledger, limits.query, loaded.settings, report, *figures));
  return report;
}

}  // namespace rustassistant::app
