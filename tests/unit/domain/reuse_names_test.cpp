// SPDX-License-Identifier: MIT
// Which names mean something else after an edit: who mentions one is asked
// about again.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/domain/reuse.hpp"

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

constexpr std::size_t kUnits = 20;

// Twenty units of five lines of 80 bytes; unit 19 mentions the words.
FileUnits named_units() {
  FileUnits file;
  for (int i = 0; i < static_cast<int>(kUnits); ++i) {
    FileUnit unit;
    unit.lines = unit.head = {i * 5 + 1, i * 5 + 5};
    unit.hash = "unit" + std::to_string(i);
    unit.bytes = 100;
    file.units.push_back(unit);
  }
  return file;
}

std::string text_with(const std::string& words) {
  std::string text;
  for (std::size_t i = 0; i < kUnits * 5; ++i) {
    std::string line = i == 97 ? words : "";
    line.resize(80, '.');
    text += line + "\n";
  }
  return text;
}

// Whether the unit that has the words is asked about again.
bool is_sent(const FileUnits& before, const FileUnits& now, const std::string& words) {
  EarlierReview earlier;
  earlier.file = before;
  const ReusePlan plan = plan_reuse(earlier, {}, now, text_with(words), 0);
  REQUIRE(plan.kept.size() == now.units.size());
  return !plan.kept.back();
}

// Unit 0 before and after an edit.
bool is_sent_for(const FileUnit& before, const FileUnit& now, const std::string& words = "x = the_name(5)") {
  FileUnits was = named_units();
  FileUnits is = named_units();
  was.units[0] = before;
  is.units[0] = now;
  return is_sent(was, is, words);
}

FileUnit first_unit(const std::string& hash, const std::string& head_hash, const std::string& name,
                    bool is_function = false) {
  FileUnit unit = named_units().units[0];
  unit.hash = hash;
  unit.head_hash = head_hash;
  if (!name.empty()) unit.names = {name};
  unit.is_function = is_function;
  return unit;
}

}  // namespace

TEST_CASE("who mentions what is seen of a unit that changed is asked about again") {
  struct Row {
    FileUnit before;
    FileUnit now;
    bool sent;
  };
  const FileUnit unit = first_unit("1", "head", "the_name");
  for (const Row& row : {
           Row{unit, unit, false},
           Row{unit, first_unit("2", "head", "the_name"), false},  // looks as before
           Row{unit, first_unit("2", "other", "the_name"), true},  // does not
           Row{unit, first_unit("2", "", "the_name"), true},       // may not
           Row{first_unit("1", "", "the_name"), first_unit("2", "", "the_name"), true},
           Row{first_unit("1", "-", "the_name"), first_unit("2", "-", "the_name"), false},  // nothing is seen of it
           Row{first_unit("1", "-", "the_name"), first_unit("2", "head", "the_name"), true},
           Row{unit, first_unit("2", "head", "other"), true},  // the name is gone
           Row{first_unit("1", "-", "the_name"), first_unit("2", "-", "other"), true},
           Row{first_unit("1", "head", "other"), first_unit("2", "head", "the_name"), false},  // new: nobody knew it
           Row{first_unit("1", "a", "the_name", true), first_unit("2", "a", "the_name", true), false},
           Row{first_unit("1", "a", "the_name", true), first_unit("2", "b", "the_name", true), true},
           Row{first_unit("1", "a", ""), first_unit("2", "b", ""), false},
       }) {
    CAPTURE(row.before.head_hash, row.now.head_hash, row.now.hash);
    CHECK(is_sent_for(row.before, row.now) == row.sent);
    CHECK_FALSE(is_sent_for(row.before, row.now, "the_names, a_the_name, \"the-name\""));
  }
}

TEST_CASE("a name that more than ten units have concerns nobody") {
  for (const std::size_t namesakes : {std::size_t{10}, std::size_t{11}}) {
    FileUnits before = named_units();
    for (std::size_t i = 0; i < namesakes; ++i) before.units[i].names = {"the_name"};
    FileUnits now = before;
    now.units[0].hash = "changed";
    CAPTURE(namesakes);
    CHECK(is_sent(before, now, "the_name") == (namesakes == 10));
  }
}

TEST_CASE(
    "names of imports that came or went concern who mentions them, but "
    "for words of the language") {
  const auto import_of = [](const std::string& hash, std::vector<std::string> words) {
    return ImportLines{{1, 1}, hash, std::move(words)};
  };
  const std::vector<ImportLines> none;
  const std::vector<ImportLines> one{import_of("1", {"from", "shapes", "Square"})};
  const std::vector<ImportLines> twice{one[0], one[0]};
  const std::vector<ImportLines> other{import_of("2", {"Circle"})};
  struct Row {
    std::vector<ImportLines> before;
    std::vector<ImportLines> now;
    const char* words;
    bool sent;
  };
  for (const Row& row :
       {Row{one, one, "Square", false}, Row{one, none, "Square", true}, Row{none, one, "Square", true},
        Row{one, none, "shapes", true}, Row{one, none, "from", false}, Row{none, one, "from", false},
        Row{one, other, "Square", true}, Row{one, other, "Circle", true}, Row{one, twice, "Square", true},
        Row{twice, one, "Square", true}, Row{twice, twice, "Square", false}, Row{one, none, "Squares", false}}) {
    FileUnits before = named_units();
    FileUnits now = before;
    before.imports = row.before;
    now.imports = row.now;
    CAPTURE(row.words, row.before.size(), row.now.size());
    CHECK(is_sent(before, now, row.words) == row.sent);
  }
  for (const char* word : {"import", "from",   "use",    "as",      "pub",  "crate", "self",    "super",   "std",
                           "const",  "static", "extern", "include", "type", "mod",   "package", "require", "define",
                           "java",   "h",      "hpp",    "js",      "ts",   "py",    "go"}) {
    FileUnits before = named_units();
    before.imports = {import_of("1", {word})};
    CHECK_FALSE(is_sent(before, named_units(), word));
  }
}

TEST_CASE("a unit that went into another container is no longer what it was") {
  FileUnits before = named_units();
  before.units[0].names = {"A"};
  before.units[1].names = {"B"};
  before.units[2].names = {"the_name"};
  before.units[2].head_hash = "head";
  before.units[2].container = 0;
  FileUnits now = before;
  now.units[2].hash = "changed";
  CHECK_FALSE(is_sent(before, now, "the_name"));
  now.units[2].container = 1;
  CHECK(is_sent(before, now, "the_name"));
  now.units[2].container.reset();
  CHECK(is_sent(before, now, "the_name"));
}

TEST_CASE("of equal units the first is the first, and one more is new") {
  FileUnits before = named_units();
  before.units[3].hash = before.units[5].hash = "twin";
  FileUnits now = before;
  now.units[7].hash = "twin";
  EarlierReview earlier;
  earlier.file = before;
  const ReusePlan plan = plan_reuse(earlier, {}, now, text_with(""), 0);
  CHECK(plan.kept[3] == 3);
  CHECK(plan.kept[5] == 5);
  CHECK_FALSE(plan.kept[7]);
  CHECK(plan.sent == 1);
}

TEST_CASE(
    "of imports their edges are shown and the lines that name what is "
    "mentioned") {
  FileUnits file = named_units();
  file.units.erase(file.units.begin(),
                   file.units.begin() + 10);  // lines 1 to 50 are imports
  file.imports = {
      {{1, 1}, "1", {"unused"}}, {{10, 20}, "2", {"Square"}}, {{30, 30}, "3", {}}, {{40, 41}, "4", {"Box"}}};
  FileUnits now = file;
  now.units[9].hash = "changed";
  std::string text = text_with("Square");
  text.replace(14 * 81, 6, "Square");
  EarlierReview earlier;
  earlier.file = file;
  const ReusePlan plan = plan_reuse(earlier, {}, now, text, 0);
  CHECK(plan.asked == std::vector<LineRange>{{96, 100}});
  CHECK(plan.shown == std::vector<LineRange>{{10, 10}, {15, 15}, {20, 20}, {30, 30}, {96, 100}});
}
