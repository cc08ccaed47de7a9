// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/cache/seen_file.hpp"
#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/domain/cache_key.hpp"

// What `cache sync` leaves behind: the tables seen_file, warmed and warmed_past.
namespace rustassistant::cache {

// Of a repository, sorted by path.
[[nodiscard]] db::Outcome<std::vector<SeenFile>> seen_files(const db::Connection& connection, std::uint32_t repo);
// In one transaction: `seen` in place of what was known of these paths, and nothing more of `gone`.
[[nodiscard]] db::Outcome<bool> put_seen(const db::Connection& connection, std::uint32_t repo,
                                         std::span<const SeenFile> seen, std::span<const std::string> gone);
// Forgets all of them.
[[nodiscard]] db::Outcome<void> forget_seen(const db::Connection& connection);

// The entries with these keys are answers that nobody had asked for yet.
[[nodiscard]] db::Outcome<bool> mark_warmed(const db::Connection& connection, std::span<const domain::CacheKey> keys);
// Those of one repository, or of all. Reads a row for each entry that is marked.
[[nodiscard]] db::Outcome<WarmedCounts> count_warmed(const db::Connection& connection,
                                                     std::optional<std::int64_t> repo);

}  // namespace rustassistant::cache
