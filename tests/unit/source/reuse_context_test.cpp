// SPDX-License-Identifier: MIT
// What stands beside the units that are sent, and when the whole file is asked about.
#include <catch2/catch.hpp>
#include <string>

#include "rustassistant/domain/reuse.hpp"
#include "rustassistant/source/file_units.hpp"

using namespace rustassistant;
using namespace rustassistant::source;
using domain::EarlierReview;
using domain::FileUnits;
using domain::ReusePlan;
using domain::WholeReason;

namespace {

constexpr std::int64_t kPromptBytes = 2'000;

ReusePlan plan_between(std::string_view language, const std::string& before, const std::string& behind,
                       std::int64_t sent_since_whole = 0) {
  const EarlierReview earlier{file_units_of(before, language), sent_since_whole, {}, 0};
  return domain::plan_reuse(earlier, {}, file_units_of(behind, language), behind, kPromptBytes);
}

bool shows(const ReusePlan& plan, const std::string& content, const std::string& text) {
  int line = 1;
  for (std::size_t i = 0; i < content.find(text); ++i) line += content[i] == '\n' ? 1 : 0;
  for (const domain::LineRange& lines : plan.shown) {
    if (lines.line_start <= line && line <= lines.line_end) return true;
  }
  return false;
}

std::string function(const std::string& name, const std::string& last) {
  std::string text = "\n\ndef " + name + "(value):\n";
  for (int line = 0; line < 9; ++line) text += "    total_" + std::to_string(line) + " = value + 7\n";
  return text + "    return " + last + "\n";
}

}  // namespace

TEST_CASE("of imports those are shown that the units that are sent mention, or that may stand for anything") {
  const auto content = [](const std::string& last) {
    std::string text =
        "import json\n\n\n\nimport os\n\n\n\nfrom shapes import Square as Box\n\n\n\nfrom helpers import *\n";
    for (int i = 0; i < 40; ++i) text += function("f" + std::to_string(i), i == 20 ? last : "json.loads(value)");
    return text;
  };
  const std::string behind = content("os.path.join(value, Box)");
  const ReusePlan plan = plan_between("python", content("1"), behind);
  REQUIRE(plan.decision == domain::ReuseDecision::partial);
  CHECK(plan.sent == 1);
  CHECK_FALSE(shows(plan, behind, "import json"));
  CHECK(shows(plan, behind, "import os"));
  CHECK(shows(plan, behind, "from shapes"));
}

TEST_CASE("of a long list of imports the lines are shown that name what is mentioned") {
  const auto content = [](const std::string& last) {
    std::string text = "from shapes import (\n";
    for (int i = 0; i < 30; ++i) text += "    Shape" + std::to_string(i) + ",\n";
    text += ")  # of the list\n";
    for (int i = 0; i < 40; ++i) text += function("f" + std::to_string(i), i == 20 ? last : "value");
    return text;
  };
  const std::string behind = content("Shape15(value)");
  const ReusePlan plan = plan_between("python", content("1"), behind);
  REQUIRE(plan.decision == domain::ReuseDecision::partial);
  CHECK(shows(plan, behind, "from shapes"));
  CHECK(shows(plan, behind, "Shape15,"));
  CHECK(shows(plan, behind, "# of the list"));
  CHECK_FALSE(shows(plan, behind, "Shape5,"));
  CHECK_FALSE(shows(plan, behind, "Shape25,"));
}

TEST_CASE("what is called like a part that is sent is not shown beside it") {
  const auto content = [](const std::string& last) {
    std::string text;
    for (int i = 0; i < 40; ++i)
      text += function(i % 30 == 1 ? "load" : "f" + std::to_string(i), i == 31 ? last : "value");
    return text;
  };
  const std::string behind = content("f5(value)");
  const ReusePlan plan = plan_between("python", content("1"), behind);
  REQUIRE(plan.sent == 1);
  CHECK_FALSE(shows(plan, behind, "def load"));  // the first of the two
  CHECK(shows(plan, behind, "def f5"));
}

TEST_CASE("a name that more than ten units have explains nothing, and is not shown") {
  const auto content = [](int namesakes, const std::string& last) {
    std::string text;
    for (int i = 0; i < 40; ++i)
      text += function(i < namesakes ? "start" : "f" + std::to_string(i), i == 39 ? last : "value");
    return text;
  };
  const auto shows_namesakes = [&](int namesakes) {
    const std::string behind = content(namesakes, "start(2)");
    return shows(plan_between("python", content(namesakes, "start(1)"), behind), behind, "def start");
  };
  CHECK(shows_namesakes(10));
  CHECK_FALSE(shows_namesakes(11));
}

TEST_CASE("an item is shown without what stands above it") {
  const auto content = [](const std::string& last) {
    std::string text = "// What a shape is:\n";
    for (int line = 0; line < 20; ++line) text += "// said at length, line " + std::to_string(line) + "\n";
    text += "struct Shape {\n    side: u32,\n}\n";
    for (int i = 0; i < 60; ++i)
      text += "\nfn f" + std::to_string(i) + "(a: u32) -> u32 {\n    let text = \"" + std::string(120, 'x') +
              "\";\n    " + (i == 30 ? last : "a") + "\n}\n";
    return text;
  };
  const std::string behind = content("Shape { side: a }.side");
  const ReusePlan plan = plan_between("rust", content("a"), behind);
  REQUIRE(plan.decision == domain::ReuseDecision::partial);
  CHECK(shows(plan, behind, "side: u32"));
  CHECK_FALSE(shows(plan, behind, "line 3\n"));
}

TEST_CASE("what is sent for the sake of a mention does not make a file one that changed mostly") {
  // Bug: a constant that seven of ten functions mention had the whole file asked about.
  const auto content = [](const std::string& value) {
    std::string text = "TABLE = " + value + "\n";
    for (int i = 0; i < 40; ++i) text += function("f" + std::to_string(i), i < 28 ? "TABLE" : "value");
    return text;
  };
  const ReusePlan plan = plan_between("python", content("1"), content("2"));
  CHECK(plan.decision == domain::ReuseDecision::partial);
  CHECK(plan.sent == 29);
  std::string other;
  for (int i = 0; i < 40; ++i) other += function("f" + std::to_string(i), i < 28 ? "8" : "value");
  CHECK(plan_between("python", content("1"), "TABLE = 1\n" + other).reason == WholeReason::changed);
}

TEST_CASE("a file is asked about as a whole once what was sent before exceeds its units") {
  const auto content = [](const std::string& last) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += function("f" + std::to_string(i), i == 20 ? last : "value");
    return text;
  };
  const std::int64_t all = domain::bytes_of(file_units_of(content("2"), "python"));
  CHECK(plan_between("python", content("1"), content("2"), all).reason == WholeReason::none);
  CHECK(plan_between("python", content("1"), content("2"), all + 1).reason == WholeReason::enough);
}
