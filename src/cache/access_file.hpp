// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "access_records.hpp"

// The file cache.access: processes append to it, and one of them takes everything out at times. Appenders hold its lock
// (flock) shared and the taker exclusively, for the moment of one read or write, so nothing is lost in between.
namespace rustassistant::cache {

// Appends in one write; returns the size of the file after it, or 0 where that was impossible: then the records are
// lost.
[[nodiscard]] std::int64_t append_accesses(const std::string& path, std::span<const Access> accesses);

// Empties the file and returns what was in it.
[[nodiscard]] std::vector<Access> take_accesses(const std::string& path);

}  // namespace rustassistant::cache
