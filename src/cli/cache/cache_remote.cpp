// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "budget_values.hpp"
#include "command.hpp"
#include "exit_code.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/app/team_setup.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/budget.hpp"
#include "rustassistant/render/team.hpp"

namespace rustassistant::cli {
namespace {

constexpr std::array<std::string_view, 3> kActions{"init", "check", "status"};

Result<int> set_up(const Context& context) {
  const Arguments& arguments = context.arguments;
  app::TeamSetupRequest request;
  TRY_ASSIGN(request.monthly_cap, usd_of(arguments, "--monthly"));
  TRY_ASSIGN(request.daily_cap, usd_of(arguments, "--daily"));
  if (arguments.has("--timezone")) request.timezone = arguments.value("--timezone");
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const auto reports, app::set_up_team(request, loaded.settings, context.services));
  TRY(context.print(render::team_setup(reports, context.view())));
  return 0;
}

// Options of `init` must not seem to do something elsewhere.
Result<void> check_options(const Arguments& arguments) {
  for (const std::string_view option : {"--monthly", "--daily", "--timezone"}) {
    if (arguments.has(option))
      return fail(Errc::usage, std::string(option) + " is for `cache remote init`", "leave it out");
  }
  return {};
}

}  // namespace

Result<int> run_cache_remote(const Context& context) {
  const Arguments& arguments = context.arguments;
  if (arguments.paths.size() != 1 ||
      std::find(kActions.begin(), kActions.end(), arguments.paths.front()) == kActions.end()) {
    const std::string given = arguments.paths.empty() ? "" : ", not '" + neutralise(arguments.paths.front()) + "'";
    return fail(Errc::usage, "cache remote takes one action: init, check or status" + given,
                "for example: rustassistant cache remote check");
  }
  const std::string& action = arguments.paths.front();
  if (action == "init") return set_up(context);
  TRY(check_options(arguments));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const app::TeamStatus status, action == "check" ? app::check_team(loaded, context.services)
                                                             : app::team_status(loaded, context.services));
  TRY(context.print(render::team_status(status, context.view())));
  const bool failed = std::any_of(status.checks.begin(), status.checks.end(),
                                  [](const app::TeamCheck& check) { return !check.passed; });
  return failed ? exit_code_of(Errc::unreachable) : 0;
}

Result<int> run_cache_push(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const app::TeamPush push, app::push_to_team(loaded, context.services));
  TRY(context.print(render::team_push(push, context.view())));
  return push.summary.waiting > 0 ? exit_code_of(Errc::unreachable) : 0;
}

}  // namespace rustassistant::cli
