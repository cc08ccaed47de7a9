// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "rustassistant/base/embedded.hpp"
#include "rustassistant/db/migrator.hpp"

namespace rustassistant::queue {

extern const std::span<const EmbeddedFile> kMigrations;  // migrations/queue

inline constexpr std::int32_t kApplicationId = 0x52417175;  // "RAqu"

[[nodiscard]] inline db::Schema schema() {
  return {kApplicationId, kMigrations};
}

}  // namespace rustassistant::queue
