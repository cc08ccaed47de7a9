// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::ledger {

// Whether a call of this size may be made at `at`: an Error (budget) that names the tightest cap where it may not, else
// whether it exceeds one (WhenExceeded::warn). `run` is what counts against the run's cap. Within the caller's
// transaction; null: the ledger is empty.
[[nodiscard]] db::Outcome<Result<bool>> judge(const db::Connection* connection, const CallFacts& facts, NanoUsd amount,
                                              UnixMillis at, const TimeZone& zone, const domain::BudgetRules& rules,
                                              const Charged& run);

}  // namespace rustassistant::ledger
