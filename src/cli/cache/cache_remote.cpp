// SPDX-License-Identifier: MIT
#include "budget_values.hpp"
#include "rustassistant/app/team_setup.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {

Result<int> run_cache_remote(const Context& context) {
  const Arguments& arguments = context.arguments;
  if (arguments.paths.size() != 1 || arguments.paths.front() != "init") {
    const std::string given = arguments.paths.empty() ? "" : ", not '" + neutralise(arguments.paths.front()) + "'";
    return fail(Errc::usage, "cache remote takes one action: init" + given,
                "for example: rustassistant cache remote init");
  }
  app::TeamSetupRequest request;
  TRY_ASSIGN(request.monthly_cap, usd_of(arguments, "--monthly"));
  TRY_ASSIGN(request.daily_cap, usd_of(arguments, "--daily"));
  if (arguments.has("--timezone")) request.timezone = arguments.value("--timezone");
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const app::TeamSetupReport report, app::set_up_team(request, loaded.settings, context.services));
  TRY(context.print(render::team_setup(report, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
