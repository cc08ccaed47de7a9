// SPDX-License-Identifier: MIT
#include "budget_values.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "show_budget.hpp"

namespace rustassistant::cli {
namespace {

constexpr const char* kWhichCalls = "`rustassistant budget status` lists the calls; --all settles every open one";

}  // namespace

Result<int> run_budget_settle(const Context& context) {
  const Arguments& arguments = context.arguments;
  const bool all = arguments.has("--all");
  app::SettleRequest request;
  for (const std::string& word : arguments.paths) {
    const auto id = parse_integer(word);
    if (!id) return fail(Errc::usage, "'" + neutralise(word) + "' is not the number of a call", kWhichCalls);
    request.ids.push_back(*id);
  }
  if (request.ids.empty() != all)
    return fail(Errc::usage, all ? "--all cannot be combined with call numbers" : "no call selected", kWhichCalls);
  if (arguments.has("--older-than")) {
    if (!all) return fail(Errc::usage, "--older-than needs --all", kWhichCalls);
    TRY_ASSIGN(const std::int64_t age, parse_age(arguments.value("--older-than")));
    request.older_than = std::chrono::milliseconds(age);
  }
  if (arguments.has("--cost") == arguments.has("--none")) {
    return fail(Errc::usage, "say what the call cost, or that it was not billed", "--cost USD, or --none");
  }
  TRY_ASSIGN(request.cost, usd_of(arguments, "--cost"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const auto closed, app::settle_by_hand(request, context.services));
  if (closed.empty()) context.console.warning("no call has been open that long; nothing was settled");
  TRY(show_budget(loaded, context));
  return 0;
}

}  // namespace rustassistant::cli
