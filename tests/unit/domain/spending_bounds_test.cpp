// SPDX-License-Identifier: MIT
// Amounts, budgets and prices on both sides of their bounds.
#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

#include "rustassistant/domain/batch_price.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/reply_bound.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

constexpr std::int64_t kLargest = std::numeric_limits<std::int64_t>::max();

ModelPrice plain_price() {
  ModelPrice price;
  price.id = "m";
  price.rates = {{1'000}, {100}, {2'000}, {5'000}};
  return price;
}

ModelPrice long_price() {
  ModelPrice price = plain_price();
  price.long_context = LongContext{1'000'000, {{3'000}, {50}, {1'000}, {4'000}}};
  return price;
}

}  // namespace

TEST_CASE("amounts around a dollar, a cent and nothing, as they read in each form") {
  struct Row {
    std::int64_t amount;
    const char* usd;
    const char* cap;
    const char* exact;
  };
  for (const Row& row : {
           Row{0, "$0.00", "$0.00", "0.000000000"},
           Row{1, "$0.0001", "$0.000000001", "0.000000001"},
           Row{-1, "-$0.0001", "-$0.000000001", "-0.000000001"},
           Row{100'000, "$0.0001", "$0.0001", "0.000100000"},
           Row{100'001, "$0.0002", "$0.000100001", "0.000100001"},
           Row{99'999'999, "$0.1000", "$0.099999999", "0.099999999"},
           Row{999'900'000, "$0.9999", "$0.9999", "0.999900000"},
           Row{999'999'999, "$1.0000", "$0.999999999", "0.999999999"},
           Row{1'000'000'000, "$1.00", "$1.00", "1.000000000"},
           Row{1'000'000'001, "$1.01", "$1.000000001", "1.000000001"},
           Row{1'010'000'000, "$1.01", "$1.01", "1.010000000"},
           Row{12'340'000'000, "$12.34", "$12.34", "12.340000000"},
           Row{-999'999'999, "-$1.0000", "-$0.999999999", "-0.999999999"},
           Row{-1'000'000'000, "-$1.00", "-$1.00", "-1.000000000"},
           Row{-1'000'000'001, "-$1.01", "-$1.000000001", "-1.000000001"},
           Row{-2'500'000'000, "-$2.50", "-$2.50", "-2.500000000"},
       }) {
    CAPTURE(row.amount);
    CHECK(format_usd({row.amount}) == row.usd);
    CHECK(format_cap({row.amount}) == row.cap);
    CHECK(exact_usd({row.amount}) == row.exact);
  }
}

TEST_CASE("states of a budget of other shares begin exactly where these are reached") {
  BudgetPolicy policy;
  policy.warn_percent = 50;
  policy.alert_percent = 80;
  struct Row {
    std::int64_t committed;
    BudgetState state;
  };
  for (const Row& row : {Row{499, BudgetState::ok}, Row{500, BudgetState::warning}, Row{799, BudgetState::warning},
                         Row{800, BudgetState::alert}, Row{999, BudgetState::alert}, Row{1'000, BudgetState::exceeded},
                         Row{1'001, BudgetState::exceeded}}) {
    CAPTURE(row.committed);
    CHECK(budget_state(policy, {1'000}, {row.committed}) == row.state);
  }
  policy.alert_percent = 50;
  CHECK(budget_state(policy, {1'000}, {500}) == BudgetState::alert);
}

TEST_CASE("tenths of a percent are exact where the product fits, and near where it does not") {
  CHECK(used_permille({3}, {2}) == 666);
  CHECK(used_permille({1}, {0}) == 0);
  CHECK(used_permille({1'999}, {kLargest / 1'000 - 1}) == (kLargest / 1'000 - 1) * 1'000 / 1'999);
  CHECK(used_permille({1'999}, {kLargest / 1'000}) == kLargest / 1'000 / 1'999 * 1'000);
  CHECK(used_permille({0}, {5}) == 1'000);
}

TEST_CASE("each word about budgets has its name") {
  CHECK(name_of(WhenExceeded::block) == "block");
  CHECK(name_of(WhenExceeded::degrade) == "degrade");
  CHECK(name_of(WhenExceeded::warn) == "warn");
  for (int i = 0; i < 3; ++i) CHECK(when_exceeded_named(name_of(WhenExceeded(i))) == WhenExceeded(i));
  CHECK_FALSE(when_exceeded_named("Block"));
  CHECK(name_of(BudgetState::ok) == "ok");
  CHECK(name_of(BudgetState::warning) == "warning");
  CHECK(name_of(BudgetState::alert) == "alert");
  CHECK(name_of(BudgetState::exceeded) == "exceeded");
}

TEST_CASE("what settings speak of is replaced, and nothing else") {
  BudgetSettings all;
  all.monthly_cap = NanoUsd{1};
  all.daily_cap = NanoUsd{2};
  all.repo_caps = {{"0badcafe", "/p", {3}}};
  all.warn_percent = 4;
  all.alert_percent = 5;
  all.when_exceeded = WhenExceeded::block;
  const BudgetPolicy replaced = overlaid({}, all);
  const BudgetPolicy kept = overlaid(replaced, {});
  for (const BudgetPolicy& policy : {replaced, kept}) {
    CHECK(policy.monthly_cap == NanoUsd{1});
    CHECK(policy.daily_cap == NanoUsd{2});
    REQUIRE(policy.repo_caps.size() == 1);
    CHECK(policy.repo_caps[0].repo_id == "0badcafe");
    CHECK(policy.warn_percent == 4);
    CHECK(policy.alert_percent == 5);
    CHECK(policy.when_exceeded == WhenExceeded::block);
  }
  CHECK(overlaid({}, {}).alert_percent == 90);
}

TEST_CASE("a cost counts each kind of token at its own rate, and rounds up once") {
  const ModelPrice price = plain_price();
  struct Row {
    Usage usage;
    std::int64_t nano;
  };
  for (const Row& row : {
           Row{{10, 0, 0, 0, 0}, 10},
           Row{{10, 10, 0, 0, 0}, 1},
           Row{{11, 11, 0, 0, 0}, 2},
           Row{{10, 0, 10, 0, 0}, 20},
           Row{{0, 0, 0, 10, 10}, 50},
           Row{{100, 20, 30, 7, 3}, 50 + 2 + 60 + 35},
           Row{{1, 1, 0, 0, 0}, 1},
           Row{{0, 0, 0, 0, 0}, 0},
       }) {
    CAPTURE(row.usage.input, row.usage.cached, row.usage.cache_write, row.usage.output);
    CHECK(cost_of(price, row.usage).value == row.nano);
  }
  const Usage at_threshold{1'000'000, 0, 0, 10, 0};
  const Usage above{1'000'001, 1, 0, 10, 0};
  CHECK(cost_of(long_price(), at_threshold).value == 1'000'000 + 50);
  CHECK(cost_of(long_price(), above).value == 3'000'000 + 1 + 40);
  CHECK(cost_of(price, above).value == 1'000'000 + 1 + 50);
}

TEST_CASE("bounds take the highest rates that can apply, from the byte after the threshold on") {
  // Of the input the writing of a cache costs most; beyond the threshold plain input does, and the output of before.
  CHECK(reply_bound(long_price(), 1'000'000, 10).value == 2'000'000 + 50);
  CHECK(reply_bound(long_price(), 1'000'001, 10).value == 3'000'003 + 50);
  CHECK(worst_case(long_price(), 998'000, 10).value == 2'000'000 + 50);
  CHECK(worst_case(long_price(), 998'001, 10).value == 3'000'003 + 50);
  ModelPrice price = plain_price();
  price.rates.cached = {9'000};
  CHECK(reply_bound(price, 1, 0).value == 9);
  price.rates.cached = {1};
  price.rates.input = {8'000};
  CHECK(reply_bound(price, 1, 0).value == 8);
  price.reasoning_reserve = 100;
  CHECK(worst_case(price, 0, 10).value == 2'000 * 8 + 110 * 5);
  CHECK(reply_bound(price, kMaxTokens + 1, 0).value == kMaxTokens * 8);
  CHECK(reply_bound(price, 0, kMaxTokens + 1).value == kMaxTokens * 5);
  ModelPrice dear = long_price();
  dear.long_context->rates = {{1}, {2}, {3}, {6'000}};
  CHECK(reply_bound(dear, 1'000'001, 10).value == 2'000'002 + 60);
  dear.long_context->rates = {{1}, {7'000}, {3}, {6}};
  CHECK(reply_bound(dear, 1'000'001, 10).value == 7'000'007 + 50);
  dear.long_context->rates = {{1}, {7}, {4'000}, {6}};
  CHECK(reply_bound(dear, 1'000'001, 10).value == 4'000'004 + 50);
}

TEST_CASE("a batch costs its share of every rate, rounded up, also of long prompts") {
  ModelPrice price = long_price();
  CHECK_FALSE(batch_rates(price));
  CHECK_FALSE(batch_price(price));
  price.batch_percent = 50;
  price.rates = {{1'001}, {100}, {2'003}, {1}};
  price.long_context->rates = {{3}, {4}, {5}, {6}};
  const Rates share = batch_rates(price).value();
  const ModelPrice batched = batch_price(price).value();
  for (const Rates& rates : {share, batched.rates}) {
    CHECK(rates.input.value == 501);
    CHECK(rates.cached.value == 50);
    CHECK(rates.cache_write.value == 1'002);
    CHECK(rates.output.value == 1);
  }
  REQUIRE(batched.long_context);
  CHECK(batched.long_context->threshold == 1'000'000);
  CHECK(batched.long_context->rates.input.value == 2);
  CHECK(batched.long_context->rates.cached.value == 2);
  CHECK(batched.long_context->rates.cache_write.value == 3);
  CHECK(batched.long_context->rates.output.value == 3);
  price.long_context.reset();
  CHECK_FALSE(batch_price(price)->long_context);
  price.batch_percent = 100;
  CHECK(batch_rates(price)->input.value == 1'001);
}

TEST_CASE("every count of a reply is brought into range, and a part into its whole") {
  const auto counts = [](const Usage& usage) {
    const Usage sane = sanitised(usage);
    return std::vector{sane.input, sane.cached, sane.cache_write, sane.output, sane.reasoning};
  };
  using Counts = std::vector<Tokens>;
  CHECK(counts({10, 3, 4, 5, 2}) == Counts{10, 3, 4, 5, 2});
  CHECK(counts({10, 3, 7, 5, 5}) == Counts{10, 3, 7, 5, 5});
  CHECK(counts({10, 3, 8, 5, 6}) == Counts{10, 3, 7, 5, 5});
  CHECK(counts({-1, -1, -1, -1, -1}) == Counts{0, 0, 0, 0, 0});
  const Tokens above = kMaxTokens + 1;
  CHECK(counts({above, above, above, above, above}) == Counts{kMaxTokens, kMaxTokens, 0, kMaxTokens, kMaxTokens});
}

TEST_CASE("rates of six decimals below two thousand dollars are read, each digit where it stands") {
  struct Row {
    const char* text;
    std::optional<std::int64_t> pico;
  };
  for (const Row& row : {
           Row{"1", 1'000'000},
           Row{"12", 12'000'000},
           Row{"9.876543", 9'876'543},
           Row{"0.000001", 1},
           Row{"0.0000010", std::nullopt},
           Row{"2000", 2'000'000'000},
           Row{"2000.000000", 2'000'000'000},
           Row{"2000.000001", std::nullopt},
           Row{"2001", std::nullopt},
           Row{"1.2.3", std::nullopt},
           Row{"1.", std::nullopt},
           Row{".1", std::nullopt},
           Row{".", std::nullopt},
           Row{"", std::nullopt},
           Row{"1/", std::nullopt},
           Row{"1:", std::nullopt},
           Row{"00", 0},
       }) {
    CAPTURE(row.text);
    const auto rate = parse_rate(row.text);
    CHECK(rate.has_value() == row.pico.has_value());
    if (rate && row.pico) CHECK(rate->value == *row.pico);
  }
}

TEST_CASE("an id is known by its date, and by nothing that only looks like one") {
  const auto id_of = [](const char* id) {
    const auto price = find_price(Provider::openai, id, 20261121);
    return price ? std::string(price->id) : std::string();
  };
  CHECK(id_of("gpt-4o-mini-20240718") == "gpt-4o-mini");
  CHECK(id_of("gpt-4o-mini-2024-07-18") == "gpt-4o-mini");
  CHECK(id_of("gpt-4o-mini-90909090") == "gpt-4o-mini");
  for (const char* id : {"gpt-4o-mini-2024071", "gpt-4o-mini-2024071x", "gpt-4o-mini-2024_07_18", "gpt-4o-mini20240718",
                         "gpt-4o-mini-202407181", "-20240718", "-2024-07-18"}) {
    CAPTURE(id);
    CHECK(id_of(id).empty());
  }
  CHECK_FALSE(find_price(Provider::builtin, "gpt-4o-mini", 20261121));
}

TEST_CASE("a configured price takes the place of the rates, and of nothing else that is known") {
  const Rates rates{{1}, {2}, {3}, {4}};
  const std::vector<PriceOverride> own{{"other", {{9}, {9}, {9}, {9}}}, {"grok-4.3", rates}, {"mine", rates}};
  const ModelPrice known = find_price(Provider::xai, "grok-4.3", 20261121).value();
  REQUIRE(known.long_context);
  const ModelPrice changed = find_price(Provider::xai, "grok-4.3", 20261121, own).value();
  CHECK(changed.id == "grok-4.3");
  CHECK(changed.provider == Provider::xai);
  CHECK(changed.context_window == known.context_window);
  CHECK(changed.reasoning_reserve == known.reasoning_reserve);
  CHECK(changed.batch_percent == known.batch_percent);
  CHECK_FALSE(changed.long_context);
  CHECK(std::vector{changed.rates.input.value, changed.rates.cached.value, changed.rates.cache_write.value,
                    changed.rates.output.value} == std::vector<std::int64_t>{1, 2, 3, 4});
  const ModelPrice unknown = find_price(Provider::xai, "mine", 20261121, own).value();
  CHECK(unknown.provider == Provider::xai);
  CHECK(unknown.id == "mine");
  CHECK(unknown.reasoning_reserve == 2'000'000);
  CHECK(find_price(Provider::openai, "mine", 20261121, own)->reasoning_reserve == 0);
  CHECK(find_price(Provider::openai, "mine", 20261121, own)->provider == Provider::openai);
  CHECK_FALSE(find_price(Provider::openai, "theirs", 20261121, own));
}
