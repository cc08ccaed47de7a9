// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "output.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {

// Written as it is read: a ledger may hold a million calls.
Result<int> run_budget_export(const Context& context) {
  TRY_ASSIGN(const std::string path, app::ledger_path(context.services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, context.services.clock, ledger::IfMissing::empty));
  Output output("");
  render::BudgetExport rendered(context.view());
  output.write(rendered.begin());
  TRY(ledger->for_each_call([&](const ledger::CallRecord& call) { output.write(rendered.call(call)); }));
  output.write(rendered.end());
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
