// SPDX-License-Identifier: MIT
#include "show_budget.hpp"

#include <optional>
#include <utility>

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {

Result<void> show_budget(const config::Loaded& loaded, const Context& context) {
  std::optional<app::TeamReport> team;
  if (context.arguments.has("--team")) {
    TRY_ASSIGN(team, app::team_report(loaded.settings, context.services));
  }
  TRY_ASSIGN(app::BudgetReport report, app::budget_report(loaded.settings, context.services));
  report.team = std::move(team);
  return context.print(render::budget_status(report, context.view()));
}

}  // namespace rustassistant::cli
