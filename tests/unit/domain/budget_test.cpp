// SPDX-License-Identifier: MIT
#include "rustassistant/domain/budget.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::domain;

TEST_CASE("the state of a budget rises at its shares of the cap") {
  const BudgetPolicy policy;
  CHECK(budget_state(policy, policy.monthly_cap, {0}) == BudgetState::ok);
  CHECK(budget_state(policy, policy.monthly_cap, {2'249'999'999}) == BudgetState::ok);
  CHECK(budget_state(policy, policy.monthly_cap, {2'250'000'000}) == BudgetState::warning);
  CHECK(budget_state(policy, policy.monthly_cap, {2'700'000'000}) == BudgetState::alert);
  CHECK(budget_state(policy, policy.monthly_cap, {2'999'999'999}) == BudgetState::alert);
  CHECK(budget_state(policy, policy.monthly_cap, {3'000'000'000}) == BudgetState::exceeded);
}

TEST_CASE("a cap of nothing is exceeded from the start") {
  BudgetPolicy policy;
  policy.monthly_cap = {0};
  CHECK(budget_state(policy, policy.monthly_cap, {0}) == BudgetState::exceeded);
}

TEST_CASE("the largest cap does not overflow") {
  BudgetPolicy policy;
  policy.monthly_cap = {1'000'000'000'000'000};
  CHECK(budget_state(policy, policy.monthly_cap, {900'000'000'000'000}) == BudgetState::alert);
}

TEST_CASE("what is used is told in tenths of a percent") {
  CHECK(used_permille({3'000'000'000}, {420'000'000}) == 140);
  CHECK(used_permille({0}, {0}) == 1000);
  CHECK(used_permille({1'000'000'000'000'000}, {9'000'000'000'000'000'000}) == 9'000'000);
}

TEST_CASE("what the ledger keeps stands above files and below flags and variables") {
  BudgetRules rules;
  rules.base.monthly_cap = {1};
  rules.base.warn_percent = 10;
  rules.base.when_exceeded = WhenExceeded::block;
  rules.overrides.monthly_cap = NanoUsd{3};
  BudgetSettings stored;
  stored.monthly_cap = NanoUsd{2};
  stored.daily_cap = NanoUsd{7};
  stored.when_exceeded = WhenExceeded::warn;
  stored.repo_caps = {{"0badcafe", "/p", {5}}};
  const BudgetPolicy policy = rules.policy(stored);
  CHECK(policy.monthly_cap == NanoUsd{3});
  CHECK(policy.daily_cap == NanoUsd{7});
  CHECK(policy.warn_percent == 10);
  CHECK(policy.when_exceeded == WhenExceeded::warn);
  REQUIRE(policy.repo_caps.size() == 1);
  CHECK(rules.policy({}).daily_cap == std::nullopt);
}

TEST_CASE("an alert never comes before the warning, wherever the two were set") {
  BudgetRules rules;
  BudgetSettings stored;
  stored.warn_percent = 95;
  CHECK(rules.policy(stored).alert_percent == 95);
}
