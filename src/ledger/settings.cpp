// SPDX-License-Identifier: MIT
#include <array>

#include "database.hpp"
#include "figures.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::ledger {
namespace {

// By number of StoredSetting.
constexpr std::array<std::string_view, 6> kNames{"monthly_cap",   "daily_cap",     "warn_percent",
                                                 "alert_percent", "when_exceeded", "timezone"};

std::string_view name_of(StoredSetting setting) {
  return kNames.at(static_cast<std::size_t>(setting));
}

db::Outcome<void> put(const db::Connection& connection, std::string_view name, std::string_view value) {
  TRY_ASSIGN(auto statement, connection.prepare("INSERT INTO setting (name, value) VALUES (?1, ?2) "
                                                "ON CONFLICT (name) DO UPDATE SET value = excluded.value"));
  return statement.bind(name, value).run();
}

template <typename Number>
db::Outcome<void> put_number(const db::Connection& connection, StoredSetting setting,
                             const std::optional<Number>& value) {
  if (!value) return {};
  return put(connection, name_of(setting), std::to_string(*value));
}

db::Outcome<void> unset(const db::Connection& connection, StoredSetting setting) {
  if (setting == StoredSetting::timezone) {
    TRY(put(connection, "timezone", "UTC"));
    return put(connection, "timezone_rule", "UTC");
  }
  TRY_ASSIGN(auto statement, connection.prepare("DELETE FROM setting WHERE name = ?1"));
  return statement.bind(name_of(setting)).run();
}

// False: the value is none that write_settings() writes.
bool read_into(domain::BudgetSettings& settings, std::string_view name, std::string_view value) {
  const auto number = parse_integer(value);
  const auto read_amount = [&](std::optional<NanoUsd>& target) {
    if (number && *number >= 0) target = NanoUsd{*number};
    return target.has_value();
  };
  const auto read_percent = [&](std::optional<int>& target) {
    if (number && *number >= 0 && *number <= 100) target = static_cast<int>(*number);
    return target.has_value();
  };
  if (name == "monthly_cap") return read_amount(settings.monthly_cap);
  if (name == "daily_cap") return read_amount(settings.daily_cap);
  if (name == "warn_percent") return read_percent(settings.warn_percent);
  if (name == "alert_percent") return read_percent(settings.alert_percent);
  if (name == "when_exceeded") return (settings.when_exceeded = domain::when_exceeded_named(value)).has_value();
  return true;
}

}  // namespace

db::Outcome<void> write_settings(const db::Connection& connection, const SettingsChange& change) {
  for (const StoredSetting setting : change.unset) TRY(unset(connection, setting));
  for (const std::string& repo_id : change.unset_repos) {
    TRY_ASSIGN(auto statement, connection.prepare("DELETE FROM repo_cap WHERE repo = ?1"));
    TRY(statement.bind(repo_id).run());
  }
  const domain::BudgetSettings& set = change.set;
  TRY(put_number(connection, StoredSetting::monthly_cap, stored(set.monthly_cap)));
  TRY(put_number(connection, StoredSetting::daily_cap, stored(set.daily_cap)));
  TRY(put_number(connection, StoredSetting::warn_percent, set.warn_percent));
  TRY(put_number(connection, StoredSetting::alert_percent, set.alert_percent));
  if (set.when_exceeded) TRY(put(connection, name_of(StoredSetting::when_exceeded), name_of(*set.when_exceeded)));
  for (const domain::RepoCap& cap : set.repo_caps) {
    TRY_ASSIGN(auto statement,
               connection.prepare("INSERT INTO repo_cap (repo, path, monthly, root_commit) VALUES (?1, ?2, ?3, ?4) "
                                  "ON CONFLICT (repo) DO UPDATE SET path = excluded.path, monthly = excluded.monthly, "
                                  "root_commit = excluded.root_commit"));
    TRY(statement.bind(cap.repo_id, cap.path, cap.monthly_cap.value, cap.root_commit).run());
  }
  if (change.timezone.empty()) return {};
  TRY(put(connection, "timezone", change.timezone));
  return put(connection, "timezone_rule", change.timezone_rule);
}

db::Outcome<std::vector<domain::RepoCap>> read_repo_caps(const db::Connection& connection) {
  std::vector<domain::RepoCap> found;
  TRY_ASSIGN(auto caps, connection.prepare("SELECT repo, path, monthly, root_commit FROM repo_cap ORDER BY path"));
  TRY(db::for_each(caps, [&] {
    found.push_back(
        {std::string(caps.text(0)), std::string(caps.text(1)), {caps.integer(2)}, std::string(caps.text(3))});
  }));
  return found;
}

db::Outcome<domain::BudgetSettings> read_settings(const db::Connection& connection) {
  domain::BudgetSettings settings;
  TRY_ASSIGN(auto rows, connection.prepare("SELECT name, value FROM setting"));
  TRY(db::for_each(rows, [&]() -> db::Outcome<void> {
    if (read_into(settings, rows.text(0), rows.text(1))) return {};
    return db::fail(db::Problem::corrupt,
                    "'" + connection.path() + "': setting " + std::string(rows.text(0)) + " has no valid value");
  }));
  TRY_ASSIGN(settings.repo_caps, read_repo_caps(connection));
  return settings;
}

Result<domain::BudgetSettings> Ledger::settings() {
  return database_->read([](const db::Connection& connection) { return read_settings(connection); });
}

Result<void> Ledger::change(const SettingsChange& change) {
  return database_->write("keep settings",
                          [&](const db::Connection& connection) { return write_settings(connection, change); });
}

}  // namespace rustassistant::ledger
