// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/cache/history.hpp"
#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {

// Everything but `file_bytes`, from the counters alone; of one repository, by its number, or of all.
[[nodiscard]] db::Outcome<Statistics> read_statistics(const db::Connection& connection,
                                                      std::optional<std::uint32_t> of_repo);

// The days from one to another, both included.
[[nodiscard]] db::Outcome<CacheHistory> read_history(const db::Connection& connection, int from_day, int to_day,
                                                     std::optional<std::uint32_t> of_repo);

}  // namespace rustassistant::cache
