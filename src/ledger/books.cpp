// SPDX-License-Identifier: MIT
#include "books.hpp"

#include <algorithm>
#include <chrono>

#include "rustassistant/db/migrator.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/file_system.hpp"
#include "schema.hpp"

namespace rustassistant::ledger {
namespace {

constexpr std::chrono::seconds kBusyTimeout{60};
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

db::Outcome<Charged> charged_row(db::Statement& statement) {
  TRY(statement.step());
  return Charged{{statement.integer(0)}, {statement.integer(1)}};
}

}  // namespace

db::Outcome<void> Ledger::Books::open(db::OpenMode mode) {
  const auto journal = sys::network_file_system_at(path_) ? db::Journal::rollback : db::Journal::write_ahead;
  TRY_ASSIGN(connection_, db::Connection::open(path_, {mode, kBusyTimeout, db::Synchronous::full, journal}));
  TRY(db::migrate(*connection_, {kApplicationId, kMigrations}));
  if (!connection_->is_read_only()) TRY(connection_->set_journal(journal));
  TRY(zone());
  return {};
}

// The clock's time, but never earlier than a call that was already made.
db::Outcome<UnixMillis> Ledger::Books::now() {
  TRY_ASSIGN(auto query, connection_->prepare("SELECT max(at) FROM call"));
  TRY(query.step());
  return UnixMillis{std::max(clock_.now().value, query.optional_integer(0).value_or(0))};
}

db::Outcome<std::string> Ledger::Books::setting(std::string_view name) {
  TRY_ASSIGN(auto query, connection_->prepare("SELECT value FROM setting WHERE name = ?1"));
  TRY_ASSIGN(const bool found, query.bind(name).step());
  return std::string(found ? query.text(0) : "");
}

db::Outcome<TimeZone> Ledger::Books::zone() {
  TRY_ASSIGN(const std::string rule, setting("timezone_rule"));
  if (const auto zone = TimeZone::parse(rule)) return *zone;
  return db::fail(db::Problem::corrupt, "'" + path_ + "' is kept in a time zone that is none: '" + rule + "'");
}

db::Outcome<Charged> Ledger::Books::charged_in(int month) {
  TRY_ASSIGN(auto query, connection_->prepare("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1"));
  return charged_row(query.bind(month));
}

db::Outcome<Charged> Ledger::Books::charged_on(int month, int day) {
  TRY_ASSIGN(auto query,
             connection_->prepare("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1 AND day = ?2"));
  return charged_row(query.bind(month, day));
}

db::Outcome<Charged> Ledger::Books::charged_for(int month, const std::string& repo_id) {
  TRY_ASSIGN(auto query,
             connection_->prepare("SELECT sum(spent), sum(reserved) FROM day_total WHERE month = ?1 AND repo = ?2"));
  return charged_row(query.bind(month, repo_id));
}

db::Outcome<MonthSummary> Ledger::Books::month_at(UnixMillis instant, const TimeZone& zone) {
  MonthSummary summary = empty_month(instant, zone);
  TRY_ASSIGN(auto totals, connection_->prepare("SELECT sum(spent), sum(reserved), sum(calls), sum(unknown_costs), "
                                               "sum(estimated_calls), sum(input_tokens), sum(cached_tokens), "
                                               "sum(output_tokens) FROM day_total WHERE month = ?1"));
  TRY(totals.bind(summary.month).step());
  summary.spent = {totals.integer(0)};
  summary.reserved = {totals.integer(1)};
  summary.calls = totals.integer(2);
  summary.unknown_costs = totals.integer(3);
  summary.estimated_calls = totals.integer(4);
  summary.input_tokens = totals.integer(5);
  summary.cached_tokens = totals.integer(6);
  summary.output_tokens = totals.integer(7);
  return summary;
}

// By the index of open calls, which are few: the planner would walk over all calls of that age.
db::Outcome<void> Ledger::Books::list_unsettled(Standing& standing) {
  const std::int64_t before = standing.now.value - kUnsettledAfterMs;
  TRY_ASSIGN(auto sums,
             connection_->prepare(
                 "SELECT count(*), sum(charged) FROM call INDEXED BY call_open WHERE state = 0 AND at <= ?1"));
  TRY(sums.bind(before).step());
  standing.unsettled_count = sums.integer(0);
  standing.unsettled_amount = {sums.integer(1)};

  TRY_ASSIGN(auto rows,
             connection_->prepare("SELECT id, at, provider, model, repo_path, path, reserved FROM call "
                                  "INDEXED BY call_open WHERE state = 0 AND at <= ?1 ORDER BY month, at, id LIMIT ?2"));
  rows.bind(before, kListedUnsettled);
  while (true) {
    TRY_ASSIGN(const bool row, rows.step());
    if (!row) return {};
    const auto reserved = rows.optional_integer(6);
    standing.unsettled.push_back({rows.integer(0),
                                  {rows.integer(1)},
                                  static_cast<domain::Provider>(rows.integer(2)),
                                  std::string(rows.text(3)),
                                  std::string(rows.text(4)),
                                  std::string(rows.text(5)),
                                  reserved ? std::optional(NanoUsd{*reserved}) : std::nullopt});
  }
}

db::Outcome<Standing> Ledger::Books::standing() {
  Standing standing;
  standing.zone_name = "UTC";
  if (!is_open()) {
    standing.now = clock_.now();
    standing.month = empty_month(standing.now, standing.zone);
    standing.day = empty_day(standing.now, standing.zone);
    return standing;
  }
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::deferred));
  TRY_ASSIGN(standing.now, now());
  TRY_ASSIGN(standing.zone_name, setting("timezone"));
  TRY_ASSIGN(standing.zone, zone());
  TRY_ASSIGN(standing.settings, read_settings(*connection_));
  TRY_ASSIGN(standing.month, month_at(standing.now, standing.zone));
  standing.day = empty_day(standing.now, standing.zone);
  TRY_ASSIGN(static_cast<Charged&>(standing.day), charged_on(standing.month.month, standing.day.day));
  for (const domain::RepoCap& cap : standing.settings.repo_caps) {
    RepoStanding repo;
    repo.cap = cap;
    TRY_ASSIGN(static_cast<Charged&>(repo), charged_for(standing.month.month, cap.repo_id));
    standing.repos.push_back(std::move(repo));
  }
  for (int i = 0; i < 3; ++i) {
    TRY_ASSIGN(const Charged charged, charged_in(first_of_month(standing.month.month, i - 3) / 100));
    standing.past_months.at(static_cast<std::size_t>(i)) = charged.committed();
  }
  TRY(list_unsettled(standing));
  return standing;
}

}  // namespace rustassistant::ledger
