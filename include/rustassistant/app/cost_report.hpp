// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/history.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/history.hpp"
#include "rustassistant/cache/replayed.hpp"
#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/domain/advice.hpp"
#include "rustassistant/domain/finding.hpp"
#include "rustassistant/domain/findings_change.hpp"

// What `report` shows: where the money went and what it bought. Plain values that own all they hold; read once, then
// shown by pure functions (render/cost_report.hpp). Money is nano-dollars. Texts (models, paths, repositories, kinds)
// come from outside: each format escapes them.
//
// Two calendars: what was spent is counted by days of the ledger's zone, what the cache did by days in UTC, as
// `budget history` and `cache status` do. Days are numbers such as 20261121, both ends of a period included.
namespace rustassistant::app {

// How old answers were when they were found.
inline constexpr std::array<const char*, 5> kAgeNames{"under an hour", "under a day", "under a week", "under 30 days",
                                                      "older"};

// What happened on one day: in the cache, by days in UTC, and in the ledger, by days of its zone. Every day of the
// period has one, also where nothing happened.
struct ReportDay : cache::CacheDay {
  NanoUsd spent;           // settled
  NanoUsd reserved;        // by calls that are still open
  std::int64_t calls = 0;  // settled

  // Hits per thousand look-ups; nothing: nothing was looked up.
  [[nodiscard]] std::optional<int> hit_permille() const;
  // Of several days together; what is kept is that of the last one that knows.
  ReportDay& operator+=(const ReportDay& later);
};

// What a cache of another size would have done with the uses that are recorded. Figures are of answers that had cost
// something.
struct WhatIf {
  std::int64_t asked_bytes = 0;    // max_size; 0: unlimited
  std::int64_t present_bytes = 0;  // the same, as it is set
  cache::WhatIf played;            // since when, and for both: uses, evicted, paid_again, paid_again_cost, peak_bytes
};

// What the cache bought, in the period unless said otherwise.
struct Effectiveness : cache::LookUps {
  NanoUsd spent;
  std::vector<cache::TypeLookups> by_type;  // those that were looked up, in the order of the enumeration
  cache::HitsByAge hits_by_age{};           // named by kAgeNames
  int recorded_since = 0;                   // the first day with records by day; 0: there are none yet
  std::int64_t unused = 0;        // answers in the cache that nobody asked for again; the next two are of them
  std::int64_t unused_bytes = 0;  // stored
  NanoUsd unused_cost;
  std::int64_t pruned_entries = 0;  // left to make room
  NanoUsd pruned_cost;              // what those had cost
  std::int64_t paid_again = 0;      // of those, asked for again later
  NanoUsd paid_again_cost;
  std::optional<WhatIf> what_if;  // nothing: not asked for

  // Saved per thousand spent; nothing: nothing was spent.
  [[nodiscard]] std::optional<std::int64_t> saved_permille() const;
};

// A file of a repository with what was found in it.
struct HotSpot {
  std::string path;  // within the repository
  domain::SeverityCounts severities{};
  std::int64_t findings = 0;
  std::optional<std::int64_t> before;  // findings in the last report; nothing: the file had no answer then
  std::string worst;                   // what the worst finding says
  int worst_line = 0;                  // where it is; 0: not known
};
struct KindCount {
  std::string kind;
  std::int64_t findings = 0;
};
// What a report found on a day, in UTC. Days without a report have none.
struct FindingsDay {
  int day = 0;
  domain::SeverityCounts severities{};
  std::vector<KindCount> by_kind;  // by name
};
// Against the last report about the repository on a day (UTC) before this one.
struct FindingsChange : domain::FindingsChange {
  UnixMillis since;
};
// What was found in the source files of a repository, by the newest answers about them, whoever gave them: those about
// the content that a file has, else those about the content that it had when it was last answered. What a comment
// allows is left out; what a baseline accepts is not.
struct RepositoryFindings {
  std::string repo_path;      // canonical
  std::int64_t files = 0;     // source files that a review of the repository would look at
  std::int64_t answered = 0;  // of them, those with an answer that can hold findings
  std::int64_t outdated = 0;  // of those, those whose answer is about an earlier content
  std::int64_t affected = 0;  // files with a finding
  domain::SeverityCounts severities{};
  std::vector<KindCount> by_kind;        // the most frequent first
  std::vector<HotSpot> hot_spots;        // the worst first, at most twenty
  std::vector<FindingsDay> days;         // of the period, in order
  std::optional<FindingsChange> change;  // nothing: there is no report to compare with

  [[nodiscard]] std::int64_t findings() const;
};

struct CostReport {
  UnixMillis made_at;
  int from_day = 0;
  int to_day = 0;
  // The repository that figures of money, look-ups and findings are limited to; empty: all. The budget is always the
  // whole.
  std::string repo_path;

  BudgetReport budget;  // of this month: caps, what was spent, the forecast with its interval

  // Of the period; `total` is the same in each.
  History by_day;  // days without a call are left out
  History by_model;
  History by_repository;
  History by_type;
  History by_extension;

  std::vector<ReportDay> days;

  std::string cache_path;                  // of the database; empty: it cannot be read
  std::int64_t cache_max_bytes = 0;        // 0: unlimited
  std::optional<cache::Statistics> cache;  // what `cache status` shows; nothing: it cannot be read
  Effectiveness effectiveness;
  std::vector<domain::Advice> advice;          // what to change, the greatest saving first
  std::optional<RepositoryFindings> findings;  // nothing: of no repository, or the cache cannot be read
};

// What a report is about. At most one of `since` and `since_age`; without either, the last thirty days.
struct CostReportRequest {
  std::optional<std::string> repo;        // a path in it; nothing: all
  std::optional<int> since;               // 20261101
  std::optional<std::int64_t> since_age;  // the day that was this many milliseconds ago
  std::optional<int> until;               // the last day; nothing: today
  std::optional<std::int64_t> what_if_bytes;
};
// Reads the user's ledger, and the cache that serves the repository, or the working folder where none is named, which
// costs the same however many calls and entries there are; a cache that cannot be read is left out, with a warning. Of
// a named repository the source files are read, too, and what was found in them is remembered for the next report.
// Errors: usage (a period that begins after its end or more than two years before), input (there is no such path),
// storage (the ledger), interrupted.
[[nodiscard]] Result<CostReport> cost_report(const CostReportRequest& request, const config::Loaded& loaded,
                                             const Services& services);

}  // namespace rustassistant::app
