// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "access_records.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {

// Counts look-ups in the database, in one transaction. A hit on an entry that is gone counts nowhere.
[[nodiscard]] db::Outcome<void> fold_accesses(const db::Connection& connection, std::span<const Access> accesses,
                                              UnixMillis now);

}  // namespace rustassistant::cache
