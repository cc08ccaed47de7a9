// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/ledger/call.hpp"

namespace rustassistant::ledger {

// What is to be sent to a batch service at once.
struct BatchFacts {
  std::string tag;  // 24 hex digits, random
  domain::Provider provider{};
  std::string endpoint;  // as in the cache key
  std::string model;
  UnixMillis held_until;               // when the provider will be done with it at the latest
  std::optional<TeamShare> team = {};  // of all its questions together; written with a reservation; not read back
};

// The most that a batch may take beside the caps, and what says so.
struct BatchLimit {
  NanoUsd most;
  Error why;
};

struct BatchQuestion {
  CallFacts facts;
  domain::KeyFactors factors;
  NanoUsd worst_case;
  std::string parts = {};  // of a question about parts of a file: what its answer needs; kept until the row is closed
};

// Which questions money was set aside for, by their numbers.
struct BatchReservation {
  std::vector<std::size_t> reserved;
  std::vector<std::size_t> in_flight;  // an open batch has asked them already
  std::optional<Error> refused;        // why those after the last reserved one were not: a cap (budget), or the limit
  NanoUsd amount;
};

enum class BatchStage : std::uint8_t {
  intended,   // reserved; whether the provider has it is unknown
  submitted,  // the provider has it
  closed,     // every row is settled or released
};

struct Batch {
  std::int64_t id = 0;
  BatchFacts facts;
  BatchStage stage{};
  std::string remote;  // the provider's id; empty: unknown
  std::string input;   // the provider's id of the file with the questions; empty: none
  std::int64_t items = 0;
  std::int64_t open_items = 0;
  NanoUsd reserved;  // by those
  std::int64_t looks = 0;
  UnixMillis made_at;
};

// What open batches hold, until their time.
struct BatchHolding {
  std::int64_t questions = 0;
  NanoUsd amount;
  std::optional<UnixMillis> until;  // the last of them
};

// A question of a batch.
struct BatchRow {
  std::int64_t call = 0;
  domain::CacheKey key{};
  domain::KeyFactors factors;
  CallFacts facts;
  std::optional<NanoUsd> reserved;
  bool is_open = false;
  std::string parts = {};  // as in the question
};

// How a question of a batch ends.
struct RowClosing {
  std::int64_t call = 0;
  CallState state = CallState::settled;  // or released
  std::optional<domain::Usage> usage = {};
  std::optional<NanoUsd> cost = {};
  bool estimated = false;
};

}  // namespace rustassistant::ledger
