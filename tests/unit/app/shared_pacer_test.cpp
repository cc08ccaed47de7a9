// SPDX-License-Identifier: MIT
#include "shared_pacer.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "app_world.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace rustassistant::app::test;
using namespace std::chrono_literals;
using domain::Provider;
using domain::Urgency;

namespace {

llm::ProviderConfig config_at(const std::string& base_url, Provider provider = Provider::openai,
                              std::string model = "gpt-4.1-nano") {
  llm::ProviderConfig config;
  config.provider = provider;
  config.base_url = base_url;
  config.model = std::move(model);
  config.key.emplace("sk-secret-0123456789");
  return config;
}

// Processes of one home; each is a Stores and a pacer of its own.
class Town {
 public:
  Town() { variables["RUSTASSISTANT_HOME"] = home(); }

  struct Process {
    explicit Process(Town& town, Urgency urgency = Urgency::interactive)
        : environment(town.variables),
          services{town.clock, town.transport, environment,
                   [&town](const std::string& text) { town.warnings.push_back(text); }},
          stores(town.settings, services),
          pacer(pacer_for(town.config, urgency, stores, town.clock)) {}
    const sys::Environment environment;
    const Services services;
    Stores stores;
    std::unique_ptr<Pacer> pacer;
  };

  [[nodiscard]] std::string home() const { return (folder.path() / "home").string(); }
  [[nodiscard]] bool has_queue() const { return std::filesystem::exists(home() + "/queue.db"); }

  TemporaryFolder folder;
  FakeClock clock;
  FakeTransport transport{{}};
  sys::Variables variables;
  config::Settings settings;
  llm::ProviderConfig config = config_at("http://127.0.0.1:8080/v1");
  std::vector<std::string> warnings;
};

constexpr PacedCall kCall{4'000, 4'096};

PacedReply refused(std::optional<std::chrono::milliseconds> wait) {
  return {{}, {}, true, wait};
}

}  // namespace

TEST_CASE("two processes share the rate, and nothing is opened before the first call") {
  Town town;
  Town::Process one(town);
  Town::Process other(town);
  CHECK_FALSE(town.has_queue());
  REQUIRE(one.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() == 0ms);
  REQUIRE(other.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() == 1'021ms);
  REQUIRE(one.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() == 2'041ms);
  CHECK(town.has_queue());
}

TEST_CASE("a 429 is heard by all: nobody asks within the time that the provider wants") {
  Town town;
  Town::Process one(town);
  Town::Process other(town);
  const auto turn = one.pacer->wait_for_turn(kCall);
  one.pacer->heard(*turn, refused(7'000ms));
  const UnixMillis begun = town.clock.now();
  REQUIRE(other.pacer->wait_for_turn(kCall));
  CHECK(town.clock.now().value - begun.value >= 7'000);
  CHECK(town.clock.now().value - begun.value <= 8'100);
}

TEST_CASE("who had booked before a 429 came waits with the others") {
  // The clock's sleep is where another process hears the refusal.
  struct Interrupting final : Clock {
    explicit Interrupting(FakeClock& inner) : clock(inner) {}
    [[nodiscard]] UnixMillis now() const override { return clock.now(); }
    [[nodiscard]] std::chrono::steady_clock::time_point steady_now() const override { return clock.steady_now(); }
    bool sleep_for(std::chrono::milliseconds duration, bool (*wake)()) override {
      if (auto once = std::exchange(during_sleep, {})) once();
      return clock.sleep_for(duration, wake);
    }
    FakeClock& clock;
    std::function<void()> during_sleep;
  };
  Town town;
  Town::Process one(town);
  Interrupting clock(town.clock);
  Town::Process other(town);
  other.pacer = pacer_for(town.config, Urgency::interactive, other.stores, clock);
  const auto turn = one.pacer->wait_for_turn(kCall);
  clock.during_sleep = [&] { one.pacer->heard(*turn, refused(30'000ms)); };
  const UnixMillis begun = town.clock.now();
  REQUIRE(other.pacer->wait_for_turn(kCall));
  CHECK(town.clock.now().value - begun.value >= 30'000);
}

TEST_CASE("limits that a reply states hold for the next process, too") {
  Town town;
  {
    Town::Process one(town);
    const auto turn = one.pacer->wait_for_turn(kCall);
    PacedReply reply;
    reply.usage = domain::Usage{1000, 0, 0, 200, 0};
    reply.stated[0] = {6'000, 5'999};
    one.pacer->heard(*turn, reply);
  }
  Town::Process other(town);
  for (int i = 0; i < 10; ++i) REQUIRE(other.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() <= 200ms);
}

TEST_CASE("tokens that a call did not use are given back, those of a refused one wholly") {
  Town town;
  town.config = config_at("https://api.openai.com/v1");  // 60 requests and 30,000 tokens: 2,500 at once
  Town::Process one(town);
  const PacedCall call{4'000, 1'500};
  for (int i = 0; i < 3; ++i) {
    const auto turn = one.pacer->wait_for_turn(call);
    REQUIRE(turn);
    CHECK(turn->booked == domain::RateUnits{1, 2'500, 0, 0});
    PacedReply reply;
    reply.usage = domain::Usage{100, 0, 0, 10, 0};
    one.pacer->heard(*turn, reply);
  }
  CHECK(town.clock.slept() <= 2'100ms);  // by requests alone
  const auto turn = one.pacer->wait_for_turn(call);
  one.pacer->heard(*turn, refused(0ms));
  const auto before = town.clock.slept();
  REQUIRE(one.pacer->wait_for_turn(call));
  CHECK(town.clock.slept() - before <= 2'100ms);
  // Without a report what was booked stays taken.
  REQUIRE(one.pacer->wait_for_turn(call));
  CHECK(town.clock.slept() - before >= 5'000ms);
}

TEST_CASE("somebody at a terminal does not wait for more than a minute") {
  Town town;
  Town::Process one(town);
  const auto turn = one.pacer->wait_for_turn(kCall);
  one.pacer->heard(*turn, refused(std::chrono::minutes(20)));
  const auto refusal = one.pacer->wait_for_turn(kCall);
  REQUIRE_FALSE(refusal);
  CHECK(refusal.error().code == Errc::unreachable);
  CHECK(refusal.error().what.find("openai gpt-4.1-nano lets no call through before 2026-11-21T12:20:") == 0);
  CHECK(town.clock.slept() == 0ms);
}

TEST_CASE("a queue that cannot be used is no obstacle: this process keeps the rate for itself, and says so once") {
  Town town;
  town.folder.write("file", "");
  town.variables["RUSTASSISTANT_HOME"] = (town.folder.path() / "file/home").string();
  Town::Process one(town);
  REQUIRE(one.pacer->wait_for_turn(kCall));
  REQUIRE(one.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() == 1'021ms);
  REQUIRE(town.warnings.size() == 1);
  CHECK(town.warnings.front().find("the rate of calls is not shared with other processes: ") == 0);
}

TEST_CASE("a local model has no limits and makes no file, nor has a compatible server") {
  struct Row {
    const char* base_url;
    Provider provider;
    const char* model;
  };
  for (const Row& row : {Row{"http://127.0.0.1:11434/v1", Provider::openai, "llama-of-my-own"},
                         Row{"http://127.0.0.1:11434/v1", Provider::openai_compatible, "gpt-4.1-nano"},
                         Row{"https://gateway.example/v1", Provider::openai_compatible, "gpt-4.1-nano"}}) {
    Town town;
    town.config = config_at(row.base_url, row.provider, row.model);
    {
      Town::Process one(town);
      for (int i = 0; i < 100; ++i) {
        const auto turn = one.pacer->wait_for_turn(kCall);
        REQUIRE(turn);
        one.pacer->heard(*turn, {});
      }
    }
    CHECK(town.clock.slept() == 0ms);
    CHECK_FALSE(town.has_queue());
  }
}

TEST_CASE("what the settings say of the rate is kept to") {
  Town town;
  town.settings.llm.providers[static_cast<std::size_t>(Provider::openai)].requests_per_minute = 6;
  Town::Process one(town);
  REQUIRE(one.pacer->wait_for_turn(kCall));
  REQUIRE(one.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() == 10'205ms);
}

TEST_CASE("queued work goes on at the lowest rate there is, also beside somebody at a terminal") {
  Town town;
  town.settings.llm.providers[static_cast<std::size_t>(Provider::openai)].requests_per_minute = 1;
  Town::Process other(town);
  REQUIRE(other.pacer->wait_for_turn(kCall));
  Town::Process one(town, domain::Urgency::background);
  for (int i = 0; i < 3; ++i) REQUIRE(one.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() > 180s);
}

TEST_CASE("limits belong to a key, an endpoint, a provider and a model, and each of them counts") {
  const llm::ProviderConfig config = config_at("https://a/v1");
  const queue::RateScope scope = rate_scope_of(config);
  CHECK(scope.id.size() == 32);
  CHECK(scope.provider == "openai");
  CHECK(scope.model == "gpt-4.1-nano");
  CHECK(rate_scope_of(config_at("https://a/v1")).id == scope.id);
  CHECK(rate_scope_of(config_at("https://b/v1")).id != scope.id);
  CHECK(rate_scope_of(config_at("https://a/v1", Provider::xai)).id != scope.id);
  CHECK(rate_scope_of(config_at("https://a/v1", Provider::openai, "gpt-5")).id != scope.id);
  llm::ProviderConfig other = config_at("https://a/v1");
  other.key.emplace("sk-another-0123456789");
  CHECK(rate_scope_of(other).id != scope.id);
  other.key.reset();
  CHECK(rate_scope_of(other).id != scope.id);
}

TEST_CASE("a call is booked as one request, with a token for four bytes and all that it may answer") {
  struct Row {
    const char* base_url;
    Provider provider;
    const char* model;
    domain::RateUnits booked;
  };
  for (const Row& row : {Row{"https://api.openai.com/v1", Provider::openai, "gpt-4.1-nano", {1, 201, 0, 0}},
                         Row{"https://api.anthropic.com/v1", Provider::anthropic, "claude-haiku-4-5", {1, 0, 101, 0}},
                         Row{"https://gateway.example/v1", Provider::openai, "gpt-4.1-nano", {1, 0, 0, 0}}}) {
    Town town;
    town.config = config_at(row.base_url, row.provider, row.model);
    Town::Process one(town);
    const auto turn = one.pacer->wait_for_turn({400, 100});
    REQUIRE(turn);
    CAPTURE(row.base_url);
    CHECK(turn->booked == row.booked);
  }
}

TEST_CASE(
    "of what a reply counts, the input that a provider had in its cache is no input, and the difference is booked") {
  struct Row {
    const char* base_url;
    Provider provider;
    const char* model;
    std::size_t dimension;
    std::int64_t difference;  // of a call of 400 bytes with at most 100 tokens of answer
  };
  for (const Row& row :
       {Row{"https://api.openai.com/v1", Provider::openai, "gpt-4.1-nano", 1, 1'050 - 201},
        Row{"https://api.anthropic.com/v1", Provider::anthropic, "claude-haiku-4-5", 2, 1'000 - 600 - 101}}) {
    Town town;
    town.config = config_at(row.base_url, row.provider, row.model);
    const domain::UnixMicros now{town.clock.now().value * 1000};
    const auto assumed = domain::assumed_limits(row.provider, true, 0);
    Town::Process one(town);
    const auto turn = one.pacer->wait_for_turn({400, 100});
    REQUIRE(turn);
    PacedReply reply;
    reply.usage = domain::Usage{1'000, 600, 0, 50, 0};
    one.pacer->heard(*turn, reply);
    REQUIRE(one.pacer->wait_for_turn({400, 100}));
    domain::RateUnits difference{};
    difference.at(row.dimension) = row.difference;
    auto state = domain::book(domain::as_of({}, assumed, now), turn->booked, Urgency::interactive, now).state;
    state = domain::book(domain::corrected(state, difference), turn->booked, Urgency::interactive, now).state;
    const auto kept = one.stores.queue();
    REQUIRE(kept);
    CHECK((*kept)->rate(rate_scope_of(town.config)).value() == state);
  }
}

TEST_CASE("queued work waits for up to a minute and a half that a provider wants, and no longer") {
  for (const auto& [wait, runs] : {std::pair(50'000ms, true), std::pair(92'000ms, false)}) {
    Town town;
    Town::Process one(town, Urgency::background);
    const auto turn = one.pacer->wait_for_turn(kCall);
    one.pacer->heard(*turn, refused(wait));
    const auto next = one.pacer->wait_for_turn(kCall);
    CHECK(next.has_value() == runs);
    if (runs) CHECK(town.clock.slept() >= 50'000ms);
    if (runs) CHECK(town.clock.slept() <= 51'100ms);
    if (!runs) CHECK(next.error().hint == "try again later; all processes share the limit");
  }
}

TEST_CASE("a process that keeps the rate for itself waits after a refusal, too") {
  Town town;
  town.folder.write("file", "");
  town.variables["RUSTASSISTANT_HOME"] = (town.folder.path() / "file/home").string();
  Town::Process one(town);
  const auto turn = one.pacer->wait_for_turn(kCall);
  one.pacer->heard(*turn, refused(5'000ms));
  REQUIRE(one.pacer->wait_for_turn(kCall));
  CHECK(town.clock.slept() >= 5'000ms);
  CHECK(town.clock.slept() <= 6'100ms);
}

TEST_CASE("the key is not in the queue") {
  Town town;
  {
    Town::Process one(town);
    REQUIRE(one.pacer->wait_for_turn(kCall));
  }
  std::ifstream file(town.home() + "/queue.db", std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  CHECK(bytes.find("gpt-4.1-nano") != std::string::npos);
  CHECK(bytes.find("sk-secret") == std::string::npos);
}

TEST_CASE("a review that is answered by the cache opens no queue") {
  AppWorld world;
  world.run();
  const auto queue = world.folder.path() / "home/queue.db";
  REQUIRE(std::filesystem::exists(queue));
  std::filesystem::remove(queue);
  world.run({});
  CHECK(world.results.front().cache == CacheUse::hit);
  CHECK_FALSE(std::filesystem::exists(queue));
}
