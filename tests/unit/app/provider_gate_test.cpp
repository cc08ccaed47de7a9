// SPDX-License-Identifier: MIT
#include "provider_gate.hpp"

#include <catch2/catch.hpp>

#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;

TEST_CASE("an answer is noted again once the note is half as old as trust lasts, and not before") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  test::FakeTransport transport;
  const llm::Client client(transport, clock);
  llm::ProviderConfig config;
  config.provider = domain::Provider::openai;
  config.base_url = "https://a.example/v1";
  app::ProviderGate gate(folder.path().string(), config, client, clock);
  app::SharedBreaker breaker(folder.path().string(), "openai https://a.example:443/v1", clock);
  const auto answer = [&] {
    auto pass = gate.admit();
    REQUIRE(pass);
    pass->answered();
    return breaker.read().answered;
  };
  const UnixMillis first = clock.now();
  CHECK(answer() == first);
  clock.advance(domain::kTrustFor / 2 - std::chrono::milliseconds(1));
  CHECK(answer() == first);
  clock.advance(std::chrono::milliseconds(1));
  CHECK(answer() == clock.now());
}
