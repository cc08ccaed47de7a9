// SPDX-License-Identifier: MIT
#include "rustassistant/search/fusion.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace rustassistant::search;

namespace {

Ranked by_words(std::uint32_t file, std::uint32_t chunk = 0) {
  Ranked ranked;
  ranked.file = file;
  ranked.chunk = chunk;
  ranked.why.text = 0.5;
  return ranked;
}

std::string order_of(const std::vector<Ranked>& all) {
  std::string order;
  for (const Ranked& one : all) order += std::to_string(one.file);
  return order;
}

}  // namespace

TEST_CASE("without an order by meaning that by words stays") {
  const auto all = fused(std::vector<Ranked>{by_words(3), by_words(1), by_words(2)}, {});
  CHECK(order_of(all) == "312");
  CHECK(all.front().score == Approx(1));
  CHECK_FALSE(all.front().why.similarity);
}

TEST_CASE(
    "a file that is first in both orders scores 2, and one that is well placed in both comes before one that is in "
    "one") {
  const auto all = fused(std::vector<Ranked>{by_words(0), by_words(1), by_words(2)},
                         std::vector<Similar>{{0, 0, 0.9}, {2, 0, 0.8}, {7, 4, 0.7}});
  CHECK(order_of(all) == "0217");
  CHECK(all[0].score == Approx(2));
  CHECK(all[1].score == Approx(61.0 / 63 + 61.0 / 62));
  CHECK(all[1].why.similarity == 0.8);
  CHECK(all[1].why.text == 0.5);
  CHECK(all[3].chunk == 4);
  CHECK(all[3].why.text == 0);
}

TEST_CASE("the chunk of a file is that of the order where it stands higher") {
  const auto all =
      fused(std::vector<Ranked>{by_words(0, 1), by_words(1, 1)}, std::vector<Similar>{{1, 5, 0.9}, {0, 6, 0.8}});
  CHECK(order_of(all) == "01");
  CHECK(all[0].chunk == 1);
  CHECK(all[1].chunk == 5);
}
