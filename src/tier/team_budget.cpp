// SPDX-License-Identifier: MIT
#include "rustassistant/tier/team_budget.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/tier/team_database.hpp"

namespace rustassistant::tier {
namespace {

using pg::Value;
using std::chrono::milliseconds;

constexpr const char* kReserve =
    "SELECT granted, kind, cap, spent, reserved FROM rustassistant.reserve($1, $2::bigint, $3::uuid, $4)";
constexpr const char* kSettle = "SELECT rustassistant.settle($1, $2::uuid, $3::bigint, $4)";
// As RFC 3339.
constexpr const char* kStanding =
    "SELECT kind, period, cap, spent, reserved, to_char(ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
    "zone "
    "FROM rustassistant.standing($1)";
constexpr const char* kOpen =
    "SELECT request, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), who, model, reserved "
    "FROM rustassistant.open_calls($1)";

NanoUsd amount_at(const pg::Rows& rows, std::size_t row, int column) {
  return {parse_integer(rows.value(row, column)).value_or(0)};
}

std::optional<NanoUsd> known_amount_at(const pg::Rows& rows, std::size_t row, int column) {
  if (rows.is_null(row, column)) return std::nullopt;
  return amount_at(rows, row, column);
}

class PostgresBudget final : public TeamBudget {
 public:
  PostgresBudget(pg::Target target, pg::Reach reach, std::string team)
      : team_(std::move(team)), session_(std::move(target), std::move(reach), greeting_of(team_)) {}

  tl::expected<TeamAnswer, TeamTrouble> reserve(const std::string& request, NanoUsd amount, std::string_view model,
                                                milliseconds within) override {
    const std::string number = std::to_string(amount.value);
    const std::array values{Value::text(team_), Value::text(number), Value::text(request), Value::text(model)};
    const auto rows = session_.run(kReserve, values, within);
    if (!rows) return tl::unexpected(trouble(rows.error(), true));
    if (rows->value(0, 0) == "t") return TeamAnswer{};
    TeamRefusal refusal;
    refusal.is_closed = rows->value(0, 1) == "closed";
    if (!refusal.is_closed && !rows->is_null(0, 1)) {
      refusal.tightest.emplace();
      refusal.tightest->is_month = rows->value(0, 1) == "month";
      refusal.tightest->cap = amount_at(*rows, 0, 2);
      refusal.tightest->spent = amount_at(*rows, 0, 3);
      refusal.tightest->reserved = amount_at(*rows, 0, 4);
    }
    return TeamAnswer{refusal};
  }

  tl::expected<void, TeamTrouble> settle(const std::string& request, std::optional<NanoUsd> cost,
                                         std::string_view model, milliseconds within) override {
    const std::string number = cost ? std::to_string(cost->value) : "";
    const std::array values{Value::text(team_), Value::text(request), cost ? Value::text(number) : Value::null(),
                            Value::text(model)};
    const auto rows = session_.run(kSettle, values, within);
    if (!rows) return tl::unexpected(trouble(rows.error(), true));
    return {};
  }

  tl::expected<TeamStanding, TeamTrouble> standing(milliseconds within) override {
    const std::array values{Value::text(team_)};
    const auto periods = session_.run(kStanding, values, within);
    if (!periods) return tl::unexpected(trouble(periods.error(), false));
    const auto calls = session_.run(kOpen, values, within);
    if (!calls) return tl::unexpected(trouble(calls.error(), false));
    TeamStanding standing;
    for (std::size_t row = 0; row < periods->size(); ++row) {
      TeamPeriod period;
      period.is_month = periods->value(row, 0) == "month";
      period.period = static_cast<int>(amount_at(*periods, row, 1).value);
      period.cap = known_amount_at(*periods, row, 2);
      period.spent = amount_at(*periods, row, 3);
      period.reserved = amount_at(*periods, row, 4);
      period.ends_at = periods->value(row, 5);
      standing.timezone = periods->value(row, 6);
      (period.is_month ? standing.month : standing.day) = period;
    }
    for (std::size_t row = 0; row < calls->size(); ++row) {
      standing.open.push_back({std::string(calls->value(row, 0)), std::string(calls->value(row, 1)),
                               std::string(calls->value(row, 2)), std::string(calls->value(row, 3)),
                               amount_at(*calls, row, 4)});
    }
    return standing;
  }

 private:
  static TeamTrouble trouble(const pg::Failure& failure, bool writing) {
    return {trouble_of(failure, writing), failure.possibly_done};
  }

  const std::string team_;
  pg::Session session_;
};

}  // namespace

std::optional<NanoUsd> TeamPeriod::left() const {
  if (!cap) return std::nullopt;
  const NanoUsd unspent = *cap - std::min(*cap, spent);
  return unspent - std::min(unspent, reserved);
}

std::unique_ptr<TeamBudget> make_postgres_budget(pg::Target target, pg::Reach reach, std::string team) {
  return std::make_unique<PostgresBudget>(std::move(target), std::move(reach), std::move(team));
}

std::string new_request_id() {
  std::random_device random;
  std::array<std::uint8_t, 16> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  // Version 4, as RFC 9562 has it.
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  std::string text = to_hex(bytes);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, "-");
  return text;
}

}  // namespace rustassistant::tier
