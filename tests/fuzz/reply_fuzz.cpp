// SPDX-License-Identifier: MIT
// Replies of providers: any status, any retry-after, any body. Input: a byte for the provider, a byte for the status, a
// line for retry-after, then the body.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../support/fake_clock.hpp"
#include "../support/fake_transport.hpp"
#include "rustassistant/llm/client.hpp"
#include "rustassistant/llm/retry.hpp"

namespace {

using namespace rustassistant;

constexpr std::array kStatuses{200, 200, 200, 201, 204, 301, 400, 401, 402, 403, 404, 408, 413, 429, 500, 502, 529, 0};

void require(bool holds) {
  if (!holds) std::abort();
}

void check_usage(const domain::Usage& usage) {
  for (const Tokens count : {usage.input, usage.cached, usage.cache_write, usage.output, usage.reasoning}) {
    require(count >= 0 && count <= domain::kMaxTokens);
  }
  require(usage.cached + usage.cache_write <= usage.input && usage.reasoning <= usage.output);
}

llm::ProviderConfig config_of(std::uint8_t choice) {
  const auto providers = llm::known_providers();
  const llm::ProviderFacts& facts = providers[choice % providers.size()];
  llm::ProviderConfig config;
  config.provider = facts.provider;
  config.base_url = facts.base_url;
  config.model = (choice & 0x80U) != 0 ? "model-pro" : "model";
  config.key.emplace("sk-fuzz-0123456789");
  return config;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::string_view rest(reinterpret_cast<const char*>(data + 2), size - 2);
  const std::string_view retry_after = rest.substr(0, rest.find('\n'));
  rest.remove_prefix(std::min(retry_after.size() + 1, rest.size()));

  const auto config = config_of(data[0]);
  test::FakeTransport transport({test::FakeTransport::reply(kStatuses.at(data[1] % kStatuses.size()), std::string(rest),
                                                            {{"retry-after", std::string(retry_after)}})});
  const test::FakeClock clock;
  const auto result = llm::Client(transport, clock).attempt("{}", config);
  if (result) {
    require(!result->text.empty() && !result->model.empty());
    if (result->usage) check_usage(*result->usage);
    require(!result->billed || result->billed->value >= 0);
    return 0;
  }
  const llm::AttemptFailure& failure = result.error();
  require(!failure.error.what.empty() && failure.error.what.size() < 1000);
  require(failure.error.what.find(config.key->reveal()) == std::string::npos);
  if (failure.usage) check_usage(*failure.usage);
  require(failure.billing != llm::AttemptFailure::Billing::known || failure.usage || failure.billed);
  const llm::NextStep step = llm::next_step(failure, {}, config.provider, 7);
  const auto* later = std::get_if<llm::Later>(&step);
  require(later == nullptr || (later->wait.count() >= 0 && later->wait <= llm::Patience{}.longest_wait));
  return 0;
}
