// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/team_setup.hpp"
#include "rustassistant/ledger/call.hpp"
#include "rustassistant/render/view.hpp"

// Results of the budget's commands. Pure.
namespace rustassistant::render {

// Where the budget stands and where it is going.
[[nodiscard]] std::string budget_status(const app::BudgetReport& report, const View& view);

// What `cache remote init` did.
[[nodiscard]] std::string team_setup(std::span<const app::TeamSetupReport> reports, const View& view);

[[nodiscard]] std::string budget_history(const app::HistoryReport& report, const View& view);

// Every call of the ledger, piece by piece: a ledger may hold a million. CSV, or one JSON document.
class BudgetExport {
 public:
  explicit BudgetExport(const View& view) : view_(view) {}

  [[nodiscard]] std::string begin() const;
  [[nodiscard]] std::string call(const ledger::CallRecord& call);
  [[nodiscard]] std::string end() const;

 private:
  View view_;
  bool first_ = true;
};

}  // namespace rustassistant::render
