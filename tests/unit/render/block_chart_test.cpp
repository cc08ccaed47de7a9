// SPDX-License-Identifier: MIT
#include "block_chart.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "rustassistant/render/table.hpp"

using namespace rustassistant::render;
using Lines = std::vector<std::string>;

TEST_CASE("columns are as high as their values, and what is there is seen") {
  const std::array<std::int64_t, 5> values{0, 1, 500, 1000, -7};
  CHECK(block_columns(values, 80, 1, Neighbors::added) == Lines{" ▁▄█ "});
  CHECK(block_columns(values, 80, 2, Neighbors::added) == Lines{"   █ ", " ▁██ "});
}

TEST_CASE("where there are more values than columns, neighbors are added up or averaged") {
  const std::array<std::int64_t, 6> values{1, 1, 2, 2, 4, 4};
  CHECK(block_columns(values, 3, 1, Neighbors::added) == Lines{"▂▄█"});
  CHECK(block_columns(values, 3, 1, Neighbors::averaged) == Lines{"▂▄█"});
  const std::vector<std::int64_t> many(1000, 9);
  for (const std::string& line : block_columns(many, 77, 4, Neighbors::added)) CHECK(display_width(line) <= 77);
}

TEST_CASE("nothing makes no chart") {
  CHECK(block_columns({}, 80, 3, Neighbors::added).empty());
  const std::array<std::int64_t, 2> zeros{0, 0};
  CHECK(block_columns(zeros, 80, 1, Neighbors::added) == Lines{"  "});
  CHECK(block_bar(0, 0, 20).empty());
  CHECK(block_bar(0, 5, 20).empty());
}

TEST_CASE("a bar is a share of the most, in eighths") {
  CHECK(block_bar(10, 10, 4) == "████");
  CHECK(block_bar(5, 10, 4) == "██");
  CHECK(block_bar(1, 1'000'000, 4) == "▏");
  CHECK(block_bar(INT64_MAX, 1, 4) == "████");
}
