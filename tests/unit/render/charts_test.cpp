// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "axis.hpp"
#include "charts.hpp"
#include "palette.hpp"

using namespace rustassistant::render;

namespace {

std::vector<std::string> words_of(const Axis& axis) {
  std::vector<std::string> words;
  for (const Tick& tick : axis.ticks) words.push_back(tick.text);
  return words;
}

using Words = std::vector<std::string>;

// What stands in quotes after each `name=` of the markup, in order.
std::vector<std::string> attributes(const std::string& markup, const std::string& name) {
  std::vector<std::string> values;
  const std::string begin = " " + name + "=\"";
  for (std::size_t at = markup.find(begin); at != std::string::npos; at = markup.find(begin, at)) {
    at += begin.size();
    values.push_back(markup.substr(at, markup.find('"', at) - at));
  }
  return values;
}

std::string part_of(const std::string& markup, const std::string& from, const std::string& to) {
  const std::size_t begin = markup.find(from);
  REQUIRE(begin != std::string::npos);
  return markup.substr(begin, markup.find(to, begin) - begin);
}

Chart days_chart(std::size_t days, Measure measure) {
  Chart chart{"chart", "A title", "A sentence.", measure, "day", {}};
  for (std::size_t i = 0; i < days; ++i)
    chart.slots.push_back({"2026-11-" + std::to_string(10 + i), std::to_string(10 + i) + " Nov"});
  return chart;
}

// WCAG 2.2: relative luminance, and the ratio of two.
double luminance(std::uint32_t color) {
  const auto channel = [&](unsigned shift) {
    const double share = static_cast<double>(color >> shift & 0xFFU) / 255;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0);
}

double contrast(std::uint32_t a, std::uint32_t b) {
  const double higher = std::max(luminance(a), luminance(b));
  return (higher + 0.05) / (std::min(luminance(a), luminance(b)) + 0.05);
}

const Color& color_named(std::string_view name) {
  for (const Color& color : kPalette) {
    if (color.name == name) return color;
  }
  FAIL("no color " << name);
  return kPalette.front();
}

}  // namespace

TEST_CASE("an axis has round figures and reaches over the greatest value") {
  CHECK(words_of(axis_to(1'430'000'000, Measure::money)) == Words{"$0", "$0.50", "$1.00", "$1.50"});
  CHECK(words_of(axis_to(117'000'000, Measure::money)) == Words{"$0", "$0.05", "$0.10", "$0.15"});
  CHECK(words_of(axis_to(4'200'000, Measure::money)) == Words{"$0", "$0.002", "$0.004", "$0.006"});
  CHECK(words_of(axis_to(1'700'000'000'000, Measure::money)) == Words{"$0", "$500", "$1,000", "$1,500", "$2,000"});
  CHECK(words_of(axis_to(812, Measure::permille)) == Words{"0 %", "25 %", "50 %", "75 %", "100 %"});
  CHECK(words_of(axis_to(3, Measure::count)) == Words{"0", "1", "2", "3"});
  CHECK(words_of(axis_to(176, Measure::count)) == Words{"0", "50", "100", "150", "200"});
  CHECK(words_of(axis_to(45'000, Measure::count)) == Words{"0", "20 k", "40 k", "60 k"});
  CHECK(words_of(axis_to(7'900'000, Measure::bytes)) == Words{"0", "2 MB", "4 MB", "6 MB", "8 MB"});
}

TEST_CASE("an axis of nothing, and one of the greatest number there is, still have ticks") {
  CHECK(axis_to(0, Measure::count).ticks.size() >= 2);
  CHECK(words_of(axis_to(0, Measure::money)) == Words{"$0", "$0.50", "$1.00"});
  CHECK(axis_to(-5, Measure::money).top > 0);
  const Axis axis = axis_to(std::numeric_limits<std::int64_t>::max(), Measure::money);
  CHECK(axis.top > 0);
  CHECK(axis.ticks.size() <= 6);
}

TEST_CASE("every axis covers its values with three to six ticks") {
  for (std::int64_t most = 1; most < 1'000'000'000'000'000; most = most * 7 / 3 + 1) {
    for (const Measure measure : {Measure::money, Measure::count, Measure::bytes}) {
      const Axis axis = axis_to(most, measure);
      CAPTURE(most);
      CHECK(axis.top >= most);
      CHECK(axis.top < most * 2 + 2);
      CHECK(axis.ticks.size() >= 2);
      CHECK(axis.ticks.size() <= 6);
      CHECK(axis.ticks.back().value == axis.top);
    }
  }
}

TEST_CASE("a bar is as high as its share of the axis, and carries its exact value") {
  const Html chart = bar_chart(days_chart(4, Measure::count),
                               {"calls", {std::int64_t{0}, std::int64_t{50}, std::nullopt, std::int64_t{100}}});
  const std::string bars = part_of(chart.markup(), "class=\"bars\"", "</g>");
  CHECK(attributes(bars, "data-v") == Words{"0", "50", "100"});
  CHECK(attributes(bars, "height") == Words{"0", "80", "160"});
  CHECK(attributes(bars, "x") == Words{"3.12%", "28.12%", "78.12%"});
}

TEST_CASE("what is more than nothing can be seen") {
  const Html chart =
      bar_chart(days_chart(2, Measure::money), {"spent", {std::int64_t{1}, std::int64_t{1'000'000'000}}});
  CHECK(attributes(part_of(chart.markup(), "class=\"bars\"", "</g>"), "height").front() == "1");
  CHECK(bar_of_cell(1, 1'000'000).markup().find("width=\"0.50%\"") != std::string::npos);
}

TEST_CASE("a chart has a title, a description and a table of its figures") {
  const std::string markup =
      bar_chart(days_chart(2, Measure::money), {"spent", {std::int64_t{4'200'000}, std::nullopt}}).markup();
  CHECK(markup.find("role=\"img\"") != std::string::npos);
  CHECK(markup.find("aria-labelledby=\"chart-title chart-sentence\"") != std::string::npos);
  CHECK(markup.find("<title id=\"chart-title\">A title</title><desc id=\"chart-sentence\">A sentence.</desc>") !=
        std::string::npos);
  const std::string table = part_of(markup, "<table", "</table>");
  CHECK(table.find("<th scope=\"row\">2026-11-10</th><td class=\"n\" data-v=\"4200000\">$0.0042</td>") !=
        std::string::npos);
  CHECK(table.find("<th scope=\"row\">2026-11-11</th><td class=\"n\">–</td>") != std::string::npos);
}

TEST_CASE("a line is broken where a value is not known") {
  Lines lines;
  lines.series.push_back({"hit rate", {std::int64_t{500}, std::int64_t{1000}, std::nullopt, std::int64_t{0}}});
  const std::string markup = line_chart(days_chart(4, Measure::permille), lines).markup();
  CHECK(attributes(markup, "d").front() == "M125 500L375 0M875 1000");
  CHECK(attributes(part_of(markup, "class=\"markers\"", "</g>"), "data-v") == Words{"500", "1000", "0"});
}

TEST_CASE("lines that share a chart differ by dash and marker, and a key tells which is which") {
  Lines lines;
  const Values two{std::int64_t{1}, std::int64_t{2}};
  lines.series = {{"spent", two}, {"expected", two}};
  lines.band = Band{"range", two, two};
  lines.limit = Limit{"cap", 3};
  const std::string markup = line_chart(days_chart(2, Measure::count), lines).markup();
  CHECK(markup.find("class=\"line\"") != std::string::npos);
  CHECK(markup.find("class=\"line dashed\"") != std::string::npos);
  CHECK(markup.find("class=\"hollow\"") != std::string::npos);
  CHECK(markup.find(">cap 3</text>") != std::string::npos);
  const std::string key = part_of(markup, "<ul class=\"key\">", "</ul>");
  for (const std::string name : {"spent", "expected", "range"}) CHECK(key.find(name + "</li>") != std::string::npos);
}

TEST_CASE("areas stand upon each other, each with a pattern of its own") {
  const Chart chart = days_chart(1, Measure::count);
  const std::string markup = area_chart(chart, {{"hits", {std::int64_t{30}}}, {"misses", {std::int64_t{10}}}}).markup();
  const std::string hits = part_of(markup, "data-series=\"hits\"", "</g>");
  const std::string misses = part_of(markup, "data-series=\"misses\"", "</g>");
  CHECK(attributes(hits, "y") == Words{"52"});
  CHECK(attributes(hits, "height") == Words{"120"});
  CHECK(attributes(misses, "y") == Words{"12"});
  CHECK(attributes(misses, "height") == Words{"40"});
  CHECK(markup.find("fill=\"url(#p1)\"") != std::string::npos);
  CHECK(markup.find("fill=\"url(#p2)\"") != std::string::npos);
}

TEST_CASE("words that were taken from outside cannot end their place in a chart") {
  Chart chart = days_chart(1, Measure::count);
  chart.title = "</title><script>x</script>";
  chart.slots[0].name = "\"><img src=x>\xE2\x80\xAE\x1b[31m";
  const std::string markup = bar_chart(chart, {"a\"b", {std::int64_t{1}}}).markup();
  CHECK(markup.find("<script") == std::string::npos);
  CHECK(markup.find("<img") == std::string::npos);
  CHECK(markup.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(markup.find('\x1b') == std::string::npos);
  CHECK(markup.find("a&quot;b") != std::string::npos);
}

TEST_CASE("a chart without a day is a chart") {
  CHECK_FALSE(bar_chart(days_chart(0, Measure::count), {"calls", {}}).empty());
  CHECK_FALSE(area_chart(days_chart(0, Measure::count), {{"calls", {}}}).empty());
  CHECK_FALSE(line_chart(days_chart(0, Measure::count), {}).empty());
  CHECK_FALSE(sparkline({}, "nothing").empty());
}

TEST_CASE("every color can be told from what it stands on, in light and dark") {
  for (const ColorPair& pair : kColorPairs) {
    CAPTURE(pair.over, pair.under);
    const Color& over = color_named(pair.over);
    const Color& under = color_named(pair.under);
    const double least = pair.of_words ? 4.5 : 3.0;
    CHECK(contrast(over.light, under.light) >= least);
    CHECK(contrast(over.dark, under.dark) >= least);
  }
}

TEST_CASE("the palette is written as properties, the dark one for screens that prefer it") {
  const std::string css = palette_css();
  CHECK(css.starts_with(":root{--paper:#faf9f6;"));
  CHECK(css.find("@media screen and (prefers-color-scheme:dark){:root{--paper:#14171a;") != std::string::npos);
}
