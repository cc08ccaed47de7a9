// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/standing.hpp"

#include "database.hpp"
#include "figures.hpp"

namespace rustassistant::ledger {
namespace {

constexpr std::int64_t kUnsettledAfterMs = 3'600'000;
constexpr int kListedUnsettled = 100;

MonthSummary empty_month(UnixMillis instant, const TimeZone& zone) {
  MonthSummary summary;
  summary.month = zone.month_of(instant);
  summary.start = zone.start_of_day(first_of_month(summary.month));
  summary.reset_at = zone.start_of_day(first_of_month(summary.month, 1));
  return summary;
}

DaySummary empty_day(UnixMillis instant, const TimeZone& zone) {
  DaySummary summary;
  summary.day = zone.day_of(instant);
  summary.reset_at = zone.start_of_day(plus_days(summary.day, 1));
  return summary;
}

db::Outcome<void> read_month(const db::Connection& connection, MonthSummary& summary) {
  TRY_ASSIGN(auto totals, connection.prepare("SELECT sum(spent), sum(reserved), sum(calls), sum(unknown_costs), "
                                             "sum(estimated_calls), sum(input_tokens), sum(cached_tokens), "
                                             "sum(output_tokens), max(day) FROM day_total WHERE month = ?1"));
  TRY(totals.bind(summary.month).step());
  summary.spent = {totals.integer(0)};
  summary.reserved = {totals.integer(1)};
  summary.calls = totals.integer(2);
  summary.unknown_costs = totals.integer(3);
  summary.estimated_calls = totals.integer(4);
  summary.input_tokens = totals.integer(5);
  summary.cached_tokens = totals.integer(6);
  summary.output_tokens = totals.integer(7);
  summary.newest_day = static_cast<int>(totals.integer(8));

  TRY_ASSIGN(auto unknown, connection.prepare(
                               "SELECT sum(charged), sum(ifnull(input_tokens, 0) + ifnull(output_tokens, 0)) FROM call "
                               "INDEXED BY call_unknown WHERE month = ?1 AND state = 1 AND cost IS NULL"));
  TRY(unknown.bind(summary.month).step());
  summary.known_calls = summary.calls - summary.unknown_costs;
  summary.known_spent = summary.spent - NanoUsd{unknown.integer(0)};
  summary.known_tokens = summary.input_tokens + summary.output_tokens - unknown.integer(1);
  return {};
}

// Reservations that a batch holds until its time.
#define RUSTASSISTANT_IN_BATCH                                                                                  \
  "EXISTS (SELECT 1 FROM batch_call AS held JOIN batch ON batch.id = held.batch WHERE held.call = call.id AND " \
  "batch.stage < 2 AND batch.held_until > ?2)"

// By the index of open calls, which are few: the planner would walk over all calls of that age.
db::Outcome<void> list_unsettled(const db::Connection& connection, Standing& standing) {
  const std::int64_t before = standing.now.value - kUnsettledAfterMs;
  TRY_ASSIGN(auto sums, connection.prepare(
                            "SELECT count(*), sum(charged) FROM call INDEXED BY call_open WHERE state = 0 AND at <= ?1 "
                            "AND NOT " RUSTASSISTANT_IN_BATCH));
  TRY(sums.bind(before, standing.now.value).step());
  standing.unsettled_count = sums.integer(0);
  standing.unsettled_amount = {sums.integer(1)};

  TRY_ASSIGN(auto rows,
             connection.prepare("SELECT id, at, provider, model, repo_path, path, reserved FROM call "
                                "INDEXED BY call_open WHERE state = 0 AND at <= ?1 AND NOT " RUSTASSISTANT_IN_BATCH
                                " ORDER BY month, at, id LIMIT ?3"));
  rows.bind(before, standing.now.value, kListedUnsettled);
  return db::for_each(rows, [&] {
    standing.unsettled.push_back({rows.integer(0),
                                  {rows.integer(1)},
                                  static_cast<domain::Provider>(rows.integer(2)),
                                  std::string(rows.text(3)),
                                  std::string(rows.text(4)),
                                  std::string(rows.text(5)),
                                  amount_at(rows, 6)});
  });
}

db::Outcome<void> look_ahead(const db::Connection& connection, UnixMillis clock, Standing& standing) {
  constexpr std::int64_t kDayMs = 86'400'000;
  TRY_ASSIGN(auto ahead, connection.prepare("SELECT count(*), max(at) FROM call WHERE at > ?1"));
  TRY(ahead.bind(clock.value + kDayMs).step());
  standing.ahead = {ahead.integer(0), {ahead.integer(1)}};
  TRY_ASSIGN(auto newest, connection.prepare("SELECT max(at) FROM call"));
  TRY(newest.step());
  if (const auto at = newest.optional_integer(0)) standing.newest_call = UnixMillis{*at};
  return {};
}

db::Outcome<std::optional<Standing>> read_standing(const db::Connection& connection, const Clock& clock) {
  Standing standing;
  TRY_ASSIGN(standing.now, ledger_time(connection, clock));
  TRY_ASSIGN(standing.zone_name, setting_of(connection, "timezone"));
  TRY_ASSIGN(standing.zone, zone_of(connection));
  TRY_ASSIGN(standing.settings, read_settings(connection));
  standing.month = empty_month(standing.now, standing.zone);
  TRY(read_month(connection, standing.month));
  standing.day = empty_day(standing.now, standing.zone);
  TRY_ASSIGN(static_cast<Charged&>(standing.day), charged_on(connection, standing.day.day));
  for (const domain::RepoCap& cap : standing.settings.repo_caps) {
    RepoStanding repo;
    repo.cap = cap;
    TRY_ASSIGN(static_cast<Charged&>(repo), charged_for(connection, standing.month.month, cap.repo_id));
    standing.repos.push_back(std::move(repo));
  }
  for (int i = 0; i < 3; ++i) {
    TRY_ASSIGN(const Charged charged, charged_in(connection, first_of_month(standing.month.month, i - 3) / 100));
    standing.past_months.at(static_cast<std::size_t>(i)) = charged.committed();
  }
  TRY(look_ahead(connection, clock.now(), standing));
  TRY(list_unsettled(connection, standing));
  return standing;
}

}  // namespace

Result<Standing> Ledger::standing() {
  TRY_ASSIGN(auto standing, database_->read([this](const db::Connection& connection) {
    return read_standing(connection, database_->clock);
  }));
  if (standing) return *std::move(standing);
  Standing empty;
  empty.zone_name = "UTC";
  empty.now = database_->clock.now();
  empty.month = empty_month(empty.now, empty.zone);
  empty.day = empty_day(empty.now, empty.zone);
  return empty;
}

}  // namespace rustassistant::ledger
