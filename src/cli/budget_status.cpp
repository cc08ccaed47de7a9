// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "budget_lines.hpp"
#include "command.hpp"
#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::cli {
namespace {

std::string status_text(const BudgetPicture& picture, const Paint& paint) {
  const ledger::MonthSummary& month = picture.month;
  LabelledRows rows{{"spent", domain::format_usd(month.spent)},
                    {"reserved", domain::format_usd(month.reserved)},
                    {"remaining", domain::format_usd(picture.remaining())},
                    {"calls", format_count(month.calls)},
                    {"tokens", fmt::format("{} in ({} cached), {} out", format_count(month.input_tokens),
                                           format_count(month.cached_tokens), format_count(month.output_tokens))},
                    {"over the cap", std::string(name_of(picture.policy.when_exceeded))},
                    {"resets", to_rfc3339(month.reset_at)}};
  if (month.unsettled > 0) {
    rows.emplace_back("unsettled",
                      fmt::format("{} calls, {}: charged in full, as nobody knows whether they were billed",
                                  month.unsettled, domain::format_usd(month.unsettled_amount)));
  }
  if (month.estimated_calls > 0) rows.emplace_back("estimated", fmt::format("~{} calls", month.estimated_calls));
  if (month.unknown_costs > 0) rows.emplace_back("unknown cost", fmt::format("{} calls", month.unknown_costs));
  return budget_line(picture, paint) + aligned(rows);
}

}  // namespace

Result<int> run_budget_status(const Context& context) {
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const std::string path, app::ledger_path(context.services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, context.services.clock, ledger::IfMissing::empty));
  TRY_ASSIGN(const auto month, ledger->current_month());
  const BudgetPicture picture{loaded.settings.budget, month};

  Output output("");
  if (context.json()) {
    nlohmann::ordered_json document = {{"schema", "rustassistant.budget-status/1"},
                                       {"tool_version", RUSTASSISTANT_VERSION}};
    document.update(budget_json(picture));
    output.write(codec::dump_json(document, codec::JsonStyle::pretty) + "\n");
  } else {
    output.write(status_text(picture, Paint(context.color)));
  }
  TRY(output.finish());
  return 0;
}

}  // namespace rustassistant::cli
