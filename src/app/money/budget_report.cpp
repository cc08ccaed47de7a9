// SPDX-License-Identifier: MIT
#include "rustassistant/app/budget_report.hpp"

#include <algorithm>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

using ledger::IfMissing;

// What hits have saved in the current month (UTC), in the cache that serves the working folder. Nothing where it cannot
// be read.
std::optional<NanoUsd> saved_this_month(const config::Settings& settings, const Services& services) {
  Stores stores(settings, services);
  const auto folder = sys::canonical_path(".");
  if (!folder) return std::nullopt;
  auto* const cache = stores.cache_for(config::repository_root(*folder, config::home_folder(services.environment)));
  if (cache == nullptr) return std::nullopt;
  const auto statistics = cache->statistics();
  if (!statistics) stores.cache_failed(statistics.error());
  if (!statistics) return std::nullopt;
  return saved_in_month(*statistics, services.clock.now());
}

Result<BudgetPicture> picture_in(ledger::Ledger& ledger, const config::Settings& settings) {
  TRY_ASSIGN(ledger::Standing standing, ledger.standing());
  domain::BudgetPolicy policy = settings.budget.policy(standing.settings);
  return BudgetPicture{std::move(policy), std::move(standing)};
}

}  // namespace

domain::BudgetState BudgetPicture::state() const {
  const auto monthly = domain::budget_state(policy, policy.monthly_cap, standing.month.committed());
  if (!policy.daily_cap) return monthly;
  return std::max(monthly, domain::budget_state(policy, *policy.daily_cap, standing.day.committed()));
}

Result<BudgetPicture> budget_picture(const config::Settings& settings, const Services& services) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, IfMissing::empty));
  return picture_in(*ledger, settings);
}

NanoUsd remaining(NanoUsd cap, const ledger::Charged& charged) {
  return std::max(NanoUsd{}, cap - charged.committed());
}

NanoUsd saved_in_month(const cache::Statistics& statistics, UnixMillis instant) {
  for (const cache::MonthSaving& saving : statistics.saved_by_month) {
    if (saving.month == utc_month(instant)) return saving.saved;
  }
  return {};
}

Result<BudgetReport> budget_report(ledger::Ledger& ledger, const config::Settings& settings) {
  TRY_ASSIGN(BudgetPicture picture, picture_in(ledger, settings));
  const ledger::Standing& standing = picture.standing;
  const ledger::MonthSummary& month = standing.month;
  const NanoUsd cap = picture.policy.monthly_cap;
  const int today = standing.day.day;
  TRY_ASSIGN(const auto past, ledger.spent_by_day(plus_days(today, -domain::kForecastDays), plus_days(today, -1)));
  const auto forecast =
      domain::forecast({month.start, standing.now, month.reset_at, month.committed(), cap, today, past});
  const auto room = domain::room_for(remaining(cap, month), month.known_spent, month.known_calls, month.known_tokens);
  const auto recommended = domain::recommended_cap(standing.past_months);
  TRY_ASSIGN(const ledger::BatchHolding batched, ledger.batched());
  return BudgetReport{std::move(picture), forecast, room, recommended, {}, batched};
}

Result<BudgetReport> budget_report(const config::Settings& settings, const Services& services) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, IfMissing::empty));
  TRY_ASSIGN(BudgetReport report, budget_report(*ledger, settings));
  report.saved = saved_this_month(settings, services);
  return report;
}

}  // namespace rustassistant::app
