// SPDX-License-Identifier: MIT
#include "sync.hpp"

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {

Result<void> remember(const SeenChange& seen, const BuildScope& scope, const Services& services) {
  if (sys::stop_requested() || (seen.changed.empty() && seen.gone.empty())) return {};
  TRY_ASSIGN(const OpenedCache opened, open_cache_of(scope.repository->root, scope.loaded.settings.cache, services));
  TRY(opened.cache->put_seen(scope.repository->id, seen.changed, seen.gone));
  return opened.cache->close();
}

Result<void> mark_warmed(std::span<const domain::CacheKey> keys, const std::string& repository,
                         const config::CacheSettings& settings, const Services& services) {
  if (keys.empty()) return {};
  TRY_ASSIGN(const OpenedCache opened, open_cache_of(repository, settings, services));
  TRY(opened.cache->mark_warmed(keys));
  return opened.cache->close();
}

Result<config::Loaded> with_warming_cap(config::Loaded loaded, const BuildRequest& request, const Services& services) {
  constexpr std::int64_t kShareOfTheRest = 10;
  domain::BudgetRules& budget = loaded.settings.budget;
  if (!request.warms() || budget.run_cap) return loaded;
  TRY_ASSIGN(const BudgetPicture picture, budget_picture(loaded.settings, services));
  const NanoUsd left = remaining(picture.policy.monthly_cap, picture.standing.month);
  budget.run_cap = NanoUsd{left.value / kShareOfTheRest};
  return loaded;
}

}  // namespace rustassistant::app
