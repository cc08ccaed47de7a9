// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "command.hpp"
#include "rustassistant/app/migrate.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/cache.hpp"

namespace rustassistant::cli {
namespace {

using std::chrono::milliseconds;

class Progress {
 public:
  explicit Progress(const Context& context)
      : clock_(context.services.clock),
        begun_(clock_.steady_now()),
        log_(context.console, clock_, std::chrono::seconds(5)) {}

  void tell(const app::MigrationProgress& progress) {
    const auto passed = std::chrono::duration_cast<milliseconds>(clock_.steady_now() - begun_).count();
    std::string text = progress.doing;
    if (progress.done > 0) {
      text += fmt::format(" {}", format_count(progress.done));
      if (progress.total >= progress.done) text += fmt::format(" of {}", format_count(progress.total));
      const std::int64_t rate = passed > 0 ? progress.done * 1000 / passed : 0;
      if (rate > 0) {
        text += fmt::format(", {} entries/s", format_count(rate));
        const std::int64_t left = std::max<std::int64_t>(0, progress.total - progress.done);
        text += fmt::format(", {} left", format_duration(left * 1'000'000 / rate));
      }
    }
    log_(text);
  }

 private:
  const Clock& clock_;
  std::chrono::steady_clock::time_point begun_;
  ProgressLog log_;
};

app::MigrateRequest migrate_request(const Arguments& arguments) {
  app::MigrateRequest request;
  if (arguments.has("--source")) request.sources = arguments.options.at("--source");
  if (arguments.has("--all-under")) request.all_under = arguments.value("--all-under");
  if (arguments.has("--destination")) request.destination = arguments.value("--destination");
  request.backup = arguments.has("--backup");
  request.verify = arguments.has("--verify");
  request.dry_run = arguments.has("--dry-run");
  return request;
}

std::set<std::string> other_models(const app::Migration& migration) {
  std::set<std::string> models;
  for (const app::Obstacle& obstacle : migration.obstacles) {
    if (obstacle.kind == app::ObstacleKind::model) models.insert(obstacle.what);
  }
  return models;
}

std::string accept_models_text(const std::set<std::string>& models) {
  std::string list;
  for (const std::string& model : models) list += (list.empty() ? "\"" : ", \"") + neutralise(model) + "\"";
  return "accept_models = [" + list + "]";
}

void give_hints(const app::Migration& migration, Console& console) {
  const auto models = other_models(migration);
  if (!models.empty()) {
    console.hint("to reuse answers of other models, set in config.toml: [cache] " + accept_models_text(models));
  }
  for (const app::Obstacle& obstacle : migration.obstacles) {
    if (obstacle.kind == app::ObstacleKind::options)
      console.hint("to reuse these answers, " + neutralise(obstacle.remedy));
  }
}

}  // namespace

Result<int> run_cache_migrate(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const app::MigrateRequest request = migrate_request(context.arguments);
  Progress progress(context);
  TRY_ASSIGN(
      const app::Migration migration,
      app::migrate(request, loaded, context.services, [&](const app::MigrationProgress& now) { progress.tell(now); }));
  context.console.clear_progress();
  TRY(context.print(render::cache_migrate(migration, request, context.view())));
  give_hints(migration, context.console);
  return migration.failures.empty() && migration.usage_failures.empty() ? 0 : 1;
}

}  // namespace rustassistant::cli
