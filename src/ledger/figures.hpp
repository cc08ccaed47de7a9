// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"

// What a ledger says, within the caller's transaction.
namespace rustassistant::ledger {

// The clock's time, but never earlier than a call that was already made. A call more than 400 days ahead of a clock
// that may be right is taken for one that a wrong clock dated, and does not count for this.
[[nodiscard]] db::Outcome<UnixMillis> ledger_time(const db::Connection& connection, const Clock& clock);

// No clock that says so is right: this program did not exist.
[[nodiscard]] bool is_impossible(UnixMillis instant);

// Empty where there is no such setting.
[[nodiscard]] db::Outcome<std::string> setting_of(const db::Connection& connection, std::string_view name);
[[nodiscard]] db::Outcome<TimeZone> zone_of(const db::Connection& connection);
[[nodiscard]] db::Outcome<std::vector<domain::RepoCap>> read_repo_caps(const db::Connection& connection);
[[nodiscard]] db::Outcome<domain::BudgetSettings> read_settings(const db::Connection& connection);
[[nodiscard]] db::Outcome<void> write_settings(const db::Connection& connection, const SettingsChange& change);

// What counts against the caps of a month, a day, and a repository in a month.
[[nodiscard]] db::Outcome<Charged> charged_in(const db::Connection& connection, int month);
[[nodiscard]] db::Outcome<Charged> charged_on(const db::Connection& connection, int day);
[[nodiscard]] db::Outcome<Charged> charged_for(const db::Connection& connection, int month, const std::string& repo_id);

// Amounts as they are stored: NULL where unknown.
[[nodiscard]] std::optional<std::int64_t> stored(const std::optional<NanoUsd>& amount);
[[nodiscard]] std::optional<NanoUsd> amount_at(const db::Statement& row, int column);

}  // namespace rustassistant::ledger
