// SPDX-License-Identifier: MIT
#include "rustassistant/app/why.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/codec/sha256.hpp"
#include "stores_world.hpp"

// What a review would look up, step by step, and what is stored that comes near.
namespace rustassistant::app {
namespace {

using test::chat_reply;
using Words = std::vector<std::string>;

struct WhyWorld : test::StoresWorld {
  Why asked_about(const std::string& path, domain::AnalysisType type = domain::AnalysisType::refactor) {
    auto made = why(type, path, loaded, services());
    INFO((made ? "" : made.error().what));
    REQUIRE(made);
    return *std::move(made);
  }
  std::string first() const { return request.paths[0]; }
};

Words steps_of(const Why& made) {
  Words steps;
  for (const WhyStep& step : made.steps) {
    CHECK_FALSE(step.reason.empty());
    steps.push_back(std::string(step.name) + (step.outcome == StepOutcome::hit    ? " hit"
                                              : step.outcome == StepOutcome::miss ? " miss"
                                                                                  : " would"));
  }
  return steps;
}

// "model same_path same_content: differing factors"
Words related_of(const Why& made) {
  Words all;
  for (const RelatedEntry& entry : made.related) {
    std::string text =
        entry.info.factors.model + (entry.same_path ? " path" : "") + (entry.same_content ? " content" : "") + ":";
    for (const Difference& difference : entry.differences) {
      CHECK(difference.stored != difference.wanted);
      text += " " + std::string(difference.factor);
    }
    all.push_back(text);
  }
  return all;
}

}  // namespace

TEST_CASE_METHOD(WhyWorld, "without an answer the steps lead to a call, and nothing is stored that comes near") {
  const Why made = asked_about(first());
  CHECK(made.path == first());
  CHECK(made.factors.provider == "openai");
  CHECK(made.factors.model == "gpt-4o-mini");
  CHECK(made.factors.content_hash == codec::sha256_hex("fn f() {}\n"));
  CHECK(made.key == domain::cache_key(made.factors));
  CHECK(made.context_bytes == 0);
  CHECK(steps_of(made) == Words{"look_up miss", "reuse miss", "ask would"});
  CHECK_FALSE(made.hit);
  CHECK_FALSE(made.origin);
  REQUIRE(made.reuse);
  CHECK(made.reuse->from.empty());
  CHECK(made.reuse->units == 0);
  CHECK(made.reuse->asked == 0);
  CHECK_FALSE(made.fallback);
  CHECK_FALSE(made.failure);
  CHECK(made.related.empty());
}

TEST_CASE_METHOD(WhyWorld, "a stored answer is the hit, and ends the steps") {
  run();
  const Why made = asked_about(first());
  CHECK(steps_of(made) == Words{"look_up hit"});
  REQUIRE(made.hit);
  CHECK(made.hit->key == made.key);
  CHECK(made.hit->cost == NanoUsd{270'000});
  CHECK_FALSE(made.origin);
  CHECK_FALSE(made.reuse);
  const Words related = related_of(made);
  REQUIRE(related.size() == 2);
  CHECK(std::count(related.begin(), related.end(), "gpt-4o-mini path content:") == 1);
}

TEST_CASE_METHOD(WhyWorld, "what comes near differs in factors that are named, the same path first") {
  run();
  clock.advance(std::chrono::minutes(1));
  folder.write("repo/src/f.rs", "fn f() { 1; }\n");
  folder.write("repo/src/copy.rs", "fn f() {}\n");
  const Words edited = related_of(asked_about(first()));
  REQUIRE(edited.size() == 2);
  CHECK(std::count(edited.begin(), edited.end(), "gpt-4o-mini path: content_hash") == 1);
  const Words copied = related_of(asked_about((folder.path() / "repo/src/copy.rs").string()));
  REQUIRE(copied.size() == 2);
  CHECK(std::count(copied.begin(), copied.end(), "gpt-4o-mini content:") == 1);
  loaded.settings.llm.model = "gpt-4o";
  folder.write("repo/src/f.rs", "fn f() {}\n");
  const Words other = related_of(asked_about(first()));
  CHECK(std::count(other.begin(), other.end(), "gpt-4o-mini path content: model") == 1);
  const Words of_docs = related_of(asked_about(first(), domain::AnalysisType::docs));
  CHECK(std::count(of_docs.begin(), of_docs.end(),
                   "gpt-4o-mini path content: type model prompt_hash schema_version config_hash") == 1);
}

TEST_CASE_METHOD(WhyWorld, "who answers in place of the wanted model is told with the reason") {
  variables.erase("OPENAI_API_KEY");
  const Why stands_in = asked_about(first());
  CHECK(steps_of(stands_in) ==
        Words{"look_up miss", "reuse miss", "look_up_any miss", "look_up_builtin miss", "builtin would"});
  REQUIRE(stands_in.fallback);
  CHECK(stands_in.fallback->reason == FallbackReason::no_key);
  CHECK_FALSE(stands_in.failure);
  CHECK(stands_in.factors.provider == "openai");
  variables["OPENAI_API_KEY"] = "sk-test-0123456789";
  loaded.settings.cache.accept_models = {"another"};
  loaded.settings.llm.reuse = config::ReuseUnits::off;
  const Why off = asked_about(first());
  CHECK(steps_of(off) == Words{"look_up miss", "look_up_accepted miss", "ask would"});
  REQUIRE(off.reuse);
  CHECK(off.reuse->whole_because == domain::WholeReason::off);
  run();
  CHECK_FALSE(asked_about(first()).reuse);
}

TEST_CASE_METHOD(WhyWorld, "a review that would fail says how, and what is no file is refused") {
  name_provider();
  loaded.settings.llm.model = "no-such-model";
  const Why made = asked_about(first());
  REQUIRE(made.failure);
  CHECK(made.failure->code == Errc::config);
  CHECK_FALSE(made.fallback);
  const auto nothing = why(domain::AnalysisType::refactor, first() + "x", loaded, services());
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().code == Errc::input);
  const auto is_folder = why(domain::AnalysisType::refactor, (folder.path() / "repo").string(), loaded, services());
  REQUIRE_FALSE(is_folder);
}

}  // namespace rustassistant::app
