// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/dependencies.hpp"
#include "rustassistant/render/dependencies.hpp"

namespace rustassistant::cli {

Result<int> run_deps(const Context& context) {
  TRY_ASSIGN(const std::string path, single_path(context, "deps", "src/main.rs"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  const auto direction =
      context.arguments.has("--dependents") ? app::Direction::dependents : app::Direction::dependencies;
  TRY_ASSIGN(const app::DependencyReport report, app::dependencies(path, direction, loaded, context.services));
  const bool dot = context.arguments.value("--format") == "dot";
  TRY(context.print(dot ? render::dependencies_dot(report) : render::dependencies(report, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
