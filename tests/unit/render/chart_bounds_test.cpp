// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "axis.hpp"
#include "charts.hpp"
#include "drawing.hpp"
#include "support/expected_texts.hpp"

using namespace rustassistant;
using namespace rustassistant::render;

namespace {

std::string ticks_of(std::int64_t most, Measure measure) {
  const Axis axis = axis_to(most, measure);
  std::string text = std::to_string(axis.top) + ":";
  for (const Tick& tick : axis.ticks) text += " " + std::to_string(tick.value) + "=" + tick.text;
  return text;
}

Chart chart_of_slots(std::size_t slots, Measure measure) {
  Chart chart{"id", "Title", "Sentence.", measure, "day", {}};
  for (std::size_t i = 0; i < slots; ++i) chart.slots.push_back({"day " + std::to_string(i), std::to_string(i)});
  return chart;
}

// An element a line.
std::string elements_of(const Html& html) {
  std::string lines;
  for (const char c : html.markup()) {
    if (c == '<' && lines.ends_with('>')) lines += '\n';
    lines += c;
  }
  return lines;
}

Values values_up_to(std::size_t count) {
  Values values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(i % 5 == 3 ? std::nullopt : std::optional(static_cast<std::int64_t>(i * 7 % 13)));
  return values;
}

}  // namespace

TEST_CASE("axes at the bounds of their steps and units") {
  const std::tuple<std::int64_t, Measure, std::string> cases[] = {
      {1, Measure::count, "1: 0=0 1=1"},
      {4, Measure::count, "4: 0=0 1=1 2=2 3=3 4=4"},
      {5, Measure::count, "6: 0=0 2=2 4=4 6=6"},
      {8, Measure::count, "8: 0=0 2=2 4=4 6=6 8=8"},
      {9, Measure::count, "10: 0=0 5=5 10=10"},
      {20, Measure::count, "20: 0=0 5=5 10=10 15=15 20=20"},
      {21, Measure::count, "30: 0=0 10=10 20=20 30=30"},
      {40, Measure::count, "40: 0=0 10=10 20=20 30=30 40=40"},
      {41, Measure::count, "60: 0=0 20=20 40=40 60=60"},
      {9'999, Measure::count, "10000: 0=0 5000=5,000 10000=10 k"},
      {4'000'000, Measure::count, "4000000: 0=0 1000000=1 M 2000000=2 M 3000000=3 M 4000000=4 M"},
      {1'500'000, Measure::count, "1500000: 0=0 500000=500 k 1000000=1 M 1500000=1.5 M"},
      {3'000'000'000, Measure::count, "3000000000: 0=0 1000000000=1 G 2000000000=2 G 3000000000=3 G"},
      {2'000'000'000'000, Measure::count,
       "2000000000000: 0=0 500000000000=500 G 1000000000000=1 T 1500000000000=1.5 T 2000000000000=2 T"},
      {400, Measure::bytes, "400: 0=0 100=100 B 200=200 B 300=300 B 400=400 B"},
      {1'500, Measure::bytes, "1500: 0=0 500=500 B 1000=1 kB 1500=1.5 kB"},
      {0, Measure::bytes, "1: 0=0 1=1 B"},
      {0, Measure::permille, "1000: 0=0 % 250=25 % 500=50 % 750=75 % 1000=100 %"},
      {5'000, Measure::permille, "1000: 0=0 % 250=25 % 500=50 % 750=75 % 1000=100 %"},
      {1, Measure::money, "1: 0=$0 1=$0.000000001"},
      {4'000'000'000, Measure::money,
       "4000000000: 0=$0 1000000000=$1.00 2000000000=$2.00 3000000000=$3.00 4000000000=$4.00"},
      {200'000'000'000, Measure::money,
       "200000000000: 0=$0 50000000000=$50.00 100000000000=$100 150000000000=$150 200000000000=$200"},
      {30'000'000, Measure::money, "30000000: 0=$0 10000000=$0.01 20000000=$0.02 30000000=$0.03"},
      {3'000'000, Measure::money, "3000000: 0=$0 1000000=$0.001 2000000=$0.002 3000000=$0.003"},
  };
  for (const auto& [most, measure, ticks] : cases) {
    INFO(most);
    CHECK(ticks_of(most, measure) == ticks);
  }
  CHECK(axis_to(std::numeric_limits<std::int64_t>::max(), Measure::count).top == 1'000'000'000'000'000'000);
}

TEST_CASE("figures and places of a chart are whole numbers, rounded") {
  CHECK(figure_text(1'230'000'000, Measure::money) == "$1.23");
  CHECK(figure_text(140, Measure::permille) == "14.0 %");
  CHECK(figure_text(1'234, Measure::count) == "1,234");
  CHECK(figure_text(35'200'000, Measure::bytes) == "35.2 MB");
  CHECK(scaled(0, 10, 100) == 0);
  CHECK(scaled(-1, 10, 100) == 0);
  CHECK(scaled(1, 0, 100) == 0);
  CHECK(scaled(1, 10, 100) == 10);
  CHECK(scaled(9, 10, 100) == 90);
  CHECK(scaled(10, 10, 100) == 100);
  CHECK(scaled(11, 10, 100) == 100);
  CHECK(scaled(1, 200, 100) == 1);
  CHECK(scaled(1, 201, 100) == 0);
  CHECK(percent(0) == "0%");
  CHECK(percent(9) == "0.09%");
  CHECK(percent(10) == "0.10%");
  CHECK(percent(100) == "1%");
  CHECK(percent(1'234) == "12.34%");
  CHECK(height_text(0) == "0");
  CHECK(height_text(9) == "0.9");
  CHECK(height_text(1'230) == "123");
  CHECK(slot_begin(0, 0) == 0);
  CHECK(slot_begin(1, 3) == 3'333);
  CHECK(slot_begin(3, 3) == 10'000);
  CHECK(slot_middle(1, 3) == 4'999);
}

TEST_CASE("charts are the same to the last character") {
  test::ExpectedTexts expected("render/expected/charts.txt");
  for (const std::size_t slots : {1U, 2U, 7U, 8U, 14U, 15U})
    expected.add("bars of " + std::to_string(slots),
                 elements_of(bar_chart(chart_of_slots(slots, Measure::count), {"calls", values_up_to(slots)})));
  std::vector<Series> piled;
  for (int i = 0; i < 7; ++i)
    piled.push_back({"series " + std::to_string(i), {i, std::nullopt, -1, std::int64_t{i} * 2}});
  expected.add("areas", elements_of(area_chart(chart_of_slots(4, Measure::bytes), piled)));
  expected.add("patterns", elements_of(chart_patterns()));
  Lines lines;
  for (int i = 0; i < 4; ++i) lines.series.push_back({"line " + std::to_string(i), {i, std::nullopt, i + 5, i * 3}});
  lines.band = Band{"between", {std::nullopt, 2, 3, 4}, {5, std::nullopt, 40, 50}};
  lines.limit = Limit{"most", 60};
  expected.add("lines", elements_of(line_chart(chart_of_slots(4, Measure::permille), lines)));
  expected.add("lines of counts", elements_of(line_chart(chart_of_slots(4, Measure::count), lines)));
  lines.limit->value = 20;
  expected.add("a low limit", elements_of(line_chart(chart_of_slots(4, Measure::count), lines)));
  lines.band.reset();
  lines.limit.reset();
  lines.series.resize(1);
  expected.add("one line", elements_of(line_chart(chart_of_slots(4, Measure::money), lines)));
  lines.series.front().values = Values(45, std::int64_t{1});
  expected.add("45 points", elements_of(line_chart(chart_of_slots(45, Measure::count), lines)).substr(0, 2'500));
  lines.series.front().values = Values(46, std::int64_t{1});
  expected.add("46 points", elements_of(line_chart(chart_of_slots(46, Measure::count), lines)).substr(0, 2'500));
  expected.add("spark", elements_of(sparkline({1, std::nullopt, 3, 2}, "a \"title\"")));
  for (const std::int64_t value : {-1, 0, 1, 5, 6, 999, 1'000})
    expected.add("cell of " + std::to_string(value), elements_of(bar_of_cell(value, 1'000)));
  expected.check();
}
