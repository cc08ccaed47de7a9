// SPDX-License-Identifier: MIT
#include "budget_values.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {
namespace {

// What was asked for; a period that is given twice is refused later.
Result<app::HistoryRequest> history_request(const Arguments& arguments) {
  const auto small = [](const std::optional<std::int64_t>& number) {
    return number ? std::optional(static_cast<int>(*number)) : std::nullopt;
  };
  app::HistoryRequest request;
  request.by = *ledger::grouping_named(arguments.value("--by", "day"));
  TRY_ASSIGN(const auto top, whole_number_of(arguments, "--top", 1, 1'000'000));
  TRY_ASSIGN(const auto days, whole_number_of(arguments, "--days", 1, 36'600));
  TRY_ASSIGN(const auto months, whole_number_of(arguments, "--months", 1, 1'200));
  TRY_ASSIGN(const Since since, since_of(arguments));
  request.since = since.day;
  request.since_age = since.age;
  TRY_ASSIGN(request.until, day_of(arguments, "--until"));
  request.top = top.value_or(0);
  request.days = small(days);
  request.months = small(months);
  return request;
}

}  // namespace

Result<int> run_budget_history(const Context& context) {
  TRY_ASSIGN(const app::HistoryRequest request, history_request(context.arguments));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const app::HistoryReport report, app::spending_history(request, loaded, context.services));
  TRY(context.print(render::budget_history(report, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
