// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {

// Everything but `file_bytes`, from the counters alone; of one repository, by its number, or of all.
[[nodiscard]] db::Outcome<Statistics> read_statistics(const db::Connection& connection,
                                                      std::optional<std::uint32_t> of_repo);

}  // namespace rustassistant::cache
