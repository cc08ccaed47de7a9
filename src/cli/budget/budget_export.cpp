// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "output.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {

// Written as it is read: a ledger may hold a million calls.
Result<int> run_budget_export(const Context& context) {
  TRY_ASSIGN(Output output, Output::open({}));
  render::BudgetExport rendered(context.view());
  output.write(rendered.begin());
  TRY(app::for_each_call(context.services, [&](const ledger::CallRecord& call) { output.write(rendered.call(call)); }));
  output.write(rendered.end());
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
