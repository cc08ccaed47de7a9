// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <set>
#include <type_traits>

#include "llm_fixtures.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/llm/provider_config.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;

TEST_CASE("every known provider has facts that make a valid configuration") {
  std::set<Provider> seen;
  for (const ProviderFacts& facts : known_providers()) {
    INFO(domain::name_of(facts.provider));
    CHECK(seen.insert(facts.provider).second);
    CHECK(facts_of(facts.provider)->base_url == facts.base_url);
    CHECK_FALSE(facts.key_variable().empty());
    CHECK(check(config_for(facts.provider)));
  }
  CHECK(seen.size() == 5);
  CHECK(facts_of(Provider::builtin) == nullptr);
}

TEST_CASE("default models have a price, and a typical file costs little with them") {
  // 400 lines of about 40 characters with their numbers, the fixed part of the prompt, and a thousand tokens of answer.
  const domain::Usage typical{.input = 400 * 44 / 4 + 1400, .output = 1000};
  for (const ProviderFacts& facts : known_providers()) {
    if (facts.default_model.empty()) continue;
    INFO(facts.default_model);
    const auto price = domain::find_price(facts.provider, facts.default_model, 20261121);
    REQUIRE(price);
    const auto cost = domain::cost_of(*price, typical);
    // xAI sells no model below this price any more.
    CHECK(cost.value <= (facts.provider == Provider::xai ? 10'000'000 : 2'000'000));
  }
}

TEST_CASE("a key cannot be copied or printed by accident") {
  STATIC_REQUIRE_FALSE(std::is_copy_constructible_v<ApiKey>);
  STATIC_REQUIRE_FALSE(std::is_copy_assignable_v<ApiKey>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<ApiKey, std::string>);
}

TEST_CASE("a missing key is an error that names its variable, where a key is required") {
  auto config = config_for(Provider::openai);
  config.key.reset();
  const auto checked = check(config);
  REQUIRE_FALSE(checked);
  CHECK(checked.error().code == Errc::config);
  CHECK(checked.error().hint.find("OPENAI_API_KEY") != std::string::npos);
  CHECK(check(config_for(Provider::openai_compatible)));
}

TEST_CASE("a key goes over plain http to loopback only") {
  struct Case {
    const char* url;
    bool allowed;
  };
  for (const auto& [url, allowed] :
       {Case{"http://127.0.0.1:8080/v1", true}, Case{"http://localhost/v1", true}, Case{"http://[::1]:1/v1", true},
        Case{"https://example.com/v1", true}, Case{"http://example.com/v1", false},
        Case{"http://127.0.0.1.evil.com/v1", false}, Case{"http://localhost.evil.com", false},
        Case{"http://192.168.0.7:11434", false}, Case{"http://user@127.0.0.1@evil.com/", false},
        Case{"http://127.0.0.1@evil.com", false}, Case{"ftp://127.0.0.1", false}, Case{"", false},
        Case{"http://127.0.0.1/?q=1", false}}) {
    INFO(url);
    auto config = config_for(Provider::openai_compatible);
    config.base_url = url;
    config.key.emplace(kKey);
    const auto checked = check(config);
    CHECK(checked.has_value() == allowed);
    if (!checked) {
      CHECK(checked.error().code == Errc::config);
      CHECK(checked.error().what.find(kKey) == std::string::npos);
    }
  }
}

TEST_CASE("without a key, a server in the local network may be asked over plain http") {
  auto config = config_for(Provider::openai_compatible);
  config.base_url = "http://192.168.0.7:11434/v1";
  CHECK(check(config));
}

TEST_CASE("keys that no header can carry are refused without being repeated") {
  for (const char* key : {"", "********", "*", "a b", "key\r\nX-Evil: 1", "k\xc3\xa4y", "key\n"}) {
    auto config = config_for(Provider::xai);
    config.key.emplace(key);
    const auto checked = check(config);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().what.find("Evil") == std::string::npos);
  }
}

TEST_CASE("no call is possible without a model, or to builtin") {
  auto config = config_for(Provider::openai_compatible);
  config.model.clear();
  CHECK_FALSE(check(config));
  ProviderConfig builtin;
  CHECK_FALSE(check(builtin));
}

TEST_CASE("the endpoint is empty for a provider's own base URL, else scheme, host and port") {
  auto config = config_for(Provider::openai);
  CHECK(endpoint_of(config).empty());
  config.base_url = "https://API.openai.com:443/v1";
  CHECK(endpoint_of(config).empty());
  config.base_url = "https://api.openai.com/v2";
  CHECK(endpoint_of(config) == "https://api.openai.com:443");
  config.base_url = "https://gateway.example.com/openai/v1/";
  CHECK(endpoint_of(config) == "https://gateway.example.com:443");
  CHECK(endpoint_of(config_for(Provider::openai_compatible)) == "http://127.0.0.1:11434");
}
