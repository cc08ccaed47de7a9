// SPDX-License-Identifier: MIT
// What replies state about limits, one reply after the other. Input: a byte for the provider, then replies with an
// empty line between them: a status, and headers such as "x-ratelimit-limit-requests: 60".
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "../support/fake_clock.hpp"
#include "../support/fake_transport.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/rate.hpp"
#include "rustassistant/llm/client.hpp"

namespace {

using namespace rustassistant;

constexpr std::array kProviders{domain::Provider::openai, domain::Provider::anthropic, domain::Provider::google,
                                domain::Provider::xai};
constexpr domain::RateUnits kCall{1, 5000, 4000, 1000};

void require(bool holds) {
  if (!holds) std::abort();
}

http::Reply reply_in(std::string_view text) {
  http::Reply reply{200, {}, "{}"};
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      reply.status = static_cast<int>(parse_integer(line).value_or(200) % 600);
    } else {
      reply.headers[to_lower(line.substr(0, colon))] = line.substr(colon + 1);
    }
  }
  return reply;
}

// Whatever was stated: limits are no debts, and somebody who waits long enough may ask.
void check(const domain::RateState& state, domain::UnixMicros now) {
  for (const domain::RateLimit& limit : state.limits) require(limit.per_minute >= 0 && limit.stated >= 0);
  constexpr std::int64_t kYear = std::int64_t{366} * 86'400'000'000;
  domain::UnixMicros later{std::max(now.value, state.blocked_until.value) + kYear};
  require(domain::book(domain::as_of(state, {}, later), kCall, domain::Urgency::interactive, later).is_booked);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  llm::ProviderConfig config;
  config.provider = kProviders.at(data[0] % kProviders.size());
  config.base_url = llm::facts_of(config.provider)->base_url;
  config.model = "model";
  config.key.emplace("sk-fuzz-0123456789");
  test::FakeClock clock;
  const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
  const domain::RateUnits assumed = domain::assumed_limits(config.provider, true, 0);
  domain::RateState state;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find("\n\n", begin), text.size());
    const http::Reply reply = reply_in(std::string_view(text).substr(begin, end - begin));
    begin = end + 2;
    test::FakeTransport transport({reply});
    const auto result = llm::Client(transport, clock).attempt("{}", config);
    const domain::UnixMicros now{clock.now().value * 1000};
    state = domain::as_of(state, assumed, now);
    state = domain::book(state, kCall, domain::Urgency::background, now).state;
    state = domain::learned(state, result ? result->rate : result.error().rate, 0, now);
    if (!result && result.error().is_rate_limit)
      state = domain::after_refusal(state, result.error().retry_after, std::chrono::microseconds(500), now);
    check(state, now);
    clock.advance(std::chrono::seconds(7));
  }
  return 0;
}
