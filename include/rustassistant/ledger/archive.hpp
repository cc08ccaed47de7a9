// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rustassistant/domain/budget.hpp"

namespace rustassistant::ledger {

// What a ledger holds beside its calls.
struct LedgerHead {
  std::string id;  // 16 hex digits, of this ledger alone
  domain::BudgetSettings settings;
  std::string timezone;  // as the user calls it, and its rule
  std::string timezone_rule;
  std::vector<std::pair<std::string, std::string>> former_repos;  // the former id of a capped repository, and its id
};

}  // namespace rustassistant::ledger
