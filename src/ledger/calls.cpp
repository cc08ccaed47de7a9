// SPDX-License-Identifier: MIT
#include "rustassistant/ledger/call.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "books.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::ledger {
namespace {

using Integer = std::optional<std::int64_t>;

Integer value_of(const std::optional<NanoUsd>& amount) {
  return amount ? Integer(amount->value) : std::nullopt;
}

}  // namespace

std::string_view name_of(CallState state) {
  constexpr std::array<std::string_view, 3> kNames{"reserved", "settled", "released"};
  return kNames.at(static_cast<std::size_t>(state));
}

// How a call ends.
struct Ledger::Books::Closing {
  CallState state = CallState::settled;
  const domain::Usage* usage = nullptr;  // null: unknown
  std::optional<NanoUsd> cost;           // nothing: unknown
  bool estimated = false;
  bool by_hand = false;
};

// A cap and what counts against it.
struct Ledger::Books::CapStanding {
  const char* name;
  NanoUsd cap;
  Charged charged;
  std::string until;  // "the month ends at …"; empty for a run
  std::string hint;

  // Never below 0, so that a sum that does not fit cannot arise.
  [[nodiscard]] NanoUsd left() const {
    const NanoUsd unspent = std::max(NanoUsd{}, cap - std::min(cap, charged.spent));
    return unspent - std::min(unspent, charged.reserved);
  }
  [[nodiscard]] Error refusal(NanoUsd amount) const {
    return {Errc::budget,
            "the call might cost " + domain::format_usd(amount) + ", which exceeds the " + name + " cap of " +
                domain::format_usd(cap) + ": " + domain::format_usd(charged.spent) + " is spent and " +
                domain::format_usd(charged.reserved) + " reserved" + until,
            hint};
  }
};

// Every cap that a call counts against.
db::Outcome<std::vector<Ledger::Books::CapStanding>> Ledger::Books::caps_of(const CallFacts& facts, UnixMillis at,
                                                                            const TimeZone& zone,
                                                                            const domain::BudgetPolicy& policy) {
  const int day = zone.day_of(at);
  const int month = day / 100;
  const auto until = [&](const char* period, int next_day) {
    const UnixMillis instant = zone.start_of_day(next_day);
    return std::string(", until the ") + period + " ends at " + to_rfc3339(instant, zone.offset_seconds(instant));
  };
  const std::string month_ends = until("month", first_of_month(month, 1));

  std::vector<CapStanding> caps;
  TRY_ASSIGN(const Charged in_month, charged_in(month));
  caps.push_back({"monthly", policy.monthly_cap, in_month, month_ends,
                  "raise it, for example: rustassistant budget set --monthly 5.00"});
  if (policy.daily_cap) {
    TRY_ASSIGN(const Charged on_day, charged_on(month, day));
    caps.push_back({"daily", *policy.daily_cap, on_day, until("day", plus_days(day, 1)),
                    "raise it, for example: rustassistant budget set --daily 1.00"});
  }
  for (const domain::RepoCap& cap : policy.repo_caps) {
    if (cap.repo_id != facts.repo_id) continue;
    TRY_ASSIGN(const Charged for_repo, charged_for(month, cap.repo_id));
    caps.push_back({"repository's monthly", cap.monthly_cap, for_repo, month_ends,
                    "raise it, for example: rustassistant budget set --repo " + sys::quoted(cap.path + "=1.00")});
  }
  return caps;
}

// Whether a call may be made: an error that names the tightest cap where it may not, else whether it exceeds one.
db::Outcome<Result<bool>> Ledger::Books::judge(const CallFacts& facts, NanoUsd amount, UnixMillis at,
                                               const TimeZone& zone, const domain::BudgetRules& rules) {
  TRY_ASSIGN(const domain::BudgetSettings stored, read_settings(*connection_));
  const domain::BudgetPolicy policy = rules.policy(stored);
  TRY_ASSIGN(std::vector<CapStanding> caps, caps_of(facts, at, zone, policy));
  const auto tighter = [](const CapStanding& a, const CapStanding& b) { return a.left() < b.left(); };
  const bool over_cap = std::min_element(caps.begin(), caps.end(), tighter)->left() < amount;
  if (policy.when_exceeded == domain::WhenExceeded::warn) caps.clear();
  if (rules.run_cap) caps.push_back({"run's", *rules.run_cap, run_, "", "raise it with --max-cost, or leave that out"});
  const auto tightest = std::min_element(caps.begin(), caps.end(), tighter);
  if (tightest == caps.end() || amount <= tightest->left()) return Result<bool>(over_cap);
  return Result<bool>(tl::unexpected(tightest->refusal(amount)));
}

db::Outcome<std::int64_t> Ledger::Books::insert(const CallFacts& facts, UnixMillis at, const TimeZone& zone,
                                                std::optional<NanoUsd> amount) {
  TRY_ASSIGN(auto statement,
             connection_->prepare("INSERT INTO call (at, month, day, state, reserved, provider, type, model, repo, "
                                  "repo_path, path, extension, request_bytes) "
                                  "VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"));
  const int day = zone.day_of(at);
  statement.bind(at.value, day / 100, day, value_of(amount), static_cast<int>(facts.provider),
                 static_cast<int>(facts.type), facts.model, facts.repo_id, facts.repo_path, facts.path, facts.extension,
                 facts.request_bytes);
  TRY(statement.run());
  return connection_->last_row_id();
}

db::Outcome<Result<Reservation>> Ledger::Books::reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                                        const domain::BudgetRules& rules) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::immediate));
  TRY_ASSIGN(const UnixMillis at, now());
  TRY_ASSIGN(const TimeZone zone, this->zone());
  Reservation reservation{0, worst_case, at, false};
  if (worst_case && worst_case->value != 0) {
    TRY_ASSIGN(const Result<bool> over_cap, judge(facts, *worst_case, at, zone, rules));
    if (!over_cap) return Result<Reservation>(tl::unexpected(over_cap.error()));
    reservation.over_cap = *over_cap;
  }
  TRY_ASSIGN(reservation.id, insert(facts, at, zone, worst_case));
  TRY(transaction.commit());
  run_.reserved += worst_case.value_or(NanoUsd{});
  return Result<Reservation>(reservation);
}

// Whether the call was open.
db::Outcome<bool> Ledger::Books::close_call(std::int64_t id, const Closing& closing) {
  const auto tokens = [&closing](Tokens domain::Usage::* part) {
    return closing.usage == nullptr ? Integer() : Integer(closing.usage->*part);
  };
  TRY_ASSIGN(const UnixMillis at, now());
  TRY_ASSIGN(auto statement, connection_->prepare(
                                 "UPDATE call SET state = ?2, closed_at = ?3, cost = ?4, estimated = ?5, by_hand = ?6, "
                                 "input_tokens = ?7, cached_tokens = ?8, cache_write_tokens = ?9, "
                                 "output_tokens = ?10, reasoning_tokens = ?11 WHERE id = ?1 AND state = 0"));
  statement.bind(id, static_cast<int>(closing.state), at.value, value_of(closing.cost), closing.estimated ? 1 : 0,
                 closing.by_hand ? 1 : 0, tokens(&domain::Usage::input), tokens(&domain::Usage::cached),
                 tokens(&domain::Usage::cache_write), tokens(&domain::Usage::output),
                 tokens(&domain::Usage::reasoning));
  TRY(statement.run());
  return connection_->changes() == 1;
}

db::Outcome<void> Ledger::Books::close_own(const Reservation& reservation, const Closing& closing) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::immediate));
  TRY_ASSIGN(const bool was_open, close_call(reservation.id, closing));
  if (!was_open) {
    TRY_ASSIGN(auto query, connection_->prepare("SELECT 1 FROM call WHERE id = ?1 AND by_hand = 1"));
    TRY_ASSIGN(const bool by_hand, query.bind(reservation.id).step());
    if (by_hand) return {};
    return db::fail(db::Problem::other,
                    "call " + std::to_string(reservation.id) + " is not open: it was settled or released before");
  }
  TRY(transaction.commit());
  const NanoUsd reserved = reservation.amount.value_or(NanoUsd{});
  run_.reserved -= reserved;
  if (closing.state == CallState::settled) run_.spent += closing.cost.value_or(reserved);
  return {};
}

db::Outcome<void> Ledger::Books::settle(const Reservation& reservation, const domain::Usage& usage,
                                        std::optional<NanoUsd> cost, Booking booking) {
  return close_own(reservation, {CallState::settled, &usage, cost, booking == Booking::estimated});
}

db::Outcome<void> Ledger::Books::release(const Reservation& reservation) {
  return close_own(reservation, {CallState::released, nullptr, std::nullopt});
}

db::Outcome<Result<OpenCall>> Ledger::Books::settle_by_hand(std::int64_t id, std::optional<NanoUsd> cost) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::immediate));
  TRY_ASSIGN(auto query, connection_->prepare("SELECT at, provider, model, repo_path, path, reserved, state FROM call "
                                              "WHERE id = ?1"));
  TRY_ASSIGN(const bool exists, query.bind(id).step());
  if (!exists || query.integer(6) != 0) {
    const std::string what =
        exists ? "is " + std::string(name_of(static_cast<CallState>(query.integer(6)))) + " already" : "does not exist";
    return Result<OpenCall>(fail(Errc::usage, "call " + std::to_string(id) + " " + what,
                                 "`rustassistant budget status` lists the calls that are unsettled"));
  }
  const Integer reserved = query.optional_integer(5);
  OpenCall call{id,
                {query.integer(0)},
                static_cast<domain::Provider>(query.integer(1)),
                std::string(query.text(2)),
                std::string(query.text(3)),
                std::string(query.text(4)),
                reserved ? std::optional(NanoUsd{*reserved}) : std::nullopt};
  query.reset();
  TRY(close_call(id, {cost ? CallState::settled : CallState::released, nullptr, cost, false, true}));
  TRY(transaction.commit());
  return Result<OpenCall>(std::move(call));
}

db::Outcome<std::int64_t> Ledger::Books::import(std::span<const PastCall> calls) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(*connection_, db::TransactionKind::immediate));
  TRY_ASSIGN(const TimeZone zone, this->zone());
  TRY_ASSIGN(const UnixMillis now, this->now());
  TRY_ASSIGN(auto statement,
             connection_->prepare("INSERT INTO call (tag, at, month, day, state, closed_at, cost, estimated, provider, "
                                  "type, model, repo, repo_path, path, extension, input_tokens, cached_tokens, "
                                  "cache_write_tokens, output_tokens, reasoning_tokens) "
                                  "VALUES (?1, ?2, ?3, ?4, 1, ?2, ?5, 1, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
                                  "?16, ?17) ON CONFLICT DO NOTHING"));
  std::int64_t added = 0;
  for (const PastCall& call : calls) {
    if (call.at > now) continue;  // a time to come would be taken for the present
    const auto tokens = [&call](Tokens domain::Usage::* part) {
      return call.usage ? Integer((*call.usage).*part) : Integer();
    };
    const CallFacts& facts = call.facts;
    const int day = zone.day_of(call.at);
    statement.bind(call.tag, call.at.value, day / 100, day, value_of(call.cost), static_cast<int>(facts.provider),
                   static_cast<int>(facts.type), facts.model, facts.repo_id, facts.repo_path, facts.path,
                   facts.extension, tokens(&domain::Usage::input), tokens(&domain::Usage::cached),
                   tokens(&domain::Usage::cache_write), tokens(&domain::Usage::output),
                   tokens(&domain::Usage::reasoning));
    TRY(statement.run());
    added += connection_->changes();
  }
  TRY(transaction.commit());
  return added;
}

}  // namespace rustassistant::ledger
