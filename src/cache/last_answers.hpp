// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
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
// Units as they are stored.
[[nodiscard]] std::string pack_units(std::string_view units);
// Keeps the packed units of an entry that was stored, in place of those of the path's answer before it, and counts the
// gain. Within the caller's transaction.
[[nodiscard]] db::Outcome<void> put_units(const db::Connection& connection, const EntryInfo& info,
                                          const AnswerUnits& units);
[[nodiscard]] db::Outcome<ReuseCounts> count_reused(const db::Connection& connection, std::optional<std::int64_t> repo);

}  // namespace rustassistant::cache
