// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::ledger {

// The open database; every public member function is one transaction. Used by one thread at a time.
class Ledger::Books {
 public:
  Books(std::string path, const Clock& clock) : path_(std::move(path)), clock_(clock) {}

  db::Outcome<void> open(db::OpenMode mode);

  db::Outcome<Result<Reservation>> reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                           const domain::BudgetRules& rules);
  db::Outcome<void> settle(const Reservation& reservation, const domain::Usage& usage, std::optional<NanoUsd> cost,
                           Booking booking);
  db::Outcome<void> release(const Reservation& reservation);
  db::Outcome<Result<OpenCall>> settle_by_hand(std::int64_t id, std::optional<NanoUsd> cost);

  db::Outcome<std::int64_t> import(std::span<const PastCall> calls);

  db::Outcome<Standing> standing();
  db::Outcome<domain::BudgetSettings> settings();
  db::Outcome<void> change(const SettingsChange& change);

  db::Outcome<History> history(const HistoryQuery& query);
  db::Outcome<void> for_each_call(const std::function<void(const CallRecord&)>& take);
  db::Outcome<UsageAverages> averages(domain::Provider provider, std::string_view model);
  db::Outcome<std::vector<std::string>> verify();

  const std::string& path() const { return path_; }
  bool is_open() const { return connection_.has_value(); }
  std::mutex& mutex() { return mutex_; }

 private:
  struct Closing;
  struct CapStanding;

  // Within the caller's transaction.
  db::Outcome<UnixMillis> now();
  db::Outcome<std::string> setting(std::string_view name);
  db::Outcome<TimeZone> zone();
  db::Outcome<MonthSummary> month_at(UnixMillis instant, const TimeZone& zone);
  db::Outcome<Charged> charged_in(int month);
  db::Outcome<Charged> charged_on(int month, int day);
  db::Outcome<Charged> charged_for(int month, const std::string& repo_id);
  db::Outcome<void> list_unsettled(Standing& standing);
  db::Outcome<std::vector<CapStanding>> caps_of(const CallFacts& facts, UnixMillis at, const TimeZone& zone,
                                                const domain::BudgetPolicy& policy);
  db::Outcome<Result<bool>> judge(const CallFacts& facts, NanoUsd amount, UnixMillis at, const TimeZone& zone,
                                  const domain::BudgetRules& rules);
  db::Outcome<std::int64_t> insert(const CallFacts& facts, UnixMillis at, const TimeZone& zone,
                                   std::optional<NanoUsd> amount);
  db::Outcome<bool> close_call(std::int64_t id, const Closing& closing);
  db::Outcome<void> close_own(const Reservation& reservation, const Closing& closing);

  std::string path_;
  const Clock& clock_;
  std::mutex mutex_;
  std::optional<db::Connection> connection_;
  Charged run_;  // what this object's own calls were charged
};

// The connection is in a state in which it can be asked.
[[nodiscard]] db::Outcome<domain::BudgetSettings> read_settings(const db::Connection& connection);
[[nodiscard]] db::Outcome<void> write_settings(const db::Connection& connection, const SettingsChange& change);

}  // namespace rustassistant::ledger
