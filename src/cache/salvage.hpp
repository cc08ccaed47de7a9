// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {

// Copies the entries that can still be read from a damaged cache into a sound one, each checked by its digest; entries
// that are there already stay. Returns how many were saved; whatever cannot be read or written is left out.
[[nodiscard]] std::int64_t salvage(const std::string& damaged_path, const db::Connection& target,
                                   int compression_level);

}  // namespace rustassistant::cache
