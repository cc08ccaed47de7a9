// SPDX-License-Identifier: MIT
#include "selection.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;

TEST_CASE("a removal is of most of what was paid when it is more than half, by cost or by answers of unknown cost") {
  cache::Statistics statistics;
  cache::ModelTally model{domain::Provider::openai, "gpt-5-mini", {}};
  model.tally.entries = 14;
  model.tally.cost = NanoUsd{100};
  model.tally.unknown_costs = 10;
  statistics.by_model = {model};
  cache::ModelTally builtin{domain::Provider::builtin, "builtin/1", {}};
  builtin.tally.entries = 1000;
  builtin.tally.cost = NanoUsd{1000};
  statistics.by_model.push_back(builtin);
  const auto is_most = [&](std::int64_t cost, std::int64_t unknown) {
    cache::Removal removal;
    removal.cost = NanoUsd{cost};
    removal.unknown_costs = unknown;
    return cli::is_most_of_what_was_paid(removal, statistics);
  };
  CHECK_FALSE(is_most(50, 0));
  CHECK(is_most(51, 0));
  CHECK_FALSE(is_most(0, 5));
  CHECK(is_most(0, 6));
  statistics.by_model = {builtin};
  CHECK_FALSE(is_most(1000, 1000));
}
