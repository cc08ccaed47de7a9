// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::cache {

// Bytes of the file that hold something.
[[nodiscard]] db::Outcome<std::int64_t> used_bytes(const db::Connection& connection);

// An entry that shall leave, as it was when that was decided: one that was used since stays.
struct Leaving {
  std::int64_t id = 0;
  std::int64_t last_accessed = 0;
};

// Removes entries in one transaction and counts them.
[[nodiscard]] db::Outcome<void> remove_entries(const db::Connection& connection, std::span<const Leaving> leaving,
                                               Removal& removal);
// Counts them alone.
[[nodiscard]] db::Outcome<void> count_entries(const db::Connection& connection, std::span<const Leaving> leaving,
                                              Removal& removal);

// Gives free pages back to the file system, a bounded number in each transaction.
[[nodiscard]] db::Outcome<void> return_space(const db::Connection& connection);

inline constexpr std::size_t kRemovedAtOnce = 500;
inline constexpr int kPagesAtOnce = 2000;

}  // namespace rustassistant::cache
