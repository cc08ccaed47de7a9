// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/llm/client.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"

namespace rustassistant::llm::test {

inline constexpr const char* kKey = "sk-test-0123456789";

// A configuration that passes check().
inline ProviderConfig config_for(domain::Provider provider) {
  const ProviderFacts& facts = *facts_of(provider);
  ProviderConfig config;
  config.provider = provider;
  config.base_url = facts.base_url;
  config.model = facts.default_model.empty() ? "qwen3:0.6b" : facts.default_model;
  if (facts.key_required) config.key.emplace(kKey);
  return config;
}

// What comes of a single reply.
inline AttemptResult attempt_with(rustassistant::test::FakeTransport::Step step, const ProviderConfig& config) {
  rustassistant::test::FakeTransport transport({std::move(step)});
  const rustassistant::test::FakeClock clock;
  return Client(transport, clock).attempt("{}", config);
}

inline AttemptResult attempt_with(domain::Provider provider, int status, std::string body,
                                  std::map<std::string, std::string, std::less<>> headers = {}) {
  return attempt_with(rustassistant::test::FakeTransport::reply(status, std::move(body), std::move(headers)),
                      config_for(provider));
}

}  // namespace rustassistant::llm::test
