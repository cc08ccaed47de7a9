// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/history.hpp"

#include <algorithm>
#include <array>

#include "database.hpp"
#include "figures.hpp"

namespace rustassistant::ledger {
namespace {

// How calls are grouped: an expression for the group, and one for what it is called. Names of numbers come from the
// domain.
struct GroupingSql {
  std::string_view name;
  std::string_view group;
  std::string_view key;
  bool in_time;  // shown in the order of time, not of cost
};

constexpr std::array<GroupingSql, 9> kGroupings{{
    {"day", "day", "printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100)", true},
    {"week", "date(printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100), 'weekday 0', '-6 days')",
     "date(printf('%04d-%02d-%02d', day / 10000, day / 100 % 100, day % 100), 'weekday 0', '-6 days')", true},
    {"month", "day / 100", "printf('%04d-%02d', day / 10000, day / 100 % 100)", true},
    {"model", "provider, model", "model", false},
    {"provider", "provider", "''", false},
    {"repo", "repo", "(SELECT path FROM repo_place WHERE repo_place.repo = spending.repo)", false},
    {"type", "type", "''", false},
    {"extension", "extension", "extension", false},
    {"file", "repo, path", "rtrim(max(repo_path), '/') || '/' || path", false},
}};

// Behind the key, in the order that history() reads them.
constexpr std::string_view kDaySums =
    ", max(provider), max(type), sum(calls), sum(unknown_costs), sum(estimated_calls), sum(input_tokens), "
    "sum(cached_tokens), sum(output_tokens), sum(spent), sum(reserved) FROM spending";
constexpr std::string_view kCallSums =
    ", max(provider), max(type), sum(state = 1), sum(state = 1 AND cost IS NULL), sum(state = 1 AND estimated), "
    "sum(iif(state = 1, input_tokens, 0)), sum(iif(state = 1, cached_tokens, 0)), "
    "sum(iif(state = 1, output_tokens, 0)), sum(iif(state = 1, charged, 0)), sum(iif(state = 0, charged, 0)) FROM call";
constexpr std::string_view kInPeriod =
    " WHERE day BETWEEN ?1 AND ?2 AND (?3 = '' OR repo = ?3 OR repo IN (SELECT former FROM repo_former WHERE "
    "repo_former.repo = ?3))";

void bind_period(db::Statement& statement, const HistoryQuery& query) {
  statement.bind(query.from_day, query.to_day, std::string_view(query.repo_id));
}

const GroupingSql& sql_of(Grouping grouping) {
  return kGroupings.at(static_cast<std::size_t>(grouping));
}

std::string key_of(const db::Statement& row, Grouping by) {
  const auto provider = static_cast<domain::Provider>(row.integer(1));
  std::string text(row.text(0));
  switch (by) {
    case Grouping::model:
      return std::string(domain::name_of(provider)) + " " + text;
    case Grouping::provider:
      return std::string(domain::name_of(provider));
    case Grouping::type:
      return std::string(domain::name_of(static_cast<domain::AnalysisType>(row.integer(2))));
    case Grouping::extension:
      return text.empty() ? "(none)" : text;
    default:
      return text;
  }
}

bool is_dearer(const HistoryRow& a, const HistoryRow& b) {
  const auto order = [](const HistoryRow& row) { return row.spent + row.reserved; };
  return order(a) != order(b) ? order(a) > order(b) : a.key < b.key;
}

// Keeps the most expensive, in the order they are in, and sums up the rest.
void keep_top(History& history, std::size_t top) {
  if (top == 0 || history.rows.size() <= top) return;
  std::vector<HistoryRow> by_cost = history.rows;
  std::sort(by_cost.begin(), by_cost.end(), is_dearer);
  const HistoryRow last = by_cost[top - 1];
  history.others.emplace();
  std::vector<HistoryRow> kept;
  for (HistoryRow& row : history.rows) {
    const bool stays = kept.size() < top && !is_dearer(last, row);
    if (stays) {
      kept.push_back(std::move(row));
    } else {
      *history.others += row;
    }
  }
  history.rows = std::move(kept);
}

}  // namespace

std::string_view name_of(Grouping grouping) {
  return sql_of(grouping).name;
}

std::optional<Grouping> grouping_named(std::string_view name) {
  const auto* const found =
      std::find_if(kGroupings.begin(), kGroupings.end(), [&](const GroupingSql& known) { return known.name == name; });
  if (found == kGroupings.end()) return std::nullopt;
  return static_cast<Grouping>(found - kGroupings.begin());
}

HistoryRow& HistoryRow::operator+=(const HistoryRow& other) {
  calls += other.calls;
  unknown_costs += other.unknown_costs;
  estimated_calls += other.estimated_calls;
  input_tokens += other.input_tokens;
  cached_tokens += other.cached_tokens;
  output_tokens += other.output_tokens;
  spent += other.spent;
  reserved += other.reserved;
  return *this;
}

Result<History> Ledger::history(const HistoryQuery& query) {
  const GroupingSql& grouping = sql_of(query.by);
  std::string sql = "SELECT ";
  sql += grouping.key;
  sql += query.by == Grouping::file ? kCallSums : kDaySums;
  sql += kInPeriod;
  sql += query.by == Grouping::file ? " AND state <> 2 GROUP BY " : " GROUP BY ";
  sql += grouping.group;
  if (query.by != Grouping::file) sql += " HAVING sum(calls + open_calls) > 0";
  if (grouping.in_time) sql += " ORDER BY 1";
  const auto read = [&](const db::Connection& connection) -> db::Outcome<History> {
    History found;
    TRY_ASSIGN(auto rows, connection.prepare(sql));
    bind_period(rows, query);
    TRY(db::for_each(rows, [&] {
      HistoryRow row{key_of(rows, query.by), rows.integer(3), rows.integer(4),   rows.integer(5),   rows.integer(6),
                     rows.integer(7),        rows.integer(8), {rows.integer(9)}, {rows.integer(10)}};
      found.total += row;
      found.rows.push_back(std::move(row));
    }));
    return found;
  };
  TRY_ASSIGN(History history, database_->read(read));
  if (!grouping.in_time) std::sort(history.rows.begin(), history.rows.end(), is_dearer);
  keep_top(history, static_cast<std::size_t>(query.top));
  return history;
}

Result<std::vector<domain::DaySpent>> Ledger::spent_by_day(int from_day, int to_day) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::vector<domain::DaySpent>> {
    TRY_ASSIGN(auto rows, connection.prepare("SELECT day, sum(spent + reserved) FROM day_total WHERE month BETWEEN ?1 "
                                             "AND ?2 AND day BETWEEN ?3 AND ?4 GROUP BY day ORDER BY day"));
    rows.bind(from_day / 100, to_day / 100, from_day, to_day);
    std::vector<domain::DaySpent> days;
    TRY(db::for_each(rows, [&] { days.push_back({static_cast<int>(rows.integer(0)), {rows.integer(1)}}); }));
    return days;
  });
}

Result<BatchHolding> Ledger::batched() {
  return database_->read([this](const db::Connection& connection) -> db::Outcome<BatchHolding> {
    TRY_ASSIGN(const UnixMillis now, ledger_time(connection, database_->clock));
    TRY_ASSIGN(auto sums,
               connection.prepare("SELECT count(*), sum(call.charged), max(batch.held_until) FROM batch JOIN "
                                  "batch_call ON batch_call.batch = batch.id JOIN call ON call.id = "
                                  "batch_call.call WHERE batch.stage < 2 AND batch.held_until > ?1 AND "
                                  "call.state = 0"));
    TRY(sums.bind(now.value).step());
    BatchHolding holding{sums.integer(0), {sums.integer(1)}, {}};
    if (const auto until = sums.optional_integer(2)) holding.until = UnixMillis{*until};
    return holding;
  });
}

Result<std::vector<domain::ModelUse>> Ledger::model_uses(const HistoryQuery& query) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::vector<domain::ModelUse>> {
    TRY_ASSIGN(auto rows, connection.prepare(
                              "SELECT provider, model, sum(calls), sum(input_tokens), sum(cached_tokens), "
                              "sum(cache_write_tokens), sum(output_tokens), sum(spent), sum(batched) FROM spending" +
                              std::string(kInPeriod) +
                              " GROUP BY provider, model HAVING sum(spent) > 0 ORDER BY sum(spent) DESC, model"));
    bind_period(rows, query);
    std::vector<domain::ModelUse> uses;
    TRY(db::for_each(rows, [&] {
      uses.push_back({static_cast<domain::Provider>(rows.integer(0)),
                      std::string(rows.text(1)),
                      rows.integer(2),
                      {rows.integer(3), rows.integer(4), rows.integer(5), rows.integer(6), 0},
                      {rows.integer(7)},
                      {rows.integer(8)}});
    }));
    return uses;
  });
}

Result<std::vector<domain::RepeatedFile>> Ledger::repeated_files(const HistoryQuery& query, int least, int most) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::vector<domain::RepeatedFile>> {
    TRY_ASSIGN(auto rows,
               connection.prepare("SELECT rtrim(max(repo_path), '/') || '/' || path, count(*), sum(charged) FROM call "
                                  "NOT INDEXED" +
                                  std::string(kInPeriod) +
                                  " AND id > (SELECT max(id) FROM call) - 20000 AND state = 1 GROUP BY repo, path "
                                  "HAVING count(*) >= ?4 ORDER BY sum(charged) DESC, 1 LIMIT ?5"));
    rows.bind(query.from_day, query.to_day, std::string_view(query.repo_id), least, most);
    std::vector<domain::RepeatedFile> files;
    TRY(db::for_each(rows, [&] { files.push_back({std::string(rows.text(0)), rows.integer(1), {rows.integer(2)}}); }));
    return files;
  });
}

Result<UsageAverages> Ledger::averages(domain::Provider provider, std::string_view model) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<UsageAverages> {
    TRY_ASSIGN(auto sums,
               connection.prepare("SELECT count(*), sum(request_bytes), sum(input_tokens), sum(output_tokens) FROM ("
                                  "SELECT request_bytes, input_tokens, output_tokens FROM call WHERE model = ?1 AND "
                                  "provider = ?2 AND state = 1 AND estimated = 0 AND request_bytes > 0 AND "
                                  "input_tokens > 0 ORDER BY at DESC LIMIT 500)"));
    TRY(sums.bind(model, static_cast<int>(provider)).step());
    return UsageAverages{sums.integer(0), sums.integer(1), sums.integer(2), sums.integer(3)};
  });
}

}  // namespace rustassistant::ledger
