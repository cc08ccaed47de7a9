// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/rate.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/llm/provider_config.hpp"

namespace rustassistant::llm {

// What the reply that holds an answer says of its cost, and of limits.
struct Bill {
  std::optional<domain::Usage> usage;  // nullopt if the provider reported none, or all zeros
  std::optional<NanoUsd> billed;       // the provider's own bill, where it states one: takes precedence over any price
  std::int64_t reply_bytes = 0;        // bounds the output where neither is stated
  domain::RateReport rate = {};
};

struct Answer : Bill {
  std::string text;   // what the model wrote: JSON, not yet checked against its schema
  std::string model;  // as reported, else as asked for
};

// Why there is no answer, and what that means for money and for another try.
struct AttemptFailure {
  enum class Billing : std::uint8_t {
    none,      // the provider refused, or what came is no model's answer: release the reservation
    possible,  // sent, and no complete reply came: the reservation stays charged
    known,     // a model worked, and the reply says for how much: settle with `usage` and `billed`
    by_size,   // a model worked, and the reply does not say for how much: `reply_bytes` bounds it
  };
  // What another attempt needs to succeed.
  enum class Remedy : std::uint8_t {
    none,            // nothing would help
    time,            // the same again, later
    plainer_schema,  // the server does not take the schema in this way
    folded_system,   // the model takes no message of the role "system"
    larger_cap,      // the answer was cut off at the output cap
  };

  Error error;  // config, provider, unreachable or interrupted; names provider, HTTP status and the provider's message
  Billing billing = Billing::none;
  std::optional<domain::Usage> usage;
  std::optional<NanoUsd> billed;
  std::int64_t reply_bytes = 0;
  Remedy remedy = Remedy::none;
  std::optional<std::chrono::milliseconds> retry_after;  // what the provider asked for
  // Whether it speaks against the provider or the endpoint as such, and not against this request or its rate: after
  // some of these in a row nobody should ask any more.
  bool is_outage = false;
  bool is_rate_limit = false;    // the provider limits the rate
  bool is_of_account = false;    // key, credits, access or model: no question fares better until that is repaired
  bool is_queue_full = false;    // too much of this account waits for a batch service: less, or later, is taken
  bool is_too_much = false;      // as far as can be told, of texts for vectors: fewer at once may be taken
  domain::RateReport rate = {};  // what the reply states about limits
};

using AttemptResult = tl::expected<Answer, AttemptFailure>;

// The body of a request: build it once, reserve money by its size, send it with every attempt of this shape. `config`
// has passed check().
[[nodiscard]] std::string request_body(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape);

// Asks providers. Safe to use from several threads when its transport and clock are; both must outlive it.
// Tests script the transport (tests/support/fake_transport.hpp).
class Client {
 public:
  Client(http::Transport& transport, const Clock& clock) : transport_(transport), clock_(clock) {}

  // One HTTP attempt, no retry. `body` comes from request_body() with the same `config`.
  // A truncated or refused answer is a failure whose billing is known. The key occurs in no text that is returned or
  // logged; the debug log shows request and reply.
  [[nodiscard]] AttemptResult attempt(const std::string& body, const ProviderConfig& config) const;

  // Whether the provider can be reached and takes the key: asks for its list of models, which costs nothing. One
  // attempt, of at most half a minute. Errors as those of attempt().
  [[nodiscard]] Result<void> reach(const ProviderConfig& config) const;

  // The same for finding out whether a provider that failed is back: a server that has no list of models counts as
  // back, a page of HTML does not.
  [[nodiscard]] Result<void> probe(const ProviderConfig& config) const;

 private:
  [[nodiscard]] Result<http::Reply> list_models(const ProviderConfig& config) const;

  http::Transport& transport_;
  const Clock& clock_;
};

}  // namespace rustassistant::llm
