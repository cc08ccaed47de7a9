// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "budget_values.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/render/budget.hpp"

namespace rustassistant::cli {
namespace {

std::string date_text(int day) {
  return fmt::format("{:04}-{:02}-{:02}", day / 10'000, day / 100 % 100, day % 100);
}

// The days that were asked for; without any of the options, the last thirty.
Result<void> set_days(ledger::HistoryQuery& query, const Context& context, int today) {
  TRY_ASSIGN(const auto days, whole_number_of(context.arguments, "--days", 1, 36'600));
  TRY_ASSIGN(const auto months, whole_number_of(context.arguments, "--months", 1, 1'200));
  TRY_ASSIGN(const auto since, day_of(context.arguments, "--since"));
  TRY_ASSIGN(const auto until, day_of(context.arguments, "--until"));
  if ((days ? 1 : 0) + (months ? 1 : 0) + (since || until ? 1 : 0) > 1)
    return fail(Errc::usage, "the period is given twice", "use one of --days, --months and --since with --until");
  if (since && until && *since > *until)
    return fail(Errc::usage, "--since " + date_text(*since) + " is after --until " + date_text(*until));
  query.to_day = until.value_or(today);
  query.from_day = plus_days(today, -29);
  if (days) query.from_day = plus_days(today, 1 - static_cast<int>(*days));
  if (months) query.from_day = first_of_month(today / 100, 1 - static_cast<int>(*months));
  if (since) query.from_day = *since;
  if (until && !since) query.from_day = 0;
  return {};
}

}  // namespace

Result<int> run_budget_history(const Context& context) {
  const Arguments& arguments = context.arguments;
  ledger::HistoryQuery query;
  query.by = *ledger::grouping_named(arguments.value("--by", "day"));
  TRY_ASSIGN(const auto top, whole_number_of(arguments, "--top", 1, 1'000'000));
  query.top = top.value_or(0);
  TRY_ASSIGN(const std::string path, app::ledger_path(context.services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, context.services.clock, ledger::IfMissing::empty));
  TRY_ASSIGN(const ledger::Standing standing, ledger->standing());
  TRY(set_days(query, context, standing.day.day));
  TRY_ASSIGN(const ledger::History history, ledger->history(query));

  TRY(context.print(render::budget_history(history, query, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
