// SPDX-License-Identifier: MIT
#include "sync.hpp"

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {

Result<void> remember(const Remembered& remembered, const std::set<domain::CacheKey>& fresh, const BuildScope& scope,
                      const Services& services) {
  std::vector<domain::CacheKey> warmed = remembered.asked;
  std::erase_if(warmed, [&](const domain::CacheKey& key) { return !fresh.contains(key); });
  const SeenChange& seen = remembered.seen;
  const bool has_seen = !sys::stop_requested() && (!seen.changed.empty() || !seen.gone.empty());
  if (warmed.empty() && !has_seen) return {};
  TRY_ASSIGN(const OpenedCache opened, open_cache_of(scope.repository->root, scope.loaded.settings.cache, services));
  if (has_seen) TRY(opened.cache->put_seen(scope.repository->id, seen.changed, seen.gone));
  if (!warmed.empty()) TRY(opened.cache->mark_warmed(warmed));
  return opened.cache->close();
}

Result<config::Loaded> with_warming_cap(config::Loaded loaded, const BuildRequest& request, const Services& services) {
  constexpr std::int64_t kShareOfTheRest = 10;
  domain::BudgetRules& budget = loaded.settings.budget;
  if (!request.sync || !request.sync->warms || budget.run_cap) return loaded;
  TRY_ASSIGN(const BudgetPicture picture, budget_picture(loaded.settings, services));
  const NanoUsd left = remaining(picture.policy.monthly_cap, picture.standing.month);
  budget.run_cap = NanoUsd{left.value / kShareOfTheRest};
  return loaded;
}

}  // namespace rustassistant::app
