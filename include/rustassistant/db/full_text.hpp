// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/db/connection.hpp"

// Full-text tables of SQLite (FTS5).
namespace rustassistant::db {

// A row that was found: its id, and for each phrase of the query, in their order, the columns in which the phrase
// stands: bit 0 is the first column.
struct TextMatch {
  std::int64_t row = 0;
  std::span<const std::uint32_t> columns;
};

// At most this many phrases are told of.
inline constexpr std::size_t kMaxPhrases = 64;

// Shows the rows of `table`, an FTS5 table with at most 32 columns, that `query` finds, in order of their ids. `query`
// is in the syntax of FTS5 and consists of phrases joined by OR; the table may be kept with detail=column.
[[nodiscard]] Outcome<void> for_each_match(const Connection& connection, std::string_view table, std::string_view query,
                                           const std::function<void(const TextMatch&)>& visit);

}  // namespace rustassistant::db
