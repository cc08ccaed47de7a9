// SPDX-License-Identifier: MIT
#include "rustassistant/cache/statistics.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "dictionaries.hpp"
#include "last_answers.hpp"
#include "rustassistant/db/transaction.hpp"
#include "statistics_query.hpp"
#include "stored_forms.hpp"
#include "syncs.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {

int Statistics::hit_permille() const {
  // In floating point, for a damaged file may hold any figure.
  const double lookups = static_cast<double>(total.hits) + static_cast<double>(misses);
  if (lookups <= 0) return 0;
  return static_cast<int>(std::clamp(1000.0 * static_cast<double>(total.hits) / lookups, 0.0, 1000.0));
}

namespace {

// The number of a repository; nothing: all of them.
using Repo = std::optional<std::int64_t>;

// Groups of counters, the columns in the order that read_tally() expects. A sum that does not fit is an error in
// SQLite.
std::string select_tallies(std::string_view keys, std::string_view grouping) {
  return "SELECT sum(c.entries), sum(c.raw_bytes), sum(c.stored_bytes), sum(c.input_tokens), sum(c.cached_tokens), "
         "sum(c.output_tokens), sum(c.cost), sum(c.unknown_costs), sum(c.estimated), sum(c.accesses), sum(c.hits), "
         "sum(c.saved), sum(c.unused), sum(c.unused_bytes), sum(c.unused_cost)" +
         std::string(keys) +
         " FROM counter c JOIN variant v ON v.id = c.variant LEFT JOIN repo r ON r.id = c.repo "
         "WHERE (?1 IS NULL OR c.repo = ?1) " +
         std::string(grouping);
}
constexpr int kFirstKey = 15;

Tally read_tally(const db::Statement& row) {
  Tally tally;
  int column = 0;
  for (std::int64_t* figure :
       {&tally.entries, &tally.raw_bytes, &tally.stored_bytes, &tally.input_tokens, &tally.cached_tokens,
        &tally.output_tokens, &tally.cost.value, &tally.unknown_costs, &tally.estimated_entries, &tally.accesses,
        &tally.hits, &tally.saved.value, &tally.unused, &tally.unused_bytes, &tally.unused_cost.value}) {
    *figure = row.integer(column++);
  }
  return tally;
}

db::Outcome<void> read_totals(const db::Connection& connection, Repo repo, Statistics& statistics) {
  TRY_ASSIGN(auto total, connection.prepare(select_tallies("", "")));
  TRY(total.bind(repo).step());
  statistics.total = read_tally(total);
  TRY_ASSIGN(auto lookups, connection.prepare("SELECT sum(misses) FROM lookup WHERE ?1 IS NULL OR repo = ?1"));
  TRY(lookups.bind(repo).step());
  statistics.misses = lookups.integer(0);
  return {};
}

// One seek in the index for each repository and end.
db::Outcome<void> read_ages(const db::Connection& connection, Repo repo, Statistics& statistics) {
  TRY_ASSIGN(
      auto ages,
      connection.prepare("SELECT min((SELECT min(created) FROM entry e INDEXED BY entry_age WHERE e.repo = r.id)), "
                         "max((SELECT max(created) FROM entry e INDEXED BY entry_age WHERE e.repo = r.id)) FROM repo r "
                         "WHERE ?1 IS NULL OR r.id = ?1"));
  TRY(ages.bind(repo).step());
  if (ages.is_null(0)) return {};
  statistics.oldest = UnixMillis{ages.integer(0)};
  statistics.newest = UnixMillis{ages.integer(1)};
  return {};
}

db::Outcome<void> read_types(const db::Connection& connection, Repo repo, Statistics& statistics) {
  TRY_ASSIGN(auto types, connection.prepare(select_tallies(", v.type", "GROUP BY v.type ORDER BY v.type")));
  types.bind(repo);
  return db::for_each(types, [&] {
    if (const auto type = stored_type(types.integer(kFirstKey))) {
      statistics.by_type.push_back({*type, read_tally(types)});
    }
  });
}

db::Outcome<void> read_models(const db::Connection& connection, Repo repo, Statistics& statistics) {
  TRY_ASSIGN(auto models, connection.prepare(select_tallies(", v.provider, v.model",
                                                            "GROUP BY v.provider, v.model "
                                                            "ORDER BY sum(c.entries) DESC, v.provider, v.model")));
  models.bind(repo);
  return db::for_each(models, [&] {
    if (const auto provider = stored_provider(models.integer(kFirstKey))) {
      statistics.by_model.push_back({*provider, std::string(models.text(kFirstKey + 1)), read_tally(models)});
    }
  });
}

// Groups that a name tells; those whose entries are gone are left out.
db::Outcome<void> read_named(const db::Connection& connection, std::string_view key, Repo repo,
                             std::vector<NamedTally>& groups) {
  const std::string name(key);
  TRY_ASSIGN(auto query, connection.prepare(select_tallies(", " + name, "GROUP BY " + name +
                                                                            " HAVING sum(c.entries) > 0 "
                                                                            "ORDER BY sum(c.entries) DESC, " +
                                                                            name)));
  query.bind(repo);
  return db::for_each(query, [&] { groups.push_back({std::string(query.text(kFirstKey)), read_tally(query)}); });
}

db::Outcome<void> read_months(const db::Connection& connection, Repo repo, Statistics& statistics) {
  TRY_ASSIGN(auto months, connection.prepare("SELECT month, sum(saved) FROM lookup "
                                             "WHERE ?1 IS NULL OR repo = ?1 GROUP BY month ORDER BY month"));
  months.bind(repo);
  return db::for_each(
      months, [&] { statistics.saved_by_month.push_back({static_cast<int>(months.integer(0)), {months.integer(1)}}); });
}

}  // namespace

db::Outcome<Statistics> read_statistics(const db::Connection& connection, std::optional<std::uint32_t> of_repo) {
  const Repo repo = of_repo ? Repo(*of_repo) : Repo();
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::deferred));
  Statistics statistics;
  TRY(read_totals(connection, repo, statistics));
  TRY(read_ages(connection, repo, statistics));
  TRY_ASSIGN(const auto prunings, past_prunings(connection, 1));
  if (!prunings.empty()) statistics.last_pruning = prunings.front();
  TRY_ASSIGN(statistics.dictionary, current_dictionary_info(connection));
  TRY_ASSIGN(statistics.warmed, count_warmed(connection, repo));
  TRY_ASSIGN(statistics.reused, count_reused(connection, repo));
  TRY(read_types(connection, repo, statistics));
  TRY(read_models(connection, repo, statistics));
  TRY(read_named(connection, "v.prompt_hash", repo, statistics.by_prompt));
  TRY(read_named(connection, "ifnull(nullif(r.path, ''), printf('%08x', c.repo))", repo, statistics.by_repo));
  TRY(read_named(connection, "c.extension", repo, statistics.by_extension));
  TRY(read_months(connection, repo, statistics));
  return statistics;
}

}  // namespace rustassistant::cache
