// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "rustassistant/base/embedded.hpp"

namespace rustassistant::ledger {

extern const std::span<const EmbeddedFile> kMigrations;  // migrations/ledger

inline constexpr std::int32_t kApplicationId = 0x52416c65;  // "RAle"

}  // namespace rustassistant::ledger
