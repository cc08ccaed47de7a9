// SPDX-License-Identifier: MIT
#include <optional>

#include "command.hpp"
#include "ended_batches.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/search.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/render/cache.hpp"
#include "selection.hpp"

namespace rustassistant::cli {
namespace {

// The budget beside it must not keep the cache from being shown.
std::optional<app::BudgetPicture> budget_of(const config::Settings& settings, const Context& context) {
  auto picture = app::budget_picture(settings, context.services);
  if (picture) return *std::move(picture);
  context.console.warning("no budget: " + picture.error().what);
  return std::nullopt;
}

}  // namespace

Result<int> run_cache_status(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  render::CacheStatus status;
  const config::CacheSettings& settings = loaded.settings.cache;
  status.max_size = settings.max_size;
  status.high_watermark = settings.high_watermark();
  status.low_watermark = settings.low_watermark();
  TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
  status.path = opened.path;
  TRY_ASSIGN(status.statistics, opened.cache->statistics());
  if (context.arguments.has("--repo")) {
    TRY_ASSIGN(const std::string id,
               repo_named(context.arguments.value("--repo"), "--repo", status.statistics, context));
    TRY_ASSIGN(status.statistics, opened.cache->statistics(id));
  }
  if (context.arguments.has("--pruning")) {
    TRY_ASSIGN(status.prunings, opened.cache->past_prunings(20));
  }
  TRY_ASSIGN(const cache::TeamStanding team, opened.cache->team_standing());
  if (team.sums != cache::TeamSums{} || team.entries > 0 || team.waiting > 0) status.team = team;
  TRY(app::close(std::move(opened)));
  status.budget = budget_of(loaded.settings, context);
  status.search_indexes = app::index_sizes(context.services.environment);
  TRY(context.print(render::cache_status(status, context.view())));
  mention_ended_batches(context);
  return 0;
}

}  // namespace rustassistant::cli
