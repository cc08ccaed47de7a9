// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "llm_fixtures.hpp"
#include "rustassistant/llm/batch.hpp"
#include "support/counted_turns.hpp"

namespace rustassistant::llm::test {

// A client of batch services that get these replies, in order.
struct BatchExchange {
  explicit BatchExchange(std::vector<rustassistant::test::FakeTransport::Step> replies)
      : transport(std::move(replies)) {}
  explicit BatchExchange(const std::string& reply)
      : BatchExchange(std::vector{rustassistant::test::FakeTransport::reply(200, reply)}) {}

  rustassistant::test::FakeTransport transport;
  const rustassistant::test::FakeClock clock;
  rustassistant::test::CountedTurns turns;
  const BatchClient client{transport, clock, turns};
};

// What a provider says of a batch, by its reply.
inline BatchClient::Reached<RemoteBatch> look(domain::Provider provider, const std::string& reply) {
  return BatchExchange(reply).client.look("b1", config_for(provider));
}

}  // namespace rustassistant::llm::test
