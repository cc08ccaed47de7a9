// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "rustassistant/db/connection.hpp"

// Entries removed from scattered places leave holes in the pages of their neighbors' documents. Moving documents to
// the end of their table, where they stand close together, makes whole pages free, which can be returned.
namespace rustassistant::cache {

// Moves the documents of the next entries, in one transaction of bounded size. It goes on where the last one stopped,
// of whatever process. False: all have been moved; the next begins again.
[[nodiscard]] db::Outcome<bool> compact_some(const db::Connection& connection);

// Notes that documents have to be moved, from the first one on unless that is under way.
[[nodiscard]] db::Outcome<void> begin_compacting(const db::Connection& connection);
// Whether that is so still.
[[nodiscard]] db::Outcome<bool> is_compacting(const db::Connection& connection);

// Moves documents and returns the space until the file is small enough, all have been moved, or `is_over`.
[[nodiscard]] db::Outcome<void> shrink_to(const db::Connection& connection, std::int64_t bytes,
                                          const std::function<bool()>& is_over = {});

// Bytes that a file holds at some moment; known in constant time.
struct Occupancy {
  std::int64_t used = 0;        // of pages
  std::int64_t live = 0;        // of what the entries hold, without holes and what pages waste
  std::int64_t rows = 0;        // of that, what is not documents: rows, and their share of the indexes
  std::int64_t remembered = 0;  // beside them, of answers that left: what is written as entries leave is no hole
};
[[nodiscard]] db::Outcome<Occupancy> occupancy(const db::Connection& connection);
// Shrinks the file in proportion to what has left since, or to `bytes` if that is less. Pages that became free are
// returned. If they are not enough, what stays is rewritten as a whole: nearly all documents would have to be moved,
// which takes 1.5 times as long for documents of a kilobyte, 3.5 times for those of a few bytes, and leaves the holes
// between rows. Documents are moved where the file cannot be rewritten.
[[nodiscard]] db::Outcome<void> return_since(const db::Connection& connection, const Occupancy& before,
                                             std::optional<std::int64_t> bytes = std::nullopt);

}  // namespace rustassistant::cache
