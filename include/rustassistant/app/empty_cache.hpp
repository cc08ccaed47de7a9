// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"

namespace rustassistant::app {

// Bytes that the file of a cache without entries takes: the least that a cache can be pruned to. Measured with one that
// is made in the folder for temporary files and removed. Error (storage): it cannot be made.
[[nodiscard]] Result<std::int64_t> empty_cache_bytes(const Clock& clock);

}  // namespace rustassistant::app
