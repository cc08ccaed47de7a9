// SPDX-License-Identifier: MIT
#include "ended_batches.hpp"
#include "show_budget.hpp"

namespace rustassistant::cli {

Result<int> run_budget_status(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY(show_budget(loaded, context));
  mention_ended_batches(context);
  return 0;
}

}  // namespace rustassistant::cli
