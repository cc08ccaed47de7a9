// SPDX-License-Identifier: MIT
#include "rustassistant/app/budget_report.hpp"

#include <algorithm>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"

namespace rustassistant::app {
namespace {

std::int64_t times(NanoUsd left, std::int64_t count, NanoUsd cost) {
  constexpr std::int64_t kMostCount = 1'000'000;
  // Divided first where the product would not fit.
  return count < kMostCount && left.value < INT64_MAX / kMostCount
             ? left.value * count / cost.value
             : left.value / std::max<std::int64_t>(1, cost.value / count);
}

std::optional<Room> room_of(const BudgetPicture& picture) {
  const ledger::MonthSummary& month = picture.standing.month;
  if (month.spent.value <= 0 || month.calls == 0) return std::nullopt;
  const NanoUsd left = remaining(picture.policy.monthly_cap, month);
  const Tokens tokens = month.input_tokens + month.output_tokens;
  return Room{times(left, month.calls, month.spent), tokens == 0 ? 0 : times(left, tokens, month.spent)};
}

}  // namespace

domain::BudgetState BudgetPicture::state() const {
  const auto monthly = domain::budget_state(policy, policy.monthly_cap, standing.month.committed());
  if (!policy.daily_cap) return monthly;
  return std::max(monthly, domain::budget_state(policy, *policy.daily_cap, standing.day.committed()));
}

Result<BudgetPicture> budget_picture(const config::Settings& settings, const Services& services) {
  TRY_ASSIGN(const std::string path, ledger_path(services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, services.clock, ledger::IfMissing::empty));
  TRY_ASSIGN(ledger::Standing standing, ledger->standing());
  domain::BudgetPolicy policy = settings.budget.policy(standing.settings);
  return BudgetPicture{std::move(policy), std::move(standing)};
}

NanoUsd remaining(NanoUsd cap, const ledger::Charged& charged) {
  return std::max(NanoUsd{}, cap - charged.committed());
}

Result<BudgetReport> budget_report(const config::Settings& settings, const Services& services) {
  TRY_ASSIGN(BudgetPicture picture, budget_picture(settings, services));
  const ledger::Standing& standing = picture.standing;
  const ledger::MonthSummary& month = standing.month;
  const auto forecast =
      domain::forecast({month.start, standing.now, month.reset_at, month.committed(), picture.policy.monthly_cap});
  const auto room = room_of(picture);
  const auto recommended = domain::recommended_cap(standing.past_months);
  return BudgetReport{std::move(picture), forecast, room, recommended, saved_this_month(settings, services)};
}

}  // namespace rustassistant::app
