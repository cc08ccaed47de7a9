// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/ledger/call.hpp"

namespace rustassistant::ledger {

// What counts against a cap.
struct Charged {
  NanoUsd spent;     // settled
  NanoUsd reserved;  // set aside and not settled

  [[nodiscard]] NanoUsd committed() const { return spent + reserved; }
};

// One calendar month.
struct MonthSummary : Charged {
  int month = 0;  // 202611
  UnixMillis start;
  UnixMillis reset_at;
  std::int64_t calls = 0;          // settled
  std::int64_t unknown_costs = 0;  // of them, those whose cost is unknown
  std::int64_t estimated_calls = 0;
  Tokens input_tokens = 0;
  Tokens cached_tokens = 0;
  Tokens output_tokens = 0;
  int newest_day = 0;  // with a call of this month; 0: there is none
  // Of the settled calls whose cost is known.
  NanoUsd known_spent;
  std::int64_t known_calls = 0;
  Tokens known_tokens = 0;
};

// Calls dated more than a day after what the clock says. Until the clock is set right or the calls are moved, months
// may be wrong.
struct CallsAhead {
  std::int64_t count = 0;
  UnixMillis newest;
};

struct DaySummary : Charged {
  int day = 0;  // 20261121
  UnixMillis reset_at;
};

// A repository with a cap of its own, in this month.
struct RepoStanding : Charged {
  domain::RepoCap cap;
};

// The state of spending at a moment.
struct Standing {
  UnixMillis now;  // the ledger's time
  std::string zone_name;
  TimeZone zone;
  MonthSummary month;
  DaySummary day;
  std::vector<RepoStanding> repos;     // by path
  std::array<NanoUsd, 3> past_months;  // committed in the three months before this one, oldest first
  std::int64_t unsettled_count = 0;    // reservations of any month older than an hour, whose process surely died
  NanoUsd unsettled_amount;            // they stay charged in full
  CallsAhead ahead;
  std::optional<UnixMillis> newest_call;
  std::vector<OpenCall> unsettled;  // the oldest hundred of them
  domain::BudgetSettings settings;  // what `budget set` stored
};

}  // namespace rustassistant::ledger
