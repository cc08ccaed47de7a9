// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rustassistant/cache/team.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/domain/cache_key.hpp"

// The tables origin, outbox and team_day.
namespace rustassistant::cache {

// To be called within a write transaction.
[[nodiscard]] db::Outcome<void> put_origin(const db::Connection& connection, std::int64_t entry,
                                           const EntryOrigin& origin, UnixMillis now);
[[nodiscard]] db::Outcome<std::optional<EntryOrigin>> origin_of(const db::Connection& connection, std::int64_t entry);

[[nodiscard]] db::Outcome<std::vector<domain::CacheKey>> outbox(const db::Connection& connection, std::int64_t most);
// In one transaction.
[[nodiscard]] db::Outcome<bool> change_outbox(const db::Connection& connection, std::span<const domain::CacheKey> add,
                                              std::span<const domain::CacheKey> remove);

[[nodiscard]] db::Outcome<bool> add_team_day(const db::Connection& connection, int day, const TeamSums& sums);
[[nodiscard]] db::Outcome<TeamStanding> team_standing(const db::Connection& connection);
[[nodiscard]] db::Outcome<void> forget_team(const db::Connection& connection);

}  // namespace rustassistant::cache
