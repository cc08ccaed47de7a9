// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "output.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/ledger_archive.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {
namespace {

Result<void> export_calls(const Context& context, Output& output) {
  render::BudgetExport rendered(context.view());
  output.write(rendered.begin());
  TRY(app::for_each_call(context.services, [&](const ledger::CallRecord& call) { output.write(rendered.call(call)); }));
  output.write(rendered.end());
  return {};
}

}  // namespace

// Written as it is read: a ledger may hold a million calls.
Result<int> run_budget_export(const Context& context) {
  TRY_ASSIGN(Output output, Output::open({}));
  if (!context.arguments.has("--full")) {
    TRY(export_calls(context, output));
  } else if (context.arguments.has("--format")) {
    return fail(Errc::usage, "--full always writes JSON Lines", "leave out --format");
  } else {
    TRY(app::export_ledger(context.services, [&](std::string_view piece) { output.write(piece); }));
  }
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
