// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/ledger.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "rustassistant/base/time_text.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/db/migrator.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/files.hpp"
#include "schema.hpp"

namespace rustassistant::ledger {

namespace {

constexpr std::chrono::seconds kBusyTimeout{60};
constexpr std::int64_t kUnsettledAfterMs = 3'600'000;

enum class State : std::int64_t { reserved = 0, settled = 1, released = 2 };

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return path.substr(0, std::max<std::size_t>(slash, 1));
}

// What the user can do about a ledger that cannot be used.
std::string recovery(const db::Failure& failure, const std::string& path) {
  switch (failure.problem) {
    case db::Problem::not_a_database:
    case db::Problem::corrupt:
    case db::Problem::unfit_schema:
    case db::Problem::foreign:
      return "the ledger is never replaced by itself: restore " + sys::quoted(path) +
             " from a backup, or move it away to start an empty one and lower the cap by what this month has cost";
    case db::Problem::busy:
      return "another process is holding it; try again";
    case db::Problem::full:
      return "make room on the disk";
    case db::Problem::read_only:
    case db::Problem::cannot_open:
      return "make " + sys::quoted(path) + " and its folder writable for its user";
    default:
      return failure.hint;
  }
}

tl::unexpected<Error> unusable(const db::Failure& failure, const std::string& path) {
  return fail(Errc::storage, "cannot use the ledger: " + failure.what, recovery(failure, path));
}

Error over_cap(const MonthSummary& month, NanoUsd amount, NanoUsd cap) {
  return {Errc::budget,
          "the call might cost " + domain::format_usd(amount) + ", which exceeds the monthly cap of " +
              domain::format_usd(cap) + ": " + domain::format_usd(month.spent) + " is spent and " +
              domain::format_usd(month.reserved) + " reserved, until the month ends at " + to_rfc3339(month.reset_at),
          "raise `monthly_usd` under [budget] in config.toml"};
}

}  // namespace

// The open database; every member function is one transaction.
class Ledger::Books {
 public:
  Books(std::string path, const Clock& clock) : path_(std::move(path)), clock_(clock) {}

  db::Outcome<void> open(db::OpenMode mode);
  db::Outcome<Result<Reservation>> reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                           const domain::BudgetPolicy& policy);
  db::Outcome<void> close_call(std::int64_t id, State state, const domain::Usage* usage, std::optional<NanoUsd> cost,
                               Booking booking);
  db::Outcome<MonthSummary> current_month();

  const std::string& path() const { return path_; }
  bool is_open() const { return connection_.has_value(); }
  std::mutex& mutex() { return mutex_; }

 private:
  db::Outcome<UnixMillis> now();
  db::Outcome<MonthSummary> month_at(UnixMillis instant);
  db::Outcome<std::int64_t> insert(const CallFacts& facts, UnixMillis at, std::optional<NanoUsd> amount);
  db::Outcome<void> check_zone();

  std::string path_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<db::Connection> connection_;
};

db::Outcome<void> Ledger::Books::open(db::OpenMode mode) {
  TRY_ASSIGN(connection_, db::Connection::open(path_, {mode, kBusyTimeout, db::Synchronous::full}));
  TRY(db::migrate(*connection_, {kApplicationId, kMigrations}));
  return check_zone();
}

db::Outcome<void> Ledger::Books::check_zone() {
  TRY_ASSIGN(auto query, connection_->prepare("SELECT value FROM setting WHERE name = 'timezone'"));
  TRY_ASSIGN(const bool found, query.step());
  const std::string zone(found ? query.text(0) : "");
  if (zone == "UTC") return {};
  return db::fail(db::Problem::newer_version,
                  "'" + path_ + "' is kept in the time zone '" + zone + "', which this version does not know",
                  "use a newer version of this program");
}

// The clock's time, but never earlier than a call that was already made.
db::Outcome<UnixMillis> Ledger::Books::now() {
  TRY_ASSIGN(auto query, connection_->prepare("SELECT max(at) FROM call"));
  TRY(query.step());
  return UnixMillis{std::max(clock_.now().value, query.optional_integer(0).value_or(0))};
}

db::Outcome<MonthSummary> Ledger::Books::month_at(UnixMillis instant) {
  MonthSummary summary;
  summary.month = utc_month(instant);
  summary.reset_at = start_of_next_month(summary.month);
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

  TRY_ASSIGN(auto open_calls, connection_->prepare("SELECT count(*), sum(charged) FROM call "
                                                   "WHERE state = 0 AND month = ?1 AND at <= ?2"));
  TRY(open_calls.bind(summary.month, instant.value - kUnsettledAfterMs).step());
  summary.unsettled = open_calls.integer(0);
  summary.unsettled_amount = {open_calls.integer(1)};
  return summary;
}

db::Outcome<std::int64_t> Ledger::Books::insert(const CallFacts& facts, UnixMillis at, std::optional<NanoUsd> amount) {
  TRY_ASSIGN(auto statement,
             connection_->prepare("INSERT INTO call (at, month, day, state, reserved, provider, type, model, repo, "
                                  "repo_path, path, extension) "
                                  "VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
  statement.bind(at.value, utc_month(at), utc_day(at),
                 amount ? std::optional<std::int64_t>(amount->value) : std::nullopt, static_cast<int>(facts.provider),
                 static_cast<int>(facts.type), facts.model, facts.repo_id, facts.repo_path, facts.path,
                 facts.extension);
  TRY(statement.run());
  return connection_->last_row_id();
}

db::Outcome<Result<Reservation>> Ledger::Books::reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                                        const domain::BudgetPolicy& policy) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::immediate));
  TRY_ASSIGN(const UnixMillis at, now());
  Reservation reservation{0, worst_case, at, false};
  if (worst_case && worst_case->value != 0) {
    TRY_ASSIGN(const MonthSummary month, month_at(at));
    // Compared by what is left: a sum might not fit.
    const bool fits = *worst_case <= policy.monthly_cap && month.spent <= policy.monthly_cap - *worst_case &&
                      month.reserved <= policy.monthly_cap - *worst_case - month.spent;
    if (!fits && policy.when_exceeded != domain::WhenExceeded::warn) {
      return Result<Reservation>(tl::unexpected(over_cap(month, *worst_case, policy.monthly_cap)));
    }
    reservation.over_cap = !fits;
  }
  TRY_ASSIGN(reservation.id, insert(facts, at, worst_case));
  TRY(transaction.commit());
  return Result<Reservation>(reservation);
}

db::Outcome<void> Ledger::Books::close_call(std::int64_t id, State state, const domain::Usage* usage,
                                            std::optional<NanoUsd> cost, Booking booking) {
  using Integer = std::optional<std::int64_t>;
  const auto tokens = [usage](Tokens domain::Usage::* part) {
    return usage == nullptr ? Integer() : Integer(usage->*part);
  };
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::immediate));
  TRY_ASSIGN(const UnixMillis at, now());
  TRY_ASSIGN(auto statement,
             connection_->prepare("UPDATE call SET state = ?2, closed_at = ?3, cost = ?4, estimated = ?5, "
                                  "input_tokens = ?6, cached_tokens = ?7, cache_write_tokens = ?8, "
                                  "output_tokens = ?9, reasoning_tokens = ?10 WHERE id = ?1 AND state = 0"));
  statement.bind(id, static_cast<std::int64_t>(state), at.value, cost ? Integer(cost->value) : std::nullopt,
                 booking == Booking::estimated ? 1 : 0, tokens(&domain::Usage::input), tokens(&domain::Usage::cached),
                 tokens(&domain::Usage::cache_write), tokens(&domain::Usage::output),
                 tokens(&domain::Usage::reasoning));
  TRY(statement.run());
  if (connection_->changes() != 1) {
    return db::fail(db::Problem::other,
                    "call " + std::to_string(id) + " is not open: it was settled or released before");
  }
  return transaction.commit();
}

db::Outcome<MonthSummary> Ledger::Books::current_month() {
  if (!is_open()) {
    MonthSummary nothing;
    nothing.month = utc_month(clock_.now());
    nothing.reset_at = start_of_next_month(nothing.month);
    return nothing;
  }
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::deferred));
  TRY_ASSIGN(const UnixMillis at, now());
  return month_at(at);
}

Ledger::Ledger(std::unique_ptr<Books> books) : books_(std::move(books)) {}
Ledger::~Ledger() = default;

Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path, const Clock& clock, IfMissing if_missing) {
  if (if_missing == IfMissing::create) TRY(sys::create_private_folder(folder_of(path)));
  auto books = std::make_unique<Books>(path, clock);
  const auto opened = books->open(if_missing == IfMissing::create ? db::OpenMode::create : db::OpenMode::read_write);
  const bool nothing_there = !opened && opened.error().problem == db::Problem::missing;
  if (!opened && !(nothing_there && if_missing == IfMissing::empty)) return unusable(opened.error(), path);
  return std::unique_ptr<Ledger>(new Ledger(std::move(books)));
}

Result<Reservation> Ledger::reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                    const domain::BudgetPolicy& policy) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open())
    return fail(Errc::storage, "cannot reserve: there is no ledger at " + sys::quoted(books_->path()));
  if (worst_case && worst_case->value < 0) return fail(Errc::storage, "cannot reserve a negative amount");
  auto outcome = books_->reserve(facts, worst_case, policy);
  if (!outcome) return unusable(outcome.error(), books_->path());
  return *std::move(outcome);
}

Result<void> Ledger::settle(const Reservation& reservation, const domain::Usage& usage, std::optional<NanoUsd> cost,
                            Booking booking) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open())
    return fail(Errc::storage, "cannot settle: there is no ledger at " + sys::quoted(books_->path()));
  const auto outcome = books_->close_call(reservation.id, State::settled, &usage, cost, booking);
  if (!outcome) return unusable(outcome.error(), books_->path());
  return {};
}

Result<void> Ledger::release(const Reservation& reservation) {
  const std::scoped_lock lock(books_->mutex());
  if (!books_->is_open())
    return fail(Errc::storage, "cannot release: there is no ledger at " + sys::quoted(books_->path()));
  const auto outcome = books_->close_call(reservation.id, State::released, nullptr, std::nullopt, Booking::reported);
  if (!outcome) return unusable(outcome.error(), books_->path());
  return {};
}

Result<MonthSummary> Ledger::current_month() {
  const std::scoped_lock lock(books_->mutex());
  auto outcome = books_->current_month();
  if (!outcome) return unusable(outcome.error(), books_->path());
  return *outcome;
}

}  // namespace rustassistant::ledger
