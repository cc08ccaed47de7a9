// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "rustassistant/base/embedded.hpp"
#include "rustassistant/db/migrator.hpp"

namespace rustassistant::search {

extern const std::span<const EmbeddedFile> kMigrations;  // migrations/search

inline constexpr std::int32_t kApplicationId = 0x52417365;  // "RAse"

[[nodiscard]] inline db::Schema schema() {
  return {kApplicationId, kMigrations};
}

}  // namespace rustassistant::search
