// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/dependencies.hpp"
#include "rustassistant/render/dependencies.hpp"

namespace rustassistant::cli {

Result<int> run_deps(const Context& context) {
  app::DependencyRequest request;
  TRY_ASSIGN(request.path, single_path(context, "deps", "src/main.rs"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  if (context.arguments.has("--dependents")) request.direction = app::Direction::dependents;
  request.use_cache = !context.arguments.has("--no-cache");
  TRY_ASSIGN(const app::DependencyReport report, app::dependencies(request, loaded, context.services));
  const bool dot = context.arguments.value("--format") == "dot";
  TRY(context.print(dot ? render::dependencies_dot(report) : render::dependencies(report, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
