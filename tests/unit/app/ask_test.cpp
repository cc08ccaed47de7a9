// SPDX-License-Identifier: MIT
#include "ask.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/sys/files.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_transport.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace std::chrono_literals;
using domain::Provider;
using http::TransportFault;
using test::FakeTransport;

namespace {

const std::string kAnswer =
    R"({"model":"m","choices":[{"message":{"content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":200}})";
constexpr NanoUsd kCost{1000 * 100 + 200 * 400};  // gpt-4.1-nano: $0.10 and $0.40 per million
const std::string kWithoutUsage = R"({"choices":[{"message":{"content":"{}"},"finish_reason":"stop"}]})";
const llm::Prompt kPrompt{"be brief", "fn main() {}", "review", R"({"type":"object"})"};

FakeTransport::Step good() {
  return FakeTransport::reply(200, kAnswer);
}

llm::ProviderConfig config_of(Provider provider, std::string model) {
  llm::ProviderConfig config;
  config.provider = provider;
  config.base_url = llm::facts_of(provider)->base_url;
  config.model = std::move(model);
  config.key.emplace("sk-test-0123456789");
  config.shape = llm::known_shape(config);
  return config;
}

// A home with a ledger, and a provider that answers by a script. Each ask() is a process of its own.
class Desk {
 public:
  explicit Desk(std::vector<FakeTransport::Step> script, Provider provider = Provider::openai,
                std::string model = "gpt-4.1-nano")
      : transport(std::move(script)), config(config_of(provider, std::move(model))) {
    ledger = *ledger::Ledger::open((folder.path() / "ledger.db").string(), clock);
  }

  Result<NanoUsd> ask() {
    ProviderSession session(config, transport, clock, folder.path().string(), pacer);
    return ask_in(session);
  }
  Result<NanoUsd> ask_in(ProviderSession& session) {
    spending = {};
    const Asker asker(settings, session);
    const ledger::CallFacts facts{config.provider, config.model, {}, "00000000", "/r", "a.rs", "rs"};
    const auto price = domain::find_price(config.provider, config.model, 20261121, settings.prices);
    llm::Answer answer;
    Purse purse(*ledger, nullptr);
    auto held = asker.ask(prompt_question(kPrompt, session, answer), price, facts, purse, spending);
    if (!held) return tl::unexpected(std::move(held).error());
    why = held->stays_because;
    REQUIRE(Asker::settle(*held, purse, spending));
    return spending.booked;
  }

  ledger::MonthSummary month() { return ledger->standing()->month; }

  test::TemporaryFolder folder;
  test::FakeClock clock;
  FakeTransport transport;
  NoPacer pacer;
  llm::ProviderConfig config;
  config::Settings settings;
  std::unique_ptr<ledger::Ledger> ledger;
  Spending spending;
  std::string why;
};

std::vector<FakeTransport::Step> many(const FakeTransport::Step& step, std::size_t count) {
  return std::vector<FakeTransport::Step>(count, step);
}

}  // namespace

TEST_CASE(
    "what a provider refuses, and what is no model's answer, leaves nothing charged, and is asked three times at "
    "most") {
  for (const auto& step :
       {FakeTransport::reply(200, "<html>wrong base URL</html>"),
        FakeTransport::reply(200, R"({"error":{"code":503}})"), FakeTransport::reply(200, R"({"welcome":true})"),
        FakeTransport::reply(502, "<html>Bad gateway</html>"), FakeTransport::reply(500, ""),
        FakeTransport::reply(401, ""), FakeTransport::failure(TransportFault::unreachable)}) {
    Desk desk(many(step, 100));
    for (int file = 0; file < 14; ++file) CHECK_FALSE(desk.ask());
    CHECK(desk.transport.requests().size() == 3);
    CHECK(desk.month().committed() == NanoUsd{});
    CHECK(desk.spending.open_calls == 0);
  }
}

TEST_CASE("an outage that may be billed holds three reservations, however many files and processes there are") {
  for (const auto& step : {FakeTransport::failure(TransportFault::timeout, true), FakeTransport::reply(504, ""),
                           FakeTransport::reply(524, ""), FakeTransport::failure(TransportFault::cut, true),
                           FakeTransport::failure(TransportFault::lost, true)}) {
    Desk desk(many(step, 100));
    NanoUsd open;
    for (int file = 0; file < 14; ++file) {
      const auto answer = desk.ask();
      REQUIRE_FALSE(answer);
      open += desk.spending.open;
    }
    CHECK(desk.transport.requests().size() == 3);
    CHECK(desk.month().spent == NanoUsd{});
    CHECK(desk.month().reserved > NanoUsd{});
    CHECK(desk.month().reserved == open);
  }
}

TEST_CASE("each good probe lets one call through; once three calls are charged, there is none for ten minutes") {
  const auto failing = FakeTransport::reply(504, "");
  const auto probe = FakeTransport::reply(200, R"({"data":[]})");
  Desk desk({failing, failing, failing, probe, failing, probe, failing, probe, failing});
  for (int file = 0; file < 3; ++file) CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 3);  // the tries for the first file, of which one stays charged
  desk.clock.advance(31s);
  CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 5);
  const NanoUsd before = desk.month().reserved;
  desk.clock.advance(62s);
  CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 7);
  CHECK(desk.month().reserved > before);
  desk.clock.advance(9min);
  CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 7);
}

TEST_CASE("of the tries for one file that may have been billed one reservation stays, the largest") {
  Desk desk(
      {FakeTransport::failure(TransportFault::lost, true), FakeTransport::failure(TransportFault::lost, true), good()});
  REQUIRE(desk.ask());
  CHECK(desk.transport.requests().size() == 3);
  CHECK(desk.spending.open_calls == 1);
  CHECK(desk.month().spent == kCost);
  CHECK(desk.month().reserved == desk.spending.open);
}

TEST_CASE("a reply without usage is booked at the bound of that reply, not at its reservation") {
  Desk desk({FakeTransport::reply(200, kWithoutUsage)});
  const auto booked = desk.ask();
  REQUIRE(booked);
  const auto request = static_cast<std::int64_t>(desk.transport.requests().at(0).body.size());
  CHECK(*booked == NanoUsd{request * 100 + static_cast<std::int64_t>(kWithoutUsage.size()) * 400});
  CHECK(desk.spending.estimated);
  CHECK(desk.month().spent == *booked);
  CHECK(desk.month().estimated_calls == 1);
  CHECK(desk.month().reserved == NanoUsd{});

  Desk refused(
      {FakeTransport::reply(200, R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}]})")});
  CHECK_FALSE(refused.ask());
  CHECK(refused.spending.estimated);
  CHECK(refused.month().spent == refused.spending.booked);
  CHECK(refused.month().spent > NanoUsd{});
}

TEST_CASE("where a model may have reasoned unseen and uncapped the reservation stays, and the output says why") {
  Desk desk({FakeTransport::reply(200, kWithoutUsage)}, Provider::xai, "grok-4.7");
  desk.settings.budget.overrides.monthly_cap = NanoUsd{100'000'000'000};
  REQUIRE(desk.ask());
  CHECK(desk.month().spent == NanoUsd{});
  CHECK(desk.month().reserved == desk.spending.open);
  CHECK(desk.spending.open_calls == 1);
  CHECK(desk.why.find("grok-4.7 did not report the tokens used") != std::string::npos);
}

TEST_CASE("an answer that cannot be used is booked by what it states, and says nothing against its provider") {
  const std::string filtered =
      R"({"choices":[{"message":{"content":""},"finish_reason":"content_filter"}],"usage":{"prompt_tokens":1000,"completion_tokens":200}})";
  Desk desk(many(FakeTransport::reply(200, filtered), 5));
  for (int file = 0; file < 5; ++file) CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 5);
  CHECK(desk.month().spent == NanoUsd{5 * kCost.value});
}

TEST_CASE("what one request did wrong says nothing against its provider") {
  Desk desk(many(FakeTransport::reply(400, R"({"error":{"message":"context length exceeded"}})"), 5));
  for (int file = 0; file < 5; ++file) CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 5);
}

TEST_CASE("after its rest a provider is probed for nothing, then asked once") {
  std::vector<FakeTransport::Step> script = many(FakeTransport::reply(503, ""), 3);
  script.push_back(FakeTransport::reply(503, ""));        // the first probe
  script.push_back(FakeTransport::reply(200, "<html>"));  // the second one
  script.push_back(FakeTransport::reply(200, R"({"data":[]})"));
  script.push_back(good());
  script.push_back(good());
  Desk desk(std::move(script));
  CHECK_FALSE(desk.ask());
  const auto rest = desk.ask();
  REQUIRE_FALSE(rest);
  CHECK(rest.error().code == Errc::unreachable);
  CHECK(rest.error().what.find("openai is not asked before 2026-11-21T12:00:3") == 0);
  CHECK(rest.error().what.find("HTTP 503") != std::string::npos);
  desk.clock.advance(30s);
  CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 4);
  CHECK(desk.transport.requests().at(3).method == "GET");
  CHECK(desk.transport.requests().at(3).url == "https://api.openai.com/v1/models");
  desk.clock.advance(59s);
  CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 4);
  desk.clock.advance(1s);
  CHECK_FALSE(desk.ask());
  desk.clock.advance(2min);
  CHECK(desk.ask());
  CHECK(desk.ask());
  CHECK(desk.transport.requests().size() == 8);
  CHECK(desk.month().spent == NanoUsd{2 * kCost.value});
}

TEST_CASE("the user is told once a run that a provider is left alone") {
  Desk desk(many(FakeTransport::reply(503, ""), 3));
  ProviderSession session(desk.config, desk.transport, desk.clock, desk.folder.path().string(), desk.pacer);
  CHECK_FALSE(desk.ask_in(session));
  CHECK_FALSE(session.gate.take_notice());
  CHECK_FALSE(desk.ask_in(session));
  CHECK(session.gate.take_notice());
  CHECK_FALSE(desk.ask_in(session));
  CHECK_FALSE(session.gate.take_notice());
}

TEST_CASE("another endpoint of the same provider is another matter") {
  Desk desk(many(FakeTransport::reply(503, ""), 6));
  CHECK_FALSE(desk.ask());
  desk.config.base_url = "https://gateway.example.com/v1";
  CHECK_FALSE(desk.ask());
  CHECK(desk.transport.requests().size() == 6);
}

TEST_CASE("a shape that was refused is not tried again for other files of the run") {
  const auto no_schema = FakeTransport::reply(400, R"({"error":{"message":"response_format is not supported"}})");
  const auto no_system = FakeTransport::reply(400, R"({"error":{"message":"role 'system' is not supported"}})");
  Desk desk({no_schema, no_system, good(), good()});
  ProviderSession session(desk.config, desk.transport, desk.clock, desk.folder.path().string(), desk.pacer);
  REQUIRE(desk.ask_in(session));
  REQUIRE(desk.ask_in(session));
  const auto requests = desk.transport.requests();
  REQUIRE(requests.size() == 4);
  CHECK(requests[1].body.find("json_object") != std::string::npos);
  CHECK(requests[2].body.find("\"system\"") == std::string::npos);
  CHECK(requests[3].body == requests[2].body);
}

TEST_CASE("what was learned about a provider only becomes plainer") {
  KnownShape known;
  known.lower_to({.schema = domain::SchemaMode::none});
  known.lower_to({.schema = domain::SchemaMode::json_object, .folds_system = true});
  known.lower_to({});
  const auto shape = known.applied_to({.output_cap = 7});
  CHECK(shape.schema == domain::SchemaMode::none);
  CHECK(shape.folds_system);
  CHECK(shape.output_cap == 7);
}

TEST_CASE("nothing is reserved or sent where the pacer says no") {
  class Full final : public Pacer {
    Result<Turn> wait_for_turn(const PacedCall& call) override {
      CHECK(call.request_bytes > 0);
      CHECK(call.output_cap == 4096);
      return fail(Errc::unreachable, "no turn within a minute");
    }
    void heard(const Turn& /*turn*/, const PacedReply& /*reply*/) override { FAIL("nothing was sent"); }
  };
  Full full;
  Desk desk({good()});
  ProviderSession session(desk.config, desk.transport, desk.clock, desk.folder.path().string(), full);
  CHECK(desk.ask_in(session).error().what == "no turn within a minute");
  CHECK(desk.transport.requests().empty());
  CHECK(desk.month().committed() == NanoUsd{});
}

TEST_CASE("the pacer hears what became of each attempt") {
  class Listening final : public Pacer {
   public:
    Result<Turn> wait_for_turn(const PacedCall& /*call*/) override { return Turn{{++turns, 0, 0, 0}}; }
    void heard(const Turn& turn, const PacedReply& reply) override {
      CHECK(turn.booked[0] == turns);
      replies.push_back(reply);
    }
    std::int64_t turns = 0;
    std::vector<PacedReply> replies;
  };
  Listening pacer;
  Desk desk({FakeTransport::reply(
                 429, "",
                 {{"retry-after", "2"}, {"x-ratelimit-limit-requests", "60"}, {"x-ratelimit-remaining-requests", "0"}}),
             good()});
  ProviderSession session(desk.config, desk.transport, desk.clock, desk.folder.path().string(), pacer);
  REQUIRE(desk.ask_in(session));
  REQUIRE(pacer.replies.size() == 2);
  CHECK(pacer.replies[0].is_refused);
  CHECK(pacer.replies[0].retry_after == std::chrono::seconds(2));
  CHECK(pacer.replies[0].stated[0]->limit == 60);
  CHECK_FALSE(pacer.replies[1].is_refused);
  CHECK(pacer.replies[1].usage->input == 1000);
}

TEST_CASE("where the budget allows no second try, what became of the first is told") {
  Desk measured({FakeTransport::failure(TransportFault::lost, true), good()});
  REQUIRE(measured.ask());
  const NanoUsd worst = measured.spending.open;
  REQUIRE(worst.value > 0);
  Desk desk({FakeTransport::failure(TransportFault::lost, true), good()});
  desk.settings.budget.base.monthly_cap = NanoUsd{worst.value * 2 - 1};
  const auto told = desk.ask();
  REQUIRE_FALSE(told);
  CHECK(told.error().code == Errc::unreachable);
  CHECK(desk.transport.requests().size() == 1);
  CHECK(desk.spending.open == worst);
  Desk poor({good()});
  poor.settings.budget.base.monthly_cap = NanoUsd{worst.value - 1};
  CHECK(poor.ask().error().code == Errc::budget);
  CHECK(poor.transport.requests().empty());
}
