// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/ledger/call.hpp"
#include "rustassistant/legacy/database.hpp"
#include "rustassistant/legacy/sources.hpp"

namespace rustassistant::app {

// A call that the older tool noted, as the ledger takes it. Error (input): it cannot be read, or is still to come by
// `now`, which would freeze the budget's calendar. Pure but for the resolving of a relative repository.
[[nodiscard]] Result<ledger::PastCall> past_call(legacy::UsageRow row, const legacy::Tree& database, UnixMillis now);

}  // namespace rustassistant::app
