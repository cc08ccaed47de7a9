// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::ledger {

// How a call ends.
struct Closing {
  CallState state = CallState::settled;
  std::optional<domain::Usage> usage;  // nothing: unknown
  std::optional<NanoUsd> cost;         // nothing: unknown
  bool estimated = false;
  bool by_hand = false;
};

// Adds a call that is open, and returns its number. Within the caller's transaction.
[[nodiscard]] db::Outcome<std::int64_t> insert_call(const db::Connection& connection, const CallFacts& facts,
                                                    UnixMillis at, int day, std::optional<NanoUsd> amount);

// Closes a call, and says whether it was open. Within the caller's transaction.
[[nodiscard]] db::Outcome<bool> close_call(const db::Connection& connection, std::int64_t id, UnixMillis at,
                                           const Closing& closing);

// A part of a usage as it is stored: NULL where the usage is unknown.
[[nodiscard]] std::optional<std::int64_t> stored(const std::optional<domain::Usage>& usage,
                                                 Tokens domain::Usage::* part);

}  // namespace rustassistant::ledger
