// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "rustassistant/domain/prices.hpp"

namespace rustassistant::domain {

// An upper bound for one reply that states no usage: a token for each byte of the request and of the reply, at the
// highest rates that can apply. What a model reasoned unseen is not in it.
[[nodiscard]] NanoUsd reply_bound(const ModelPrice& price, std::int64_t request_bytes, std::int64_t reply_bytes);

}  // namespace rustassistant::domain
