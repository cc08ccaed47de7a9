// SPDX-License-Identifier: MIT
// What batch services say: rows of results, states, lists. Input: a byte for the provider, a byte for the call, then
// the body.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../support/counted_turns.hpp"
#include "../support/fake_clock.hpp"
#include "../support/fake_transport.hpp"
#include "rustassistant/llm/batch.hpp"

namespace {

using namespace rustassistant;

constexpr std::array kProviders{domain::Provider::openai, domain::Provider::anthropic, domain::Provider::google,
                                domain::Provider::xai};

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const llm::RemoteBatch& batch) {
  require(!batch.id.empty() && batch.items >= 0);
  for (const std::string& path : batch.results) require(path.find("..") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string body(reinterpret_cast<const char*>(data + 2), size - 2);
  llm::ProviderConfig config;
  config.provider = kProviders.at(data[0] % kProviders.size());
  config.base_url = llm::facts_of(config.provider)->base_url;
  config.model = "model";
  config.key.emplace("sk-fuzz-0123456789");
  test::FakeTransport transport({test::FakeTransport::reply(200, body)});
  const test::FakeClock clock;
  test::CountedTurns turns;
  const llm::BatchClient client(transport, clock, turns);
  if (data[1] % 3 == 0) {
    if (const auto batch = client.look("b", config)) check(*batch);
  } else if (data[1] % 3 == 1) {
    const auto batches = client.list(config);
    if (batches) {
      for (const llm::RemoteBatch& batch : *batches) check(batch);
    }
  } else {
    llm::RemoteBatch batch;
    batch.results = {"/results"};
    const auto rows = client.read_rows(batch, config, [](const llm::BatchAnswer& answer) -> Result<void> {
      require(!answer.id.empty());
      require(answer.was_run || !answer.result);
      return {};
    });
    require(!rows || *rows >= 0);
  }
  return 0;
}
