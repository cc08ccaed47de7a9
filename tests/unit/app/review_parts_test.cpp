// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "kinds.hpp"
#include "prepare.hpp"
#include "reuse.hpp"
#include "rustassistant/domain/file_units.hpp"
#include "sendable.hpp"

// The parts of a review that need no stores: money, prices, what is sent, what is kept of units.
namespace rustassistant::app {
namespace {

Reusable reusable_of(std::int64_t bytes, std::optional<NanoUsd> whole, std::int64_t whole_bytes) {
  Reusable reusable;
  reusable.earlier.whole_cost = whole;
  reusable.earlier.whole_bytes = whole_bytes;
  reusable.earlier.sent_since_whole = 100;
  reusable.bytes = bytes;
  reusable.now.units.resize(5);
  reusable.plan.sent = 2;
  reusable.plan.sent_bytes = 30;
  return reusable;
}

}  // namespace

TEST_CASE("spending adds up, figure by figure") {
  Spending sum;
  CHECK(sum.is_exact());
  CHECK(sum.cost() == NanoUsd{0});
  sum.add_booked(NanoUsd{5}, false);
  CHECK(sum.is_exact());
  sum.add_booked(NanoUsd{6}, true);
  CHECK_FALSE(sum.is_exact());
  CHECK(sum.cost() == NanoUsd{11});
  Spending open;
  open.add_open(NanoUsd{7});
  CHECK_FALSE(open.is_exact());
  open.add_open(NanoUsd{8});
  CHECK(open.open_calls == 2);
  CHECK(open.unknown_calls == 0);
  open.over_cap = true;
  sum += open;
  CHECK(sum.booked == NanoUsd{11});
  CHECK(sum.open == NanoUsd{15});
  CHECK(sum.open_calls == 2);
  CHECK(sum.cost() == NanoUsd{26});
  CHECK(sum.estimated);
  CHECK(sum.over_cap);
  Spending unknown;
  unknown.add_open(std::nullopt);
  CHECK(unknown.open_calls == 1);
  CHECK(unknown.unknown_calls == 1);
  CHECK_FALSE(unknown.cost());
  unknown += sum;
  unknown.add_booked(std::nullopt, false);
  CHECK(unknown.unknown_calls == 2);
  CHECK(unknown.over_cap);
  CHECK(unknown.estimated);
  CHECK(unknown.open_calls == 3);
  CHECK_FALSE(unknown.is_exact());
}

TEST_CASE("reasons of a fallback have names") {
  const std::vector<std::pair<FallbackReason, std::string>> rows{
      {FallbackReason::no_key, "no_key"},           {FallbackReason::offline, "offline"},
      {FallbackReason::unreachable, "unreachable"}, {FallbackReason::provider, "provider"},
      {FallbackReason::budget, "budget"},           {FallbackReason::unknown_price, "unknown_price"},
      {FallbackReason::withheld, "withheld"},       {FallbackReason::ledger, "ledger"},
      {FallbackReason::interrupted, "interrupted"}};
  for (const auto& [reason, name] : rows) CHECK(name_of(reason) == name);
}

TEST_CASE("a model's price: a known one, none where calls may be unpriced, free on this machine, else a refusal") {
  llm::ProviderConfig config;
  config.provider = domain::Provider::openai;
  config.base_url = "https://api.openai.com/v1";
  config.model = "gpt-4o-mini";
  config::Settings settings;
  CHECK(price_of(config, settings, 20261121)->price->id == "gpt-4o-mini");
  CHECK(price_of(config, settings, 20261121)->notice.empty());
  config.model = "mine";
  const auto refused = price_of(config, settings, 20261121);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::config);
  CHECK(refused.error().what == "the price of model 'mine' is unknown, so its calls cannot be budgeted");
  config.base_url = "http://127.0.0.1:11434/v1";
  const auto free = price_of(config, settings, 20261121);
  REQUIRE(free);
  REQUIRE(free->price);
  CHECK(free->price->provider == domain::Provider::openai);
  CHECK(free->price->id == "mine");
  CHECK(domain::worst_case(*free->price, 1'000'000, 1'000) == NanoUsd{0});
  CHECK(free->notice.starts_with("no price is known for model 'mine' on this machine"));
  settings.budget.allow_unpriced = true;
  CHECK_FALSE(price_of(config, settings, 20261121)->price);
  CHECK(price_of(config, settings, 20261121)->notice.empty());
}

TEST_CASE("what is sent of a file: all of it, without its secrets, or nothing") {
  const std::string secret = "k = 'ghp_1234567890abcdefghijklmnopqrstuvwxyzAB'\n";
  config::PrivacySettings settings;
  const auto plain = sendable("a.py", "x = 1\n", settings, KeyStores::withhold);
  REQUIRE(plain);
  CHECK(plain->content == "x = 1\n");
  CHECK(plain->notice.empty());
  CHECK(plain->secrets == 0);
  const auto replaced = sendable("a.py", secret + secret, settings, KeyStores::withhold);
  REQUIRE(replaced);
  CHECK(replaced->content.find("ghp_") == std::string::npos);
  CHECK(replaced->secrets == 2);
  CHECK(replaced->notice.starts_with("'a.py': secrets were replaced before it was sent: "));
  settings.redact = config::Redact::off;
  CHECK(sendable("a.py", secret, settings, KeyStores::withhold)->content == secret);
  CHECK(sendable("a.py", secret, settings, KeyStores::withhold)->secrets == 0);
  settings.redact = config::Redact::refuse;
  CHECK(sendable("a.py", "x = 1\n", settings, KeyStores::withhold));
  const auto refused = sendable("a.py", secret, settings, KeyStores::withhold);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::input);
  CHECK(refused.error().what.starts_with("'a.py' contains secrets and is not sent: "));
  const auto store = sendable("id_rsa", "x", settings, KeyStores::withhold);
  REQUIRE_FALSE(store);
  CHECK(store.error().what == "'id_rsa' is named like a key store and is not sent");
  CHECK(store.error().hint == "--force sends it anyway");
  CHECK(sendable("id_rsa", "x", settings, KeyStores::send)->content == "x");
}

TEST_CASE("what asking about parts saved is the share of the last whole answer's cost, as far as that is known") {
  CHECK(reusable_of(300, NanoUsd{1000}, 200).whole_cost() == NanoUsd{1500});
  CHECK(reusable_of(300, NanoUsd{1000}, 1).whole_cost() == NanoUsd{300'000});
  CHECK_FALSE(reusable_of(300, NanoUsd{1000}, 0).whole_cost());
  CHECK_FALSE(reusable_of(300, std::nullopt, 200).whole_cost());
  const domain::EarlierReview after = reusable_of(300, NanoUsd{1000}, 200).after();
  CHECK(after.file.units.size() == 5);
  CHECK(after.sent_since_whole == 130);
  CHECK(after.whole_cost == NanoUsd{1000});
  CHECK(after.whole_bytes == 200);
  const auto saved = [](std::optional<NanoUsd> cost, std::optional<NanoUsd> whole = NanoUsd{1000}) {
    const cache::AnswerUnits units = units_of_parts(reusable_of(300, whole, 200), cost);
    REQUIRE(units.gain);
    CHECK(units.gain->units == 5);
    CHECK(units.gain->asked == 2);
    return units.gain->saved.value;
  };
  CHECK(saved(NanoUsd{400}) == 1100);
  CHECK(saved(NanoUsd{1500}) == 0);
  CHECK(saved(NanoUsd{1600}) == 0);
  CHECK(saved(std::nullopt) == 0);
  CHECK(saved(NanoUsd{400}, std::nullopt) == 0);
  CHECK(reusable_of(1, {}, 1).is_whole());
}

TEST_CASE("units are kept of files that are long enough, have a grammar and some unit, for types that are by units") {
  const Kind& refactor = kind_of(domain::AnalysisType::refactor);
  const auto kept = [&](std::size_t bytes, const std::string& language = "rust", const Kind* kind = nullptr) {
    std::string content = "fn f() {}\n";
    content.resize(bytes, '\n');
    return units_worth_keeping(kind == nullptr ? refactor : *kind, {content, language}).has_value();
  };
  CHECK(kept(3000));
  CHECK_FALSE(kept(2999));
  CHECK_FALSE(kept(3000, "cobol"));
  CHECK_FALSE(kept(3000, "rust", &kind_of(domain::AnalysisType::docs)));
  CHECK_FALSE(units_worth_keeping(refactor, {std::string(4000, '\n'), "rust"}));
  const auto whole = units_of_whole({}, 77, NanoUsd{5});
  CHECK_FALSE(whole.gain);
  const auto read = domain::parse_earlier_review(whole.units);
  REQUIRE(read);
  CHECK(read->whole_bytes == 77);
  CHECK(read->whole_cost == NanoUsd{5});
  CHECK(read->sent_since_whole == 0);
}

TEST_CASE("what an answer from outside says of its own checks is forgotten, of each type") {
  domain::Analysis analysis;
  analysis.smells.resize(2);
  analysis.unparsed.emplace();
  domain::Documentation documentation;
  documentation.items.resize(1);
  documentation.items[0].parameters.resize(1);
  documentation.items[0].parameters[0].verified = true;
  documentation.unparsed.emplace();
  documentation.judged = false;
  domain::QualityReview quality;
  quality.findings.resize(1);
  quality.measures.emplace();
  quality.hot_spots.resize(1);
  quality.unparsed.emplace();
  quality.judged = false;
  for (domain::Location* location :
       {&analysis.smells[1].location, &documentation.items[0].location, &quality.findings[0].location}) {
    location->verified = true;
    location->qualified_name = "m::f";
  }
  analysis.smells[1].value = 7;
  domain::Document document = analysis;
  kind_of(domain::AnalysisType::refactor).distrust(document);
  const auto& smell = std::get<domain::Analysis>(document).smells[1];
  CHECK_FALSE(smell.location.verified);
  CHECK_FALSE(smell.location.qualified_name);
  CHECK_FALSE(smell.value);
  CHECK_FALSE(std::get<domain::Analysis>(document).unparsed);
  document = documentation;
  kind_of(domain::AnalysisType::docs).distrust(document);
  const auto& told = std::get<domain::Documentation>(document);
  CHECK_FALSE(told.items[0].location.verified);
  CHECK_FALSE(told.items[0].location.qualified_name);
  CHECK_FALSE(told.items[0].parameters[0].verified);
  CHECK_FALSE(told.unparsed);
  CHECK(told.judged);
  document = quality;
  kind_of(domain::AnalysisType::analysis).distrust(document);
  const auto& review = std::get<domain::QualityReview>(document);
  CHECK_FALSE(review.findings[0].location.verified);
  CHECK_FALSE(review.findings[0].location.qualified_name);
  CHECK_FALSE(review.measures);
  CHECK(review.hot_spots.empty());
  CHECK_FALSE(review.unparsed);
  CHECK(review.judged);
}

}  // namespace rustassistant::app
