// SPDX-License-Identifier: MIT
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/reply_bound.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {
constexpr int kToday = 20261121;
}

TEST_CASE(
    "a reply without usage costs at most a token for each of its bytes and of its request's, at the highest rates") {
  const auto nano = domain::find_price(domain::Provider::openai, "gpt-4.1-nano", 20261121).value();
  CHECK(domain::reply_bound(nano, 10'000, 2'000) == NanoUsd{10'000 * 100 + 2'000 * 400});
  CHECK(domain::reply_bound(nano, 10'000, 2'000) < domain::worst_case(nano, 10'000, 4'096));
  const auto writes = domain::find_price(domain::Provider::anthropic, "claude-haiku-5-5", 20261121).value();
  CHECK(domain::reply_bound(writes, 1'000, 0) == NanoUsd{1'000 * 125});
  CHECK(domain::reply_bound(writes, 100'001, 0) == NanoUsd{62'500'625});
}

TEST_CASE("a cost is the sum of products, rounded up once") {
  const auto price = find_price(Provider::openai, "gpt-4o-mini", kToday).value();
  // 1,000 plain at $0.15, 234 cached at $0.075, 567 out at $0.60 per million: 507,750 pico * 1000.
  CHECK(cost_of(price, {1'234, 234, 0, 567, 0}) ==
        NanoUsd{(1'000 * 150'000 + 234 * 75'000 + 567 * 600'000 + 999) / 1000});
  CHECK(cost_of(price, {1, 0, 0, 0, 0}) == NanoUsd{150});
  const auto cheap = find_price(Provider::google, "gemini-1.5-flash", kToday).value();
  CHECK(cost_of(cheap, {1, 0, 0, 0, 0}) == NanoUsd{75});
  const auto nano = find_price(Provider::openai, "gpt-5-nano", kToday).value();
  CHECK(cost_of(nano, {1, 1, 0, 0, 0}) == NanoUsd{5});
}

TEST_CASE("long prompts cost their own rate from the token after the threshold on") {
  const auto price = find_price(Provider::xai, "grok-4.3", kToday).value();
  CHECK(cost_of(price, {200'000, 0, 0, 0, 0}) == NanoUsd{250'000'000});
  CHECK(cost_of(price, {200'001, 0, 0, 0, 0}) == NanoUsd{500'002'500});
}

TEST_CASE("a configured price holds for prompts of every length") {
  const std::vector<PriceOverride> own{{"grok-4.3", {{7}, {7}, {7}, {7}}}};
  REQUIRE(find_price(Provider::xai, "grok-4.3", kToday)->long_context);
  const auto price = find_price(Provider::xai, "grok-4.3", kToday, own).value();
  CHECK_FALSE(price.long_context);
  CHECK(price.rates.input == PicoUsdPerToken{7});
  CHECK(price.id == "grok-4.3");
  CHECK(price.reasoning_reserve == find_price(Provider::xai, "grok-4.3", kToday)->reasoning_reserve);
}

TEST_CASE("prices hold from their first day on") {
  CHECK(find_price(Provider::openai, "gpt-5.6-luna", 20260729)->rates.input == PicoUsdPerToken{1'000'000});
  CHECK(find_price(Provider::openai, "gpt-5.6-luna", 20260730)->rates.input == PicoUsdPerToken{200'000});
  CHECK(find_price(Provider::google, "gemini-3.8-flash", 20261231)->rates.input == PicoUsdPerToken{750'000});
  CHECK(find_price(Provider::google, "gemini-3.8-flash", 20270101)->rates.input == PicoUsdPerToken{1'500'000});
}

TEST_CASE("an id may carry a date that the table does not, and the other way round") {
  CHECK(find_price(Provider::openai, "gpt-4o-mini-2024-07-18", kToday)->id == "gpt-4o-mini");
  CHECK(find_price(Provider::anthropic, "claude-haiku-4-5", kToday)->id == "claude-haiku-4-5-20251001");
  CHECK(find_price(Provider::openai, "gpt-4o-2024-05-13", kToday)->rates.input == PicoUsdPerToken{5'000'000});
}

TEST_CASE("an unknown model has no price, and one of another provider neither") {
  CHECK_FALSE(find_price(Provider::openai, "gpt-4o-minix", kToday));
  CHECK_FALSE(find_price(Provider::openai, "grok-4.3", kToday));
  CHECK_FALSE(find_price(Provider::openai, "", kToday));
  CHECK(find_price(Provider::openai_compatible, "gpt-4o-mini", kToday));
}

TEST_CASE("a configured price wins, and may be zero") {
  const std::vector<PriceOverride> own{{"local", {{0}, {0}, {0}, {0}}}, {"gpt-4o-mini", {{7}, {7}, {7}, {7}}}};
  const auto local = find_price(Provider::openai_compatible, "local", kToday, own).value();
  CHECK(worst_case(local, 1'000'000, 4096) == NanoUsd{0});
  CHECK(find_price(Provider::openai, "gpt-4o-mini", kToday, own)->rates.output == PicoUsdPerToken{7});
}

TEST_CASE("the worst case is never below any cost that fits the request") {
  for (const ModelPrice& price : known_prices()) {
    constexpr std::int64_t kBytes = 300'000;
    constexpr Tokens kCap = 4096;
    const Tokens most_input = kBytes + 2'000;
    const Tokens most_output = kCap + price.reasoning_reserve;
    const NanoUsd bound = worst_case(price, kBytes, kCap);
    CAPTURE(price.id);
    CHECK(bound > NanoUsd{0});
    for (const Tokens input : {Tokens{1}, Tokens{128'001}, most_input}) {
      CHECK(cost_of(price, {input, 0, 0, most_output, 0}) <= bound);
      CHECK(cost_of(price, {input, input, 0, most_output, 0}) <= bound);
      CHECK(cost_of(price, {input, 0, input, most_output, 0}) <= bound);
    }
  }
}

TEST_CASE("the largest counts neither overflow nor turn negative") {
  for (const ModelPrice& price : known_prices()) {
    CAPTURE(price.id);
    CHECK(cost_of(price, {kMaxTokens, 0, 0, kMaxTokens, 0}) > NanoUsd{0});
    CHECK(worst_case(price, INT64_C(1) << 40, kMaxTokens) > NanoUsd{0});
  }
}

TEST_CASE("a batch costs half where it is offered") {
  const auto mini = find_price(Provider::openai, "gpt-4o-mini", 20261121);
  REQUIRE(mini);
  const auto rates = batch_rates(*mini);
  REQUIRE(rates);
  CHECK(rates->input.value == 75'000);
  CHECK(rates->cached.value == 37'500);
  CHECK(rates->output.value == 300'000);
  CHECK_FALSE(batch_rates(find_price(Provider::xai, "grok-4.5", 20261121).value()));
  CHECK(batch_rates(find_price(Provider::xai, "grok-4.3", 20261121).value())->output.value == 2'000'000);
}

TEST_CASE("rows of one model stand together in order of their first day") {
  std::map<std::string_view, int> last;
  for (const ModelPrice& price : known_prices()) {
    const auto [row, added] = last.try_emplace(price.id, price.from_day);
    CAPTURE(price.id);
    if (!added) CHECK(price.from_day > row->second);
    row->second = price.from_day;
    CHECK(price.rates.cached <= price.rates.input);
  }
  CHECK(last.size() > 80);
}

TEST_CASE("counts from a reply are brought into range") {
  const Usage usage = sanitised({10, 25, 3, -5, 7});
  CHECK(usage.cached == 10);
  CHECK(usage.cache_write == 0);
  CHECK(usage.output == 0);
  CHECK(usage.reasoning == 0);
  CHECK(sanitised({kMaxTokens + 1, 0, 0, 0, 0}).input == kMaxTokens);
}

TEST_CASE("rates are read exactly") {
  CHECK(parse_rate("0.15") == PicoUsdPerToken{150'000});
  CHECK(parse_rate("0") == PicoUsdPerToken{0});
  CHECK(parse_rate("0.000001") == PicoUsdPerToken{1});
  for (const char* bad : {"", "-1", "0.0000001", "1e3", "nan", "5000", ".5", "5."}) CHECK_FALSE(parse_rate(bad));
}
