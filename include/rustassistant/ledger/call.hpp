// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/provider.hpp"

namespace rustassistant::ledger {

// A team's budget that a call counts against, too.
struct TeamShare {
  std::string request;  // by which its server knows the call
  std::string place;    // which budget
};

// What a call is for, as history will group it.
struct CallFacts {
  domain::Provider provider{};
  std::string model;
  domain::AnalysisType type{};
  std::string repo_id;  // 8 hex digits
  std::string repo_path;
  std::string path;       // of the file within the repository
  std::string extension;  // lower case, without the dot
  std::optional<std::int64_t> request_bytes = {};
  std::optional<TeamShare> team = {};  // written with a reservation; not read back
};

// A call, or a batch, that is closed, of which the server of a team's budget has not heard yet.
struct OwedNews {
  std::string request;
  std::string model;
  std::optional<NanoUsd> cost;  // nothing: it was released
};

enum class CallState : std::uint8_t { reserved = 0, settled = 1, released = 2 };
[[nodiscard]] std::string_view name_of(CallState state);

// A call that is neither settled nor released.
struct OpenCall {
  std::int64_t id = 0;
  UnixMillis at;
  domain::Provider provider{};
  std::string model;
  std::string repo_path;
  std::string path;
  std::optional<NanoUsd> reserved;
};

// Money of one run that stays charged.
struct OpenMoney {
  std::vector<std::int64_t> ids;  // of the calls, in the order they were made
  NanoUsd amount;                 // of calls whose price is known
};

// The batch that an open call is with, and what is needed to store its answer.
struct CallBatch {
  std::string tag;
  std::string endpoint;  // as in the cache key
  std::string remote;    // what the provider calls the batch; empty: it is not known whether the provider has it
  std::string input;     // the file with its questions at the provider; empty: none
  std::int64_t items = 0;
  UnixMillis made_at;
  UnixMillis held_until;
  // Factors of the cache key that the call does not have.
  std::string language;
  std::string prompt_hash;
  std::string schema_version;
  std::string config_hash;
  std::string context_hash;
  std::string content_hash;
  std::string parts;  // as in BatchQuestion
};

// A row of the ledger, whole.
struct CallRecord {
  std::int64_t id = 0;
  // The same for the same call in every ledger that it is brought to: "<ledger id>:<call id>:<time>" where it was made.
  std::string tag;
  UnixMillis at;  // of the reservation
  int month = 0;  // 202611, in the zone that the ledger kept at the time
  int day = 0;    // 20261121
  CallState state{};
  std::optional<UnixMillis> closed_at;
  std::optional<NanoUsd> reserved;  // nothing: the price is unknown
  std::optional<NanoUsd> cost;      // nothing: unknown
  NanoUsd charged;                  // what counts against the caps
  bool estimated = false;
  bool by_hand = false;
  CallFacts facts;
  std::optional<Tokens> input_tokens;
  std::optional<Tokens> cached_tokens;
  std::optional<Tokens> cache_write_tokens;
  std::optional<Tokens> output_tokens;
  std::optional<Tokens> reasoning_tokens;
  std::optional<CallBatch> batch;  // of an open call; nothing: it is with none
};

// A call that was made before there was this ledger, by an estimate.
struct PastCall {
  std::string tag;  // the same for the same call
  UnixMillis at;
  CallFacts facts;
  std::optional<domain::Usage> usage;
  std::optional<NanoUsd> cost;
};

// What became of calls that were to be added.
struct ImportCount {
  std::int64_t added = 0;
  std::int64_t present = 0;  // added before
  std::int64_t closed = 0;   // added before as open, and closed since
  std::int64_t later = 0;    // later than the ledger's time, and left out
};

}  // namespace rustassistant::ledger
