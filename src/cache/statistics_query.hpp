// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {

// Everything but `file_bytes`, from the counters alone.
[[nodiscard]] db::Outcome<Statistics> read_statistics(const db::Connection& connection);

}  // namespace rustassistant::cache
