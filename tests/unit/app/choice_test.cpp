// SPDX-License-Identifier: MIT
#include "choice.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::app;

namespace {

constexpr int kToday = 20261121;

Choice chosen(const config::Loaded& loaded, sys::Variables variables = {}) {
  return choose(loaded, sys::Environment(std::move(variables)), kToday).value();
}

}  // namespace

TEST_CASE("of several keys, auto takes the provider whose default model is the cheapest for a typical file") {
  const auto order = auto_order({}, kToday);
  REQUIRE(order.size() == 4);
  CHECK(order.back()->provider == domain::Provider::xai);
  const auto cost = [](const llm::ProviderFacts* facts) {
    const auto price = domain::find_price(facts->provider, facts->default_model, kToday);
    return domain::cost_of(*price, {6000, 0, 0, 800, 0});
  };
  for (std::size_t i = 1; i < order.size(); ++i) CHECK(cost(order[i - 1]) <= cost(order[i]));
  const auto choice = chosen({}, {{"XAI_API_KEY", "k-xai-123"}, {"ANTHROPIC_API_KEY", "k-ant-123"}});
  CHECK(choice.wanted->provider == domain::Provider::anthropic);
}

TEST_CASE("a price of the user's own changes the order of auto") {
  config::Loaded loaded;
  const auto model = std::string(llm::facts_of(domain::Provider::xai)->default_model);
  loaded.settings.prices.push_back({model, {}});
  CHECK(auto_order(loaded.settings, kToday).front()->provider == domain::Provider::xai);
}

TEST_CASE("auto asks the seller of a named model, whoever is cheaper") {
  config::Loaded loaded;
  loaded.settings.llm.model = "grok-4.3";
  const auto choice = chosen(loaded, {{"XAI_API_KEY", "k-xai-123"}, {"OPENAI_API_KEY", "k-oai-123"}});
  CHECK(choice.wanted->provider == domain::Provider::xai);
  CHECK(choice.wanted->model == "grok-4.3");
}

TEST_CASE("without a key there is nobody to call, and the settings tell whether somebody was meant") {
  config::Loaded loaded;
  const Choice none = chosen(loaded);
  CHECK_FALSE(none.wanted);
  CHECK(none.unavailable->reason == FallbackReason::no_key);
  CHECK_FALSE(none.configured);
  loaded.settings.llm.model = "no-such-model";
  CHECK(chosen(loaded).configured);
  loaded.settings.llm.model.clear();
  loaded.settings.llm.provider = "openai";
  CHECK(chosen(loaded).configured);
  CHECK(chosen(loaded).unavailable->reason == FallbackReason::no_key);
  loaded.settings.llm.provider = "builtin";
  CHECK_FALSE(chosen(loaded).configured);
  CHECK_FALSE(chosen(loaded).unavailable);
}

TEST_CASE("only a flag makes a provider the only one that may answer") {
  config::Loaded loaded;
  loaded.settings.llm.provider = "openai";
  loaded.origins["llm.provider"] = {config::Source::variable, "RUSTASSISTANT_PROVIDER"};
  CHECK_FALSE(chosen(loaded).named);
  loaded.origins["llm.provider"] = {config::Source::flag, "--provider"};
  CHECK(chosen(loaded).named);
}

TEST_CASE("a key that would go over plain http to another machine is an error") {
  config::Loaded loaded;
  loaded.settings.llm.provider = "openai";
  loaded.settings.llm.providers.at(static_cast<std::size_t>(domain::Provider::openai)).base_url =
      "http://example.com/v1";
  const auto choice = choose(loaded, sys::Environment(sys::Variables{{"OPENAI_API_KEY", "k-oai-123"}}), kToday);
  CHECK(choice.error().code == Errc::config);
}
