// SPDX-License-Identifier: MIT
#include "rustassistant/cache/statistics.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "rustassistant/db/transaction.hpp"
#include "statistics_query.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {

int Statistics::hit_permille() const {
  // In floating point, for a damaged file may hold any figure.
  const double lookups = static_cast<double>(total.hits) + static_cast<double>(misses);
  if (lookups <= 0) return 0;
  return static_cast<int>(std::clamp(1000.0 * static_cast<double>(total.hits) / lookups, 0.0, 1000.0));
}

namespace {

// Groups of counters, the columns in the order that read_tally() expects. A sum that does not fit is an error in
// SQLite.
std::string select_tallies(std::string_view keys, std::string_view grouping) {
  return "SELECT sum(c.entries), sum(c.raw_bytes), sum(c.stored_bytes), sum(c.input_tokens), sum(c.cached_tokens), "
         "sum(c.output_tokens), sum(c.cost), sum(c.unknown_costs), sum(c.estimated), sum(c.hits), sum(c.saved)" +
         std::string(keys) + " FROM counter c JOIN variant v ON v.id = c.variant " + std::string(grouping);
}
constexpr int kFirstKey = 11;

Tally read_tally(const db::Statement& row) {
  Tally tally;
  int column = 0;
  for (std::int64_t* figure : {&tally.entries, &tally.raw_bytes, &tally.stored_bytes, &tally.input_tokens,
                               &tally.cached_tokens, &tally.output_tokens, &tally.cost.value, &tally.unknown_costs,
                               &tally.estimated_entries, &tally.hits, &tally.saved.value}) {
    *figure = row.integer(column++);
  }
  return tally;
}

db::Outcome<void> read_totals(const db::Connection& connection, Statistics& statistics) {
  TRY_ASSIGN(auto total, connection.prepare(select_tallies("", "")));
  TRY(total.step());
  statistics.total = read_tally(total);
  TRY_ASSIGN(auto lookups, connection.prepare("SELECT sum(misses) FROM lookup"));
  TRY(lookups.step());
  statistics.misses = lookups.integer(0);
  return {};
}

db::Outcome<void> read_types(const db::Connection& connection, Statistics& statistics) {
  TRY_ASSIGN(auto types, connection.prepare(select_tallies(", v.type", "GROUP BY v.type ORDER BY v.type")));
  while (true) {
    TRY_ASSIGN(const bool row, types.step());
    if (!row) return {};
    if (const auto type = stored_type(types.integer(kFirstKey))) {
      statistics.by_type.push_back({*type, read_tally(types)});
    }
  }
}

db::Outcome<void> read_models(const db::Connection& connection, Statistics& statistics) {
  TRY_ASSIGN(auto models, connection.prepare(select_tallies(", v.provider, v.model",
                                                            "GROUP BY v.provider, v.model "
                                                            "ORDER BY sum(c.entries) DESC, v.provider, v.model")));
  while (true) {
    TRY_ASSIGN(const bool row, models.step());
    if (!row) return {};
    if (const auto provider = stored_provider(models.integer(kFirstKey))) {
      statistics.by_model.push_back({*provider, std::string(models.text(kFirstKey + 1)), read_tally(models)});
    }
  }
}

db::Outcome<void> read_months(const db::Connection& connection, Statistics& statistics) {
  TRY_ASSIGN(auto months, connection.prepare("SELECT month, sum(hits), sum(misses), sum(saved) FROM lookup "
                                             "GROUP BY month ORDER BY month"));
  while (true) {
    TRY_ASSIGN(const bool row, months.step());
    if (!row) return {};
    statistics.by_month.push_back(
        {static_cast<int>(months.integer(0)), months.integer(1), months.integer(2), {months.integer(3)}});
  }
}

}  // namespace

db::Outcome<Statistics> read_statistics(const db::Connection& connection) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::deferred));
  Statistics statistics;
  TRY(read_totals(connection, statistics));
  TRY(read_types(connection, statistics));
  TRY(read_models(connection, statistics));
  TRY(read_months(connection, statistics));
  return statistics;
}

}  // namespace rustassistant::cache
