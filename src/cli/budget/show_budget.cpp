// SPDX-License-Identifier: MIT
#include "show_budget.hpp"

#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {

Result<void> show_budget(const config::Loaded& loaded, const Context& context) {
  TRY_ASSIGN(const app::BudgetReport report, app::budget_report(loaded.settings, context.services));
  return context.print(render::budget_status(report, context.view()));
}

}  // namespace rustassistant::cli
