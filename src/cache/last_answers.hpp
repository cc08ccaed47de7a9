// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "rustassistant/cache/entry.hpp"
#include "rustassistant/cache/last_answer.hpp"
#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/db/connection.hpp"

// The units beside the newest entry of a path, and what lookup counts of their use.
namespace rustassistant::cache {

// By the factors of `info` but its content, its repository and its path. Nothing where there is none, or it is damaged.
[[nodiscard]] db::Outcome<std::optional<LastAnswer>> find_last_answer(const db::Connection& connection,
                                                                      const EntryInfo& info);
// Keeps what belongs to a stored entry, in place of what was known of its path, and counts the gain.
[[nodiscard]] db::Outcome<bool> put_last_answer(const db::Connection& connection, const EntryInfo& info,
                                                std::string_view units, const std::optional<ReuseGain>& gain);
[[nodiscard]] db::Outcome<ReuseCounts> count_reused(const db::Connection& connection, std::optional<std::int64_t> repo);

}  // namespace rustassistant::cache
