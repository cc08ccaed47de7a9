// SPDX-License-Identifier: MIT
#include "rustassistant/domain/money.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::domain;

TEST_CASE("money reads in cents where large and in four decimals where small, never as nothing") {
  CHECK(format_usd({0}) == "$0.00");
  CHECK(format_usd({1}) == "$0.0001");
  CHECK(format_usd({4'200'000}) == "$0.0042");
  CHECK(format_usd({4'200'001}) == "$0.0043");
  CHECK(format_usd({999'999'999}) == "$1.0000");
  CHECK(format_usd({1'234'000'000}) == "$1.24");
  CHECK(format_usd({3'000'000'000}) == "$3.00");
  CHECK(format_usd({-4'200'000}) == "-$0.0042");
}

TEST_CASE("the state of a budget rises at its shares of the cap") {
  const BudgetPolicy policy;
  CHECK(budget_state(policy, {0}) == BudgetState::ok);
  CHECK(budget_state(policy, {2'249'999'999}) == BudgetState::ok);
  CHECK(budget_state(policy, {2'250'000'000}) == BudgetState::warning);
  CHECK(budget_state(policy, {2'700'000'000}) == BudgetState::alert);
  CHECK(budget_state(policy, {2'999'999'999}) == BudgetState::alert);
  CHECK(budget_state(policy, {3'000'000'000}) == BudgetState::exceeded);
}

TEST_CASE("a cap of nothing is exceeded from the start") {
  BudgetPolicy policy;
  policy.monthly_cap = {0};
  CHECK(budget_state(policy, {0}) == BudgetState::exceeded);
}

TEST_CASE("the largest cap does not overflow") {
  BudgetPolicy policy;
  policy.monthly_cap = {1'000'000'000'000'000};
  CHECK(budget_state(policy, {900'000'000'000'000}) == BudgetState::alert);
}
