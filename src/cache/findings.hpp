// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rustassistant/cache/findings.hpp"
#include "rustassistant/db/connection.hpp"

// What reports leave behind: the tables findings_day and findings_seen.
namespace rustassistant::cache {

// Of days before `day`, the newest; nothing where there is none, or it is damaged.
[[nodiscard]] db::Outcome<std::optional<SeenFindings>> seen_findings(const db::Connection& connection,
                                                                     std::uint32_t repo, int day);
// From one day to another, both included, in order.
[[nodiscard]] db::Outcome<std::vector<FindingCount>> finding_counts(const db::Connection& connection,
                                                                    std::uint32_t repo, int from_day, int to_day);
// In one transaction: both in place of what is known of the day. `counts`: all of that day.
[[nodiscard]] db::Outcome<bool> put_findings(const db::Connection& connection, std::uint32_t repo, int day,
                                             const SeenFindings& seen, std::span<const FindingCount> counts);
// Of one repository, or of all.
[[nodiscard]] db::Outcome<void> forget_findings(const db::Connection& connection, std::optional<std::int64_t> repo);

}  // namespace rustassistant::cache
