// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/cache_key.hpp"

namespace rustassistant::cache {

// The answer that a path got last from one model with one prompt and the same options. The cache does not know what
// `units` means; it is small, and cheap to make again.
struct LastAnswer {
  domain::CacheKey key{};
  std::string units;
};

}  // namespace rustassistant::cache
