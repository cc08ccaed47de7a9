// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "rustassistant/base/embedded.hpp"
#include "rustassistant/db/migrator.hpp"

namespace rustassistant::cache {

extern const std::span<const EmbeddedFile> kMigrations;  // migrations/cache
extern const std::span<const EmbeddedFile> kTriggers;    // one file; to be executed by each connection that writes

inline constexpr std::int32_t kApplicationId = 0x52416361;  // "RAca"

[[nodiscard]] inline db::Schema schema() {
  return {kApplicationId, kMigrations};
}

}  // namespace rustassistant::cache
