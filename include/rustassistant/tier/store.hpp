// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/tier/keys.hpp"

namespace rustassistant::tier {

// What kept a store from doing all of it. The kind alone decides what the breaker and the run do about it.
enum class Fault : std::uint8_t {
  unreachable,   // no connection, no reply in time, or one that broke off: the breaker opens at once
  untrusted,     // the server's certificate did not verify, or there is nothing to verify it with: likewise
  failing,       // it answers that it cannot (5xx): the breaker opens after three in a row
  busy,          // it asks to be left alone (429, 503 with Retry-After, too many clients): for `retry_after`
  refused,       // the credentials: the breaker opens for the longest time
  not_set_up,    // it answers, and what it should keep answers in does not exist: likewise
  odd,           // an answer that says nothing about the server (another 4xx): a miss
  read_only,     // writing is not allowed: nothing is written any more in this run, reads go on
  cannot_write,  // writing failed for a reason of the server's (full): likewise
  stopped,       // the process was asked to stop
};

struct Trouble {
  Fault fault = Fault::unreachable;
  std::string what;  // no full stop, no secret; may hold text from outside
  std::string hint;  // what to do about it; mostly empty
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;  // that a busy server asks for
};

// What there is of several keys.
struct Found {
  std::vector<std::optional<std::string>> envelopes;  // in the order of the keys; nothing: a miss, or not found out
  std::optional<Trouble> trouble;                     // the gravest; nothing: all keys were looked up
};

enum class PutOutcome : std::uint8_t {
  stored,
  present,    // something is there already, which stays
  too_large,  // the server takes no envelope of this size
  failed,     // see `trouble`
};
struct Put {
  PutOutcome outcome = PutOutcome::failed;
  std::optional<Trouble> trouble;
};

// Envelopes by key, on a server. Knows no entry, no signature and no breaker: its caller asks those first, and holds no
// lock of a database meanwhile. Every call returns within `within` and 100 ms; nothing is tried twice unless that
// cannot do harm and fits. An envelope larger than kMaxEnvelopeRead is a miss. Nothing is initialized and no socket
// opened before the first call; one connection serves the process as far as the protocol allows. Safe to use from
// several threads.
class EnvelopeStore {
 public:
  virtual ~EnvelopeStore() = default;

  // All keys together, not one after the other.
  [[nodiscard]] virtual Found find(std::span<const SharedKey> keys, std::chrono::milliseconds within) = 0;
  // The first one stays: what is there is never replaced where the server can be told so.
  [[nodiscard]] virtual Put put(const SharedKey& key, std::string_view envelope, std::chrono::milliseconds within) = 0;
  // Says that these were of use, so that pruning on the server keeps them. Best effort: not reported. A store that
  // knows no such thing does nothing.
  virtual void touch(std::span<const SharedKey> keys, std::chrono::milliseconds within) = 0;
};

}  // namespace rustassistant::tier
