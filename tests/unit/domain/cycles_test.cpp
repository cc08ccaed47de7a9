// SPDX-License-Identifier: MIT
#include "rustassistant/domain/cycles.hpp"

#include <catch2/catch.hpp>

namespace rustassistant::domain {
namespace {

using Edges = std::vector<std::pair<std::size_t, std::size_t>>;
using Groups = std::vector<std::vector<std::size_t>>;

}  // namespace

TEST_CASE("nodes that reach each other are a cycle") {
  CHECK(cycles_of(0, {}).empty());
  CHECK(cycles_of(3, Edges{{0, 1}, {1, 2}, {0, 2}}).empty());
  CHECK(cycles_of(2, Edges{{0, 0}, {1, 1}}).empty());
  CHECK(cycles_of(2, Edges{{1, 0}, {0, 1}, {0, 1}}) == Groups{{0, 1}});
  CHECK(cycles_of(7, Edges{{6, 5}, {5, 6}, {0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 2}, {5, 0}}) ==
        Groups{{0, 1, 2, 3, 4}, {5, 6}});
}

TEST_CASE("a path of a hundred thousand nodes takes no stack") {
  Edges edges;
  for (std::size_t i = 0; i + 1 < 100'000; ++i) edges.emplace_back(i, i + 1);
  CHECK(cycles_of(100'000, edges).empty());
  edges.emplace_back(99'999, 0);
  CHECK(cycles_of(100'000, edges).front().size() == 100'000);
}

}  // namespace rustassistant::domain
