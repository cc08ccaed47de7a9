// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "replay.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/db/connection.hpp"

// The record of what was used when, to be played again: the newest kTraceRows rows of uses, and of the answers that
// left to make room as many as have slots. No text is in it.
namespace rustassistant::cache {

inline constexpr std::int64_t kTraceRows = 16'384;

// The same for the same repository, path and variant.
[[nodiscard]] std::int64_t place_of(std::int64_t repo, std::string_view path, std::int64_t variant);

// Adds uses of an entry, in the order of their time, within a transaction. A record begins with its first use; `now`:
// when it begins without one.
class TraceWriter {
 public:
  [[nodiscard]] static db::Outcome<TraceWriter> prepare(const db::Connection& connection, UnixMillis now);
  [[nodiscard]] db::Outcome<void> add(std::int64_t key_prefix, std::span<const UnixMillis> uses);
  // Must be called once, after the last add().
  [[nodiscard]] db::Outcome<void> finish(const db::Connection& connection);

 private:
  TraceWriter(db::Statement put, std::int64_t next, UnixMillis since)
      : put_(std::move(put)), next_(next), begins_(next == 0), since_(since) {}

  db::Statement put_;
  std::int64_t next_;
  bool begins_;
  UnixMillis since_;  // kept where the record begins
};

// All that is recorded, with the entries that exist. `now`: since when, where nothing is.
[[nodiscard]] db::Outcome<Trace> read_trace(const db::Connection& connection, UnixMillis now);

[[nodiscard]] db::Outcome<void> forget_trace(const db::Connection& connection);

}  // namespace rustassistant::cache
