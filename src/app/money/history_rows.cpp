// SPDX-License-Identifier: MIT
#include "rustassistant/app/history.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::app {
namespace {

using cache::LookUps;
using ledger::Grouping;

std::string key_of(int day, Grouping by) {
  constexpr int kMondayBefore1970 = 3;  // days
  if (by == Grouping::week) day = plus_days(day, -((days_since_1970(day) + kMondayBefore1970) % 7));
  return day_text(day).substr(0, by == Grouping::month ? 7 : 10);
}

// By the key of the group; empty where look-ups are not known by such groups.
std::map<std::string, LookUps> groups_of(const cache::CacheHistory& known, Grouping by) {
  std::map<std::string, LookUps> groups;
  const auto add = [&](const std::string& key, const LookUps& counts) {
    if (counts.hits + counts.misses > 0) groups[key] += counts;
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

HistoryRow& HistoryRow::operator+=(const HistoryRow& other) {
  ledger::HistoryRow::operator+=(other);
  if (other.looked_up) (looked_up ? *looked_up : looked_up.emplace()) += *other.looked_up;
  return *this;
}

History history_of(ledger::History spent) {
  const auto row_of = [](ledger::HistoryRow& row) { return HistoryRow{std::move(row), std::nullopt}; };
  History history;
  history.rows.reserve(spent.rows.size());
  for (ledger::HistoryRow& row : spent.rows) history.rows.push_back(row_of(row));
  if (spent.others) history.others = row_of(*spent.others);
  history.total = row_of(spent.total);
  return history;
}

void add_lookups(const cache::CacheHistory& known, const ledger::HistoryQuery& query, History& history) {
  LookUps& total = history.total.looked_up.emplace();
  for (const cache::TypeLookups& type : known.by_type) total += type;
  const bool in_time = query.by <= Grouping::month;
  if (!in_time && query.by != Grouping::repo && query.by != Grouping::type) return;
  auto groups = groups_of(known, query.by);
  for (HistoryRow& row : history.rows) {
    const auto group = groups.extract(row.key);
    row.looked_up = group ? group.mapped() : LookUps{};
  }
  if (history.others) history.others->looked_up.emplace();
  for (const auto& [key, counts] : groups) {
    HistoryRow row;
    row.key = key;
    row.looked_up = counts;
    if (query.top == 0) {
      history.rows.push_back(std::move(row));
    } else {
      (history.others ? *history.others : history.others.emplace()) += row;  // which have no key
    }
  }
  if (in_time) std::ranges::sort(history.rows, {}, &HistoryRow::key);
}

}  // namespace rustassistant::app
