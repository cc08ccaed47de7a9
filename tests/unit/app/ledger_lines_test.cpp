// SPDX-License-Identifier: MIT
#include "ledger_lines.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

// Each line of an exported ledger, and what may be wrong with it.
namespace rustassistant::app {
namespace {

using Json = nlohmann::json;

ledger::CallRecord sample() {
  ledger::CallRecord call;
  call.tag = "0123456789abcdef:7:1795262400000";
  call.id = 7;
  call.at = {1'795'262'400'123};
  call.month = 202611;
  call.day = 20261121;
  call.state = ledger::CallState::settled;
  call.closed_at = UnixMillis{1'795'262'405'456};
  call.reserved = NanoUsd{900};
  call.cost = NanoUsd{600};
  call.estimated = true;
  call.facts = {domain::Provider::google, "m", domain::AnalysisType::docs, "0badcafe", "/r", "a.py", "py", 4321};
  call.input_tokens = 111;
  call.cached_tokens = 22;
  call.cache_write_tokens = 33;
  call.output_tokens = 44;
  return call;
}

bool is_accepted(const Json& line) {
  return parse_ledger_line(line.dump()).has_value();
}

}  // namespace

TEST_CASE("a call comes back from its line as it was") {
  const auto call = sample();
  const auto line = parse_ledger_line(call_line(call));
  REQUIRE(line);
  REQUIRE(line->call);
  const ledger::CallRecord& read = *line->call;
  CHECK(read.tag == call.tag);
  CHECK(read.id == call.id);
  CHECK(read.at == call.at);
  CHECK(read.month == call.month);
  CHECK(read.day == call.day);
  CHECK(read.state == call.state);
  CHECK(read.closed_at == call.closed_at);
  CHECK(read.reserved == call.reserved);
  CHECK(read.cost == call.cost);
  CHECK(read.estimated);
  CHECK_FALSE(read.by_hand);
  CHECK(read.facts.provider == call.facts.provider);
  CHECK(read.facts.type == call.facts.type);
  CHECK(read.facts.request_bytes == 4321);
  CHECK(read.input_tokens == 111);
  CHECK(read.cached_tokens == 22);
  CHECK(read.cache_write_tokens == 33);
  CHECK(read.output_tokens == 44);
  CHECK(read.reasoning_tokens == std::nullopt);
  CHECK(parse_ledger_line(end_line(3))->calls == 3);
}

TEST_CASE("the batch of a call comes back from its line, and one with a member that is wrong is refused") {
  ledger::CallRecord call = sample();
  call.batch = ledger::CallBatch{"0badcafe",
                                 "http://localhost:1",
                                 "batch_1",
                                 "file-1",
                                 3,
                                 {1'795'262'400'000},
                                 {1'795'348'800'000},
                                 "rust",
                                 "p",
                                 "2",
                                 "c",
                                 "x",
                                 "h",
                                 "parts \x01"};
  const Json sound = Json::parse(call_line(call));
  const auto line = parse_ledger_line(sound.dump());
  REQUIRE(line);
  REQUIRE(line->call->batch);
  const ledger::CallBatch& batch = *line->call->batch;
  CHECK(batch.tag == "0badcafe");
  CHECK(batch.endpoint == "http://localhost:1");
  CHECK(batch.remote == "batch_1");
  CHECK(batch.input == "file-1");
  CHECK(batch.items == 3);
  CHECK(batch.made_at == call.batch->made_at);
  CHECK(batch.held_until == call.batch->held_until);
  CHECK(batch.language + batch.prompt_hash + batch.schema_version + batch.config_hash + batch.context_hash +
            batch.content_hash ==
        "rustp2cxh");
  CHECK(batch.parts == call.batch->parts);
  for (const auto& [name, value] : sound["batch"].items()) {
    CAPTURE(name);
    Json bad = sound;
    bad["batch"][name] = Json::array();
    CHECK_FALSE(is_accepted(bad));
    bad["batch"].erase(name);
    CHECK(is_accepted(bad) == (name == "parts"));  // which older ledgers do not have
  }
  for (const char* name : {"tag", "remote", "input"}) {
    Json bad = sound;
    bad["batch"][name] = "../files";
    CHECK_FALSE(is_accepted(bad));
  }
  Json without = sound;
  without.erase("batch");  // as older versions wrote it
  CHECK(is_accepted(without));
}

TEST_CASE("a call with a member that is missing or wrong is refused") {
  const Json sound = Json::parse(call_line(sample()));
  REQUIRE(is_accepted(sound));
  for (const char* needed : {"tag", "id", "at_ms", "day", "state", "estimated", "by_hand", "provider", "type", "model",
                             "repo", "repo_path", "path", "extension"}) {
    CAPTURE(needed);
    Json line = sound;
    line.erase(needed);
    CHECK_FALSE(is_accepted(line));
    line[needed] = Json::array();
    CHECK_FALSE(is_accepted(line));
  }
  for (const char* number : {"closed_at_ms", "reserved_nano_usd", "cost_nano_usd", "request_bytes", "input_tokens",
                             "cached_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens"}) {
    CAPTURE(number);
    Json line = sound;
    line[number] = nullptr;
    CHECK(is_accepted(line));
    line[number] = -1;
    CHECK_FALSE(is_accepted(line));
    line[number] = 1.5;
    CHECK_FALSE(is_accepted(line));
    line[number] = std::numeric_limits<std::uint64_t>::max();
    CHECK_FALSE(is_accepted(line));
  }
  Json line = sound;
  line["day"] = "2026-02-30";
  CHECK_FALSE(is_accepted(line));
  CHECK_FALSE(parse_ledger_line("[]"));
  CHECK_FALSE(parse_ledger_line(""));
}

TEST_CASE("a head with a setting that is none is refused") {
  ledger::LedgerHead head;
  head.id = "0123456789abcdef";
  head.timezone = head.timezone_rule = "UTC";
  head.settings.monthly_cap = NanoUsd{5};
  head.settings.when_exceeded = domain::WhenExceeded::block;
  head.settings.repo_caps = {{"0badcafe", "/p", {7}, "c0ffee"}};
  head.former_repos = {{"00000001", "0badcafe"}};
  const auto read = parse_head_line(head_line(head));
  REQUIRE(read);
  CHECK(read->settings.monthly_cap == NanoUsd{5});
  CHECK(read->settings.daily_cap == std::nullopt);
  CHECK(read->settings.when_exceeded == domain::WhenExceeded::block);
  REQUIRE(read->settings.repo_caps.size() == 1);
  CHECK(read->settings.repo_caps[0].monthly_cap == NanoUsd{7});
  CHECK(read->settings.repo_caps[0].root_commit == "c0ffee");
  CHECK(read->former_repos == head.former_repos);

  const Json sound = Json::parse(head_line(head));
  const auto refuses = [&](const char* pointer, const Json& value) {
    Json line = sound;
    line[Json::json_pointer(pointer)] = value;
    return !parse_head_line(line.dump());
  };
  CHECK(refuses("/schema", "rustassistant.ledger/2"));
  CHECK(refuses("/timezone/rule", "Mars"));
  CHECK(refuses("/timezone", nullptr));
  CHECK(refuses("/settings/warn_percent", 101));
  CHECK(refuses("/settings/monthly_nano_usd", -1));
  CHECK(refuses("/settings/when_exceeded", "never"));
  CHECK(refuses("/settings/repositories", 5));
  CHECK(refuses("/settings/repositories/0/monthly_nano_usd", nullptr));
  CHECK(refuses("/former_repositories/0/former", 1));
  CHECK(refuses("/settings", nullptr));
}

}  // namespace rustassistant::app
