// SPDX-License-Identifier: MIT
#include "budget_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "rustassistant/base/time_text.hpp"

namespace rustassistant::cli {
namespace {

std::string month_text(int month) {
  return fmt::format("{:04}-{:02}", month / 100, month % 100);
}

std::string state_text(domain::BudgetState state, const Paint& paint) {
  const auto name = name_of(state);
  switch (state) {
    case domain::BudgetState::ok:
      return paint.green(name);
    case domain::BudgetState::warning:
      return paint.yellow(name);
    default:
      return paint.bold_red(name);
  }
}

}  // namespace

NanoUsd BudgetPicture::remaining() const {
  return std::max(NanoUsd{}, policy.monthly_cap - month.committed());
}

std::int64_t BudgetPicture::used_permille() const {
  if (policy.monthly_cap.value == 0) return 1000;
  // Divided before multiplied where the product would not fit; a cap is at most 10^15 nano-dollars.
  const std::int64_t used = month.committed().value;
  if (used < INT64_MAX / 1000) return used * 1000 / policy.monthly_cap.value;
  return used / policy.monthly_cap.value * 1000;
}

std::string budget_line(const BudgetPicture& picture, const Paint& paint) {
  const auto permille = picture.used_permille();
  return fmt::format("budget {}: {} of {} ({}.{} %), {}\n", month_text(picture.month.month),
                     domain::format_usd(picture.month.committed()), domain::format_usd(picture.policy.monthly_cap),
                     permille / 10, permille % 10, state_text(picture.state(), paint));
}

nlohmann::ordered_json budget_json(const BudgetPicture& picture) {
  const ledger::MonthSummary& month = picture.month;
  return {{"monthly",
           {{"month", month_text(month.month)},
            {"cap_nano_usd", picture.policy.monthly_cap.value},
            {"spent_nano_usd", month.spent.value},
            {"reserved_nano_usd", month.reserved.value},
            {"unsettled_nano_usd", month.unsettled_amount.value},
            {"remaining_nano_usd", picture.remaining().value},
            {"used_permille", picture.used_permille()},
            {"calls", month.calls},
            {"unknown_costs", month.unknown_costs},
            {"estimated_calls", month.estimated_calls},
            {"input_tokens", month.input_tokens},
            {"cached_tokens", month.cached_tokens},
            {"output_tokens", month.output_tokens},
            {"resets_at", to_rfc3339(month.reset_at)}}},
          {"state", name_of(picture.state())},
          {"when_exceeded", name_of(picture.policy.when_exceeded)}};
}

}  // namespace rustassistant::cli
