// SPDX-License-Identifier: MIT
#include "rustassistant/app/budget.hpp"
#include "show_budget.hpp"

namespace rustassistant::cli {

Result<int> run_budget_repair_clock(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const std::int64_t moved, app::repair_clock(context.services));
  if (moved == 0) context.console.warning("no call is dated in the future; nothing was moved");
  TRY(show_budget(loaded, context));
  return 0;
}

}  // namespace rustassistant::cli
