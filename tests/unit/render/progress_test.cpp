// SPDX-License-Identifier: MIT
#include "rustassistant/render/progress.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/render/queue.hpp"
#include "rustassistant/render/table.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

TEST_CASE("progress tells done, hits, cost and the time left") {
  Progress progress{1'200, 300, 40, NanoUsd{20'000'000}, 60'000'000, "src/größe/日本語.c"};
  CHECK(progress_line(progress, 80) == "300/1,200  40 hits  $0.0200  3 m 00 s left  src/größe/日本語.c");
  progress.path = "a\x1b[2J";
  CHECK(progress_line(progress, 80).find('\x1b') == std::string::npos);
}

TEST_CASE("progress leaves out what it does not know yet") {
  CHECK(progress_line({10, 0, 0, {}, 0, {}}, 80) == "0/10");
  CHECK(progress_line({10, 10, 0, {}, 5'000'000, "a"}, 80) == "10/10  a");
}

TEST_CASE("a line of progress never exceeds the columns there are") {
  const Progress progress{1'200, 300, 40, NanoUsd{20'000'000}, 60'000'000, std::string(50, 'x') + "/日本語.c"};
  for (std::size_t columns = 1; columns < 90; ++columns) {
    CAPTURE(columns);
    CHECK(display_width(progress_line(progress, columns)) <= columns);
  }
  CHECK(progress_line(progress, 60).ends_with("日本語.c"));
}

TEST_CASE(
    "progress of a build tells what was stored, paid and given up, what it spent, what is reserved, and the time "
    "left") {
  app::BuildProgress progress;
  progress.total = 40;
  CHECK(build_line(progress) == "0/40  $0.00");
  progress.done = 12;
  progress.hits = 2;
  progress.paid = 10;
  progress.dead = 1;
  progress.spending.booked = NanoUsd{3'000'000};
  progress.reserved = NanoUsd{5'000'000};
  progress.left_us = 61'500'000;
  CHECK(build_line(progress) == "13/40  2 hits  10 paid  1 dead  $0.0030 / $0.0050 reserved  1 m 01 s left");
}
