// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "app_world.hpp"
#include "rustassistant/app/dry_run.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace rustassistant::app::test;

namespace {

// What can be unlike the plain case, in which the model is called.
struct Twist {
  const char* name;
  void (*apply)(AppWorld& world);
};

void seed(AppWorld& world, const char* model) {
  const std::string own = world.loaded.settings.llm.model;
  world.loaded.settings.llm.model = model;
  world.run();
  REQUIRE(world.results.at(0).answer->model == model);
  world.loaded.settings.llm.model = own;
}

const std::array kTwists{
    Twist{"an answer is stored", [](AppWorld& world) { seed(world, "gpt-4o-mini"); }},
    Twist{"another model's answer is stored and accepted",
          [](AppWorld& world) {
            seed(world, "gpt-4.1-nano");
            world.loaded.settings.cache.accept_models = {"gpt-4.1-nano"};
          }},
    Twist{"another model's answer is stored", [](AppWorld& world) { seed(world, "gpt-4.1-nano"); }},
    Twist{"no key", [](AppWorld& world) { world.variables.erase("OPENAI_API_KEY"); }},
    Twist{"offline", [](AppWorld& world) { world.request.offline = true; }},
    Twist{"refresh", [](AppWorld& world) { world.request.cache = CacheMode::refresh; }},
    Twist{"unpriced", [](AppWorld& world) { world.loaded.settings.llm.model = "no-such-model"; }},
    Twist{"over the cap, degrade", [](AppWorld& world) { world.loaded.settings.budget.base.monthly_cap = NanoUsd{1}; }},
    Twist{"over the cap, block",
          [](AppWorld& world) {
            world.loaded.settings.budget.base.monthly_cap = NanoUsd{1};
            world.loaded.settings.budget.base.when_exceeded = domain::WhenExceeded::block;
          }},
    Twist{"over the run's cap", [](AppWorld& world) { world.loaded.settings.budget.run_cap = NanoUsd{1}; }},
    Twist{"a damaged ledger", [](AppWorld& world) { world.folder.write("home/ledger.db", std::string(8192, 'x')); }},
    Twist{"withheld",
          [](AppWorld& world) { world.request.paths = {world.folder.write("repo/server.pem", "fn f() {}\n")}; }},
};

std::string text_of(const std::optional<Fallback>& fallback) {
  return fallback ? " instead: " + std::string(name_of(fallback->reason)) + ", " + fallback->cause.what : "";
}

std::string text_of(const Error& error) {
  return "fails " + std::to_string(static_cast<int>(error.code)) + ": " + error.what;
}

std::string said(const PlannedFile& file) {
  if (file.error) return text_of(*file.error);
  constexpr std::array kAnswers{"hit", "call", "builtin"};
  return std::string(kAnswers.at(static_cast<std::size_t>(file.answer))) + " " +
         std::string(domain::name_of(file.provider)) + " " + file.model + text_of(file.fallback);
}

std::string done(const FileResult& result) {
  if (!result.answer) return text_of(result.answer.error());
  const Answered& answered = *result.answer;
  const bool builtin = answered.provider == domain::Provider::builtin;
  return std::string(answered.from_cache ? "hit"
                     : builtin           ? "builtin"
                                         : "call") +
         " " + std::string(domain::name_of(answered.provider)) + " " + answered.model + text_of(answered.fallback);
}

void check(const std::vector<const Twist*>& twists, bool named) {
  AppWorld world;
  std::string about = named ? "named" : "configured";
  for (const Twist* twist : twists) {
    about += std::string(", ") + twist->name;
    twist->apply(world);
  }
  INFO(about);
  if (named) world.name_provider();
  FakeTransport unused;
  const sys::Environment environment(world.variables);
  const Services services{world.clock, unused, environment, [](const std::string&) {}};
  const DryRun planned = dry_run(world.request, world.loaded, services).value();
  CHECK(unused.requests().empty());
  const AnalyzeSummary summary = world.run();
  REQUIRE(planned.files.size() == 1);
  REQUIRE(world.results.size() == 1);
  CHECK(said(planned.files[0]) == done(world.results[0]));
  CHECK(planned.outcomes == summary.outcomes);
  CHECK(planned.calls == static_cast<std::int64_t>(world.calls));
  if (planned.calls > 0 && planned.files[0].upper_bound) {
    CHECK(world.results[0].spending.booked <= *planned.files[0].upper_bound);
  }
}

}  // namespace

TEST_CASE("a run does what its dry run says, alone and with every pair of what can be unlike") {
  for (const bool named : {false, true}) {
    check({}, named);
    for (std::size_t i = 0; i < kTwists.size(); ++i) {
      check({&kTwists.at(i)}, named);
      for (std::size_t j = i + 1; j < kTwists.size(); ++j) check({&kTwists.at(i), &kTwists.at(j)}, named);
    }
  }
}
