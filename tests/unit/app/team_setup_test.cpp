// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>

#include "setup.hpp"

namespace rustassistant::app {
namespace {

config::RemoteSettings settings_of(const std::string& url) {
  config::RemoteSettings settings;
  settings.url = url;
  settings.signing_key = std::string(40, 's');
  return settings;
}

}  // namespace

TEST_CASE("what answers at a private address is not shared") {
  for (const char* endpoint :
       {"http://127.0.0.1:11434", "http://localhost:1", "http://[::1]:1", "http://10.1.2.3:80", "http://172.16.0.1:80",
        "http://172.31.0.1:80", "http://192.168.1.1:80", "http://169.254.1.1:80", "http://100.64.0.1:80",
        "https://[fd00::1]:443", "https://[fe80::1]:443", "https://gpu-box:443", "https://llm.internal:443",
        "https://box.local:443", "no URL"}) {
    INFO(endpoint);
    CHECK(is_private_endpoint(endpoint));
  }
  for (const char* endpoint : {"", "https://api.example.org:443", "https://172.32.0.1:443", "https://100.128.0.1:443",
                               "https://[2001:db8::1]:443"}) {
    INFO(endpoint);
    CHECK_FALSE(is_private_endpoint(endpoint));
  }
}

TEST_CASE("who configures no store, or switches it off, has none") {
  CHECK_FALSE(team_config({}, {}).value().setup);
  CHECK(team_config({}, {}).value().off_because.empty());
  config::RemoteSettings off = settings_of("https://h/{key}");
  off.mode = config::RemoteMode::off;
  CHECK_FALSE(team_config(off, {}).value().setup);
}

TEST_CASE("variables stand where they are named; one that is not set turns the store off") {
  config::RemoteSettings settings = settings_of("https://${HOST}/{key}");
  settings.api_key = "${TOKEN}";
  const sys::Environment environment(sys::Variables{{"HOST", "cache.example.org"}, {"TOKEN", "t"}});
  const auto config = team_config(settings, environment).value();
  REQUIRE(config.setup);
  const auto& address = std::get<tier::HttpAddress>(config.setup->address);
  CHECK(address.url == "https://cache.example.org/{key}");
  CHECK(address.bearer == "t");
  const auto without = team_config(settings, {}).value();
  CHECK_FALSE(without.setup);
  CHECK(without.off_because == "cache.remote.url needs the variable HOST, which is not set");
}

TEST_CASE("a URL of PostgreSQL names a database; what is for web servers has no place beside it") {
  config::RemoteSettings settings = settings_of("postgresql://alice:${PASSWORD}@db.example.org/ra");
  const sys::Environment environment(sys::Variables{{"PASSWORD", "hush"}});
  const auto config = team_config(settings, environment).value();
  REQUIRE(config.setup);
  CHECK(std::get<pg::Target>(config.setup->address).value("password") == "hush");
  CHECK(config.setup->shown() == "postgresql://db.example.org:5432/ra");
  CHECK(team_config(settings, {}).value().off_because ==
        "cache.remote.url needs the variable PASSWORD, which is not set");
  settings.sigv4 = "eu-1";
  const auto mixed = team_config(settings, environment);
  REQUIRE_FALSE(mixed);
  CHECK(mixed.error().code == Errc::config);
  CHECK(mixed.error().what.find("cache.remote.sigv4") != std::string::npos);
  const auto wrong = team_config(settings_of("postgres://alice:hush@/ra?sslmode=perhaps&port=x"), {});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().what.find("cache.remote.url") != std::string::npos);
  CHECK(wrong.error().what.find("hush") == std::string::npos);
}

TEST_CASE("without a key nothing is read; a writer needs one of its own") {
  config::RemoteSettings settings = settings_of("https://h/{key}");
  settings.signing_key = "";
  CHECK_FALSE(team_config(settings, {}).value().off_because.empty());
  settings.trust = {"ed25519:" + std::string(64, 'a')};
  CHECK(team_config(settings, {}).value().setup);
  settings.mode = config::RemoteMode::read_write;
  CHECK_FALSE(team_config(settings, {}));
  settings.accepts_unsigned = true;
  CHECK(team_config(settings, {}).value().setup);
}

TEST_CASE("other credentials are another store to the breaker") {
  config::RemoteSettings settings = settings_of("https://h/{key}");
  const auto first = team_config(settings, {}).value().setup->options.identity;
  settings.api_key = "t";
  CHECK(team_config(settings, {}).value().setup->options.identity != first);
}

TEST_CASE("mistakes are told without repeating what is secret") {
  config::RemoteSettings settings = settings_of("https://h/{key}");
  settings.signing_key = "too short, hush";
  auto config = team_config(settings, {});
  REQUIRE_FALSE(config);
  CHECK(config.error().code == Errc::config);
  CHECK(config.error().what.find("hush") == std::string::npos);
}

}  // namespace rustassistant::app
