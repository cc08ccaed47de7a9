// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/pg/session.hpp"
#include "rustassistant/tier/store.hpp"

namespace rustassistant::tier {

// One of a team's caps, or a month or day without one, and what counts against it.
struct TeamPeriod {
  bool is_month = true;
  int period = 0;              // 202611, 20261127; in the team's time zone, by the server's clock
  std::optional<NanoUsd> cap;  // nothing: there is none
  NanoUsd spent;
  NanoUsd reserved;
  std::string ends_at;  // RFC 3339

  // What may still be reserved; nothing without a cap.
  [[nodiscard]] std::optional<NanoUsd> left() const;
};

// A reservation of anybody's that is neither settled nor released.
struct TeamCall {
  std::string request;
  std::string at;  // RFC 3339
  std::string who;
  std::string model;
  NanoUsd reserved;
};

struct TeamStanding {
  std::string timezone;
  TeamPeriod month;
  TeamPeriod day;
  std::vector<TeamCall> open;  // the oldest hundred
};

// Why a reservation was not made.
struct TeamRefusal {
  bool is_closed = false;              // the same request was settled or released before
  std::optional<TeamPeriod> tightest;  // the cap that leaves the least; nothing: the team has no cap, and so no budget
};
struct TeamAnswer {
  std::optional<TeamRefusal> refusal;  // nothing: the money is set aside
};

// What kept the server from answering.
struct TeamTrouble {
  Trouble trouble;
  bool possibly_done = false;  // it may have done what it was asked
};

// The budget that a team's machines spend from together: a server checks and reserves in one step, by its own clock.
// What is sent twice under one request id counts once. Safe to use from several threads. Every call returns within
// `within`.
class TeamBudget {
 public:
  virtual ~TeamBudget() = default;

  // `amount` is more than nothing.
  [[nodiscard]] virtual tl::expected<TeamAnswer, TeamTrouble> reserve(const std::string& request, NanoUsd amount,
                                                                      std::string_view model,
                                                                      std::chrono::milliseconds within) = 0;
  // Books a cost, or with nothing frees what was reserved. What was closed before stays as it was; what was never
  // reserved is booked as of now.
  [[nodiscard]] virtual tl::expected<void, TeamTrouble> settle(const std::string& request, std::optional<NanoUsd> cost,
                                                               std::string_view model,
                                                               std::chrono::milliseconds within) = 0;
  [[nodiscard]] virtual tl::expected<TeamStanding, TeamTrouble> standing(std::chrono::milliseconds within) = 0;
};

// In a team's PostgreSQL (team_database.hpp).
[[nodiscard]] std::unique_ptr<TeamBudget> make_postgres_budget(pg::Target target, pg::Reach reach, std::string team);

// A name for a request: a random UUID.
[[nodiscard]] std::string new_request_id();

}  // namespace rustassistant::tier
