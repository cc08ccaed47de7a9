// SPDX-License-Identifier: MIT
#include "rustassistant/cache/history.hpp"

#include <map>

#include "rustassistant/db/transaction.hpp"
#include "statistics_query.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {
namespace {

// Days, and the number of a repository; nothing: all of them.
struct Period {
  int from = 0;
  int to = 0;
  std::optional<std::int64_t> repo;
};

using Days = std::map<int, CacheDay>;

db::Outcome<void> read_lookups(const db::Connection& connection, const Period& period, Days& days) {
  TRY_ASSIGN(auto rows, connection.prepare("SELECT day, sum(hits), sum(misses), sum(saved) FROM lookup_day WHERE day "
                                           "BETWEEN ?1 AND ?2 AND (?3 IS NULL OR repo = ?3) GROUP BY day"));
  rows.bind(period.from, period.to, period.repo);
  return db::for_each(rows, [&] {
    CacheDay& day = days[static_cast<int>(rows.integer(0))];
    day.hits = rows.integer(1);
    day.misses = rows.integer(2);
    day.saved = {rows.integer(3)};
  });
}

db::Outcome<void> read_storage(const db::Connection& connection, const Period& period, Days& days) {
  TRY_ASSIGN(auto rows, connection.prepare("SELECT day, stored, kept_bytes, pruned_entries, pruned_bytes, pruned_cost, "
                                           "paid_again, paid_again_cost FROM cache_day WHERE day BETWEEN ?1 AND ?2"));
  rows.bind(period.from, period.to);
  return db::for_each(rows, [&] {
    CacheDay& day = days[static_cast<int>(rows.integer(0))];
    day.stored = rows.integer(1);
    day.kept_bytes = rows.optional_integer(2);
    day.pruned_entries = rows.integer(3);
    day.pruned_bytes = rows.integer(4);
    day.pruned_cost = {rows.integer(5)};
    day.paid_again = rows.integer(6);
    day.paid_again_cost = {rows.integer(7)};
  });
}

db::Outcome<void> read_types(const db::Connection& connection, const Period& period, CacheHistory& history) {
  TRY_ASSIGN(auto rows, connection.prepare(
                            "SELECT type, sum(hits), sum(misses), sum(saved), sum(in_hour), sum(in_day), sum(in_week), "
                            "sum(in_month), sum(older) FROM lookup_day WHERE day BETWEEN ?1 AND ?2 AND (?3 IS NULL OR "
                            "repo = ?3) GROUP BY type ORDER BY type"));
  rows.bind(period.from, period.to, period.repo);
  return db::for_each(rows, [&] {
    for (std::size_t age = 0; age < history.hits_by_age.size(); ++age)
      history.hits_by_age.at(age) += rows.integer(static_cast<int>(age) + 4);
    if (const auto type = stored_type(rows.integer(0)))
      history.by_type.push_back({{rows.integer(1), rows.integer(2), {rows.integer(3)}}, *type});
  });
}

db::Outcome<void> read_repos(const db::Connection& connection, const Period& period, CacheHistory& history) {
  TRY_ASSIGN(auto rows, connection.prepare(
                            "SELECT ifnull(nullif(r.path, ''), printf('%08x', d.repo)), sum(d.hits), sum(d.misses), "
                            "sum(d.saved) FROM lookup_day d LEFT JOIN repo r ON r.id = d.repo WHERE d.day BETWEEN ?1 "
                            "AND ?2 AND (?3 IS NULL OR d.repo = ?3) GROUP BY d.repo ORDER BY d.repo"));
  rows.bind(period.from, period.to, period.repo);
  return db::for_each(rows, [&] {
    history.by_repo.push_back({{rows.integer(1), rows.integer(2), {rows.integer(3)}}, std::string(rows.text(0))});
  });
}

}  // namespace

LookUps& LookUps::operator+=(const LookUps& other) {
  hits += other.hits;
  misses += other.misses;
  saved += other.saved;
  return *this;
}

db::Outcome<CacheHistory> read_history(const db::Connection& connection, int from_day, int to_day,
                                       std::optional<std::uint32_t> of_repo) {
  const Period period{from_day, to_day, of_repo ? std::optional<std::int64_t>(*of_repo) : std::nullopt};
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::deferred));
  CacheHistory history;
  Days days;
  TRY(read_lookups(connection, period, days));
  TRY(read_storage(connection, period, days));
  for (auto& [number, day] : days) {
    day.day = number;
    history.days.push_back(day);
  }
  TRY(read_types(connection, period, history));
  TRY(read_repos(connection, period, history));
  TRY_ASSIGN(const std::int64_t since, connection.integer("SELECT min(day) FROM lookup_day"));
  history.recorded_since = static_cast<int>(since);
  return history;
}

}  // namespace rustassistant::cache
