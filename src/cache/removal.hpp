// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
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

// Whether entries leave because somebody said so, or to make room: then those that had cost something are remembered.
struct Eviction {
  UnixMillis at;
};
using Reason = std::optional<Eviction>;

// Removes entries in one transaction and counts them. In the order of their ids, neighbors share pages: 41,000
// scattered entries of 100,000 take 2.8 s then, 500 in each transaction, and 6.1 s in a random order.
[[nodiscard]] db::Outcome<void> remove_entries(const db::Connection& connection, std::span<const Leaving> leaving,
                                               Removal& removal, const Reason& eviction = std::nullopt);
// Counts them alone.
[[nodiscard]] db::Outcome<void> count_entries(const db::Connection& connection, std::span<const Leaving> leaving,
                                              Removal& removal);

// For the rest of this connection, the log is moved into the file at 33 MB instead of 4: a page that many steps change
// is written there less often.
[[nodiscard]] db::Outcome<void> expect_many_changes(const db::Connection& connection);

// Gives free pages back to the file system, a bounded number in each transaction.
[[nodiscard]] db::Outcome<void> return_space(const db::Connection& connection);

inline constexpr std::size_t kRemovedAtOnce = 500;  // after a store
// On request. Every transaction writes most pages of the indexes, however few entries leave in it; this many hold
// others up for about a third of a second.
inline constexpr std::size_t kRemovedOnRequest = 5000;
inline constexpr int kPagesAtOnce = 2000;

}  // namespace rustassistant::cache
