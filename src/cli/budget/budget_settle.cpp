// SPDX-License-Identifier: MIT
#include "budget_values.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/text.hpp"
#include "show_budget.hpp"

namespace rustassistant::cli {

Result<int> run_budget_settle(const Context& context) {
  const Arguments& arguments = context.arguments;
  const auto id = arguments.paths.size() == 1 ? parse_integer(arguments.paths.front()) : std::nullopt;
  if (!id) return fail(Errc::usage, "the number of one call is needed", "`rustassistant budget status` lists them");
  if (arguments.has("--cost") == arguments.has("--none")) {
    return fail(Errc::usage, "either what the call cost is needed, or that it was not billed", "--cost USD, or --none");
  }
  TRY_ASSIGN(const auto cost, usd_of(arguments, "--cost"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const std::string path, app::ledger_path(context.services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, context.services.clock, ledger::IfMissing::empty));
  TRY(ledger->settle_by_hand(*id, cost));
  TRY(show_budget(loaded, context));
  return 0;
}

}  // namespace rustassistant::cli
