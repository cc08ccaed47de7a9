// SPDX-License-Identifier: MIT
#include "lookups.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::app {
namespace {

using ledger::Grouping;
using ledger::LookUps;

std::string key_of(int day, Grouping by) {
  constexpr int kMondayBefore1970 = 3;  // days
  if (by == Grouping::week) day = plus_days(day, -((days_since_1970(day) + kMondayBefore1970) % 7));
  return day_text(day).substr(0, by == Grouping::month ? 7 : 10);
}

// By the key of the group; empty where look-ups are not known by such groups.
std::map<std::string, LookUps> groups_of(const cache::CacheHistory& known, Grouping by) {
  std::map<std::string, LookUps> groups;
  const auto add = [&](const std::string& key, const auto& counts) {
    if (counts.hits + counts.misses > 0) groups[key] += {counts.hits, counts.misses, counts.saved};
  };
  if (by == Grouping::day || by == Grouping::week || by == Grouping::month) {
    for (const cache::CacheDay& day : known.days) add(key_of(day.day, by), day);
  } else if (by == Grouping::repo) {
    for (const cache::RepoLookups& repo : known.by_repo) add(repo.repo, repo);
  } else if (by == Grouping::type) {
    for (const cache::TypeLookups& type : known.by_type) add(std::string(name_of(type.type)), type);
  }
  return groups;
}

}  // namespace

void add_lookups(const cache::CacheHistory& known, const ledger::HistoryQuery& query, ledger::History& history) {
  LookUps& total = history.total.looked_up.emplace();
  for (const cache::TypeLookups& type : known.by_type) total += {type.hits, type.misses, type.saved};
  const bool in_time = query.by <= Grouping::month;
  if (!in_time && query.by != Grouping::repo && query.by != Grouping::type) return;
  auto groups = groups_of(known, query.by);
  for (ledger::HistoryRow& row : history.rows) {
    const auto group = groups.extract(row.key);
    row.looked_up = group ? group.mapped() : LookUps{};
  }
  if (history.others) history.others->looked_up.emplace();
  for (const auto& [key, counts] : groups) {
    if (query.top > 0) {
      if (!history.others) history.others.emplace();
      *history.others += ledger::HistoryRow{{}, 0, 0, 0, 0, 0, 0, {}, {}, counts};
    } else {
      history.rows.push_back({key, 0, 0, 0, 0, 0, 0, {}, {}, counts});
    }
  }
  if (in_time) std::ranges::sort(history.rows, {}, &ledger::HistoryRow::key);
}

}  // namespace rustassistant::app
