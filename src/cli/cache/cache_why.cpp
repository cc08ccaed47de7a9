// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/why.hpp"
#include "rustassistant/render/cache.hpp"

namespace rustassistant::cli {
namespace {

// That of the budget; UTC where the ledger cannot be read.
TimeZone zone_of(const config::Settings& settings, const app::Services& services) {
  const auto picture = app::budget_picture(settings, services);
  return picture ? picture->standing.zone : TimeZone();
}

}  // namespace

Result<int> run_cache_why(const Context& context) {
  TRY_ASSIGN(const std::string path, single_path(context, "cache why", "src/main.rs"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const auto type = domain::analysis_type_named(context.arguments.value("--type", "refactor"));
  TRY_ASSIGN(const app::Why why, app::why(*type, path, loaded, context.services));
  TRY(context.print(render::cache_why(why, zone_of(loaded.settings, context.services), context.view())));
  return 0;
}

}  // namespace rustassistant::cli
