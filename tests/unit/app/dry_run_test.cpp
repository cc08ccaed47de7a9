// SPDX-License-Identifier: MIT
#include "rustassistant/app/dry_run.hpp"

#include <catch2/catch.hpp>

#include "app_world.hpp"
#include "rustassistant/app/budget.hpp"

// What a review would cost.
namespace rustassistant::app {
namespace {

struct World : test::AppWorld {
  template <typename Work>
  auto with_services(Work work) {
    test::FakeTransport transport;
    const sys::Environment environment(variables);
    return work(Services{clock, transport, environment, {}});
  }
  DryRun plan() {
    return with_services([&](const Services& services) { return dry_run(request, loaded, services); }).value();
  }
  void spend(std::int64_t bytes, Tokens input, Tokens output) {
    ledger::CallFacts facts;
    facts.provider = domain::Provider::openai;
    facts.model = "gpt-4o-mini";
    facts.request_bytes = bytes;
    with_services([&](const Services& services) {
      const auto ledger = *open_ledger(services, ledger::IfMissing::create);
      REQUIRE(
          ledger->settle(*ledger->reserve(facts, NanoUsd{9}, {}), domain::Usage{input, 0, 0, output, 0}, NanoUsd{5}));
      return true;
    });
  }
};

}  // namespace

TEST_CASE_METHOD(World, "without calls of the model a plan rests on four bytes a token and eight hundred of output") {
  const DryRun plan = this->plan();
  REQUIRE(plan.files.size() == 1);
  const PlannedFile& file = plan.files[0];
  CHECK(plan.averaged_calls == 0);
  CHECK(plan.calls == 1);
  CHECK(plan.hits == 0);
  CHECK(plan.builtin == 0);
  CHECK(file.answer == PlannedAnswer::call);
  CHECK(file.provider == domain::Provider::openai);
  CHECK(file.model == "gpt-4o-mini");
  CHECK(file.request_bytes > 1'000);
  CHECK(file.input_tokens == file.request_bytes / 4);
  CHECK(file.output_tokens == 800);
  const auto price = domain::find_price(domain::Provider::openai, "gpt-4o-mini", 20261121);
  REQUIRE(price);
  CHECK(file.expected_cost == domain::cost_of(*price, {file.input_tokens, 0, 0, 800, 0}));
  CHECK(file.upper_bound > file.expected_cost);
  CHECK(plan.expected_cost == file.expected_cost);
  CHECK(plan.upper_bound == file.upper_bound);
  CHECK(plan.unknown_costs == 0);
}

TEST_CASE_METHOD(World,
                 "with calls of the model a plan rests on their averages, and on no more output than there can be") {
  spend(1'000, 500, 30);
  spend(3'000, 1'500, 70);
  const PlannedFile file = plan().files.at(0);
  CHECK(plan().averaged_calls == 2);
  CHECK(file.input_tokens == file.request_bytes / 2);
  CHECK(file.output_tokens == 50);
  spend(1'000, 500, 10'000'000);
  const Tokens most = plan().files.at(0).output_tokens;
  CHECK(most > 50);
  CHECK(most < 3'000'000);
}

TEST_CASE_METHOD(World, "a plan counts what is there, what is asked for, and what the caps have no room for") {
  run();
  folder.write("repo/src/g.rs", "fn g() {}\n");
  request.paths = {(folder.path() / "repo/src").string()};
  const DryRun planned = plan();
  CHECK(planned.hits == 1);
  CHECK(planned.calls == 1);
  loaded.settings.budget.base.monthly_cap = NanoUsd{1};
  const DryRun capped = plan();
  CHECK(capped.calls == 0);
  CHECK(capped.hits == 1);
}

}  // namespace rustassistant::app
