// SPDX-License-Identifier: MIT
#include <optional>

#include "command.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/app/working_cache.hpp"
#include "rustassistant/render/cache.hpp"
#include "rustassistant/sys/files.hpp"

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
  const sys::Environment& environment = context.services.environment;
  TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
  const std::string repository = sys::repository_root(folder, sys::home_folder(environment));
  render::CacheStatus status;
  const config::CacheSettings& settings = loaded.settings.cache;
  status.max_size = settings.max_size;
  status.high_watermark = settings.high_watermark();
  status.low_watermark = settings.low_watermark();
  TRY_ASSIGN(status.path, app::cache_path(settings, repository, environment));
  app::Stores stores(loaded.settings, context.services);
  TRY_ASSIGN(auto* cache, stores.open_cache(repository));
  TRY_ASSIGN(status.statistics, cache->statistics(context.arguments.has("--repo")
                                                      ? app::repo_id_of(context.arguments.value("--repo"), environment)
                                                      : std::string()));
  stores.close();
  if (context.arguments.has("--pruning")) {
    TRY_ASSIGN(app::OpenedCache opened, app::open_working_cache(loaded, context.services));
    TRY_ASSIGN(status.prunings, opened.cache->past_prunings(20));
    TRY(app::close(std::move(opened), context.services));
  }
  status.budget = budget_of(loaded.settings, context);
  TRY(context.print(render::cache_status(status, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
