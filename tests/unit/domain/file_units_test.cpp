// SPDX-License-Identifier: MIT
#include "rustassistant/domain/file_units.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

using namespace rustassistant;
using namespace rustassistant::domain;

namespace {

FileUnit unit_of(LineRange lines, LineRange tail = {}, std::optional<std::size_t> container = {}) {
  FileUnit unit;
  unit.lines = lines;
  unit.tail = tail;
  unit.container = container;
  unit.bytes = lines.line_end;
  return unit;
}

// A namespace of lines 2 to 30 with a class of 5 to 20, whose members are at 7 to 9 and 11 to 15; a function at 40.
FileUnits nested() {
  return {{unit_of({2, 3}, {29, 30}), unit_of({5, 6}, {18, 20}, 0), unit_of({7, 9}, {}, 1), unit_of({11, 15}, {}, 1),
           unit_of({40, 40})},
          {}};
}

EarlierReview review_with_everything() {
  EarlierReview review;
  FileUnit head = unit_of({1, 2}, {9, 10});
  head.head = {1, 1};
  head.hash = "aa";
  head.head_hash = "bb";
  head.names = {"A", "B"};
  head.bytes = 11;
  FileUnit member = unit_of({3, 8}, {}, 0);
  member.head = {4, 5};
  member.hash = "cc";
  member.head_hash = "-";
  member.bytes = 0;
  member.is_function = true;
  review.file = {{head, member}, {{{12, 13}, "dd", {"w", "x"}}}};
  review.sent_since_whole = 14;
  review.whole_bytes = 15;
  review.whole_cost = NanoUsd{16};
  return review;
}

const char* const kStored =
    R"({"imports":[[12,13,"dd",["w","x"]]],"sent":14,)"
    R"("units":[[1,2,9,10,1,1,"aa","bb",["A","B"],null,11,false],[3,8,0,0,4,5,"cc","-",[],0,0,true]],)"
    R"("version":1,"whole_bytes":15,"whole_cost":16})";

bool is_read(const nlohmann::json& json) {
  const auto read = parse_earlier_review(json.dump());
  if (!read) CHECK(read.error().code == Errc::storage);
  return read.has_value();
}

}  // namespace

TEST_CASE("a line is in the unit whose lines or tail have it") {
  const FileUnits file = nested();
  const std::vector<std::pair<std::vector<int>, std::optional<std::size_t>>> expected{
      {{-1, 0, 1}, {}}, {{2, 3}, 0},       {{4}, {}},      {{5, 6}, 1},   {{7, 8, 9}, 2}, {{10}, {}}, {{11, 12, 15}, 3},
      {{16, 17}, {}},   {{18, 19, 20}, 1}, {{21, 28}, {}}, {{29, 30}, 0}, {{31, 39}, {}}, {{40}, 4},  {{41, 1000}, {}}};
  for (const auto& [lines, unit] : expected) {
    for (const int line : lines) {
      CAPTURE(line);
      CHECK(unit_at(file, line) == unit);
    }
  }
  CHECK_FALSE(unit_at({}, 1));
  CHECK_FALSE(unit_at({{unit_of({3, 3}, {0, 7})}, {}}, 5));  // a tail that begins nowhere is none
  CHECK(bytes_of(file) == 3 + 6 + 9 + 15 + 40);
  CHECK(bytes_of({}) == 0);
}

TEST_CASE("what is remembered of a review is stored and read member by member") {
  const EarlierReview review = review_with_everything();
  CHECK(serialise(review) == kStored);
  const auto read = parse_earlier_review(kStored);
  REQUIRE(read);
  CHECK(read->file == review.file);
  CHECK(read->sent_since_whole == 14);
  CHECK(read->whole_bytes == 15);
  CHECK(read->whole_cost == NanoUsd{16});
  EarlierReview unknown = review;
  unknown.whole_cost.reset();
  REQUIRE(parse_earlier_review(serialise(unknown)));
  CHECK_FALSE(parse_earlier_review(serialise(unknown))->whole_cost);
}

TEST_CASE("what is remembered is refused where a member is missing or of another kind") {
  const auto stored = nlohmann::json::parse(kStored);
  CHECK(is_read(stored));
  for (const auto& [name, value] : stored.items()) {
    auto json = stored;
    json.erase(name);
    CAPTURE(name);
    CHECK_FALSE(is_read(json));
    json[name] = "text";
    CHECK_FALSE(is_read(json));
  }
  for (std::size_t i = 0; i < stored["units"][0].size(); ++i) {
    auto json = stored;
    json["units"][1][i] = nlohmann::json::object();
    CAPTURE(i);
    CHECK_FALSE(is_read(json));
  }
  for (std::size_t i = 0; i < 4; ++i) {
    auto json = stored;
    json["imports"][0][i] = nlohmann::json::object();
    CHECK_FALSE(is_read(json));
  }
  auto json = stored;
  json["version"] = 2;
  CHECK_FALSE(is_read(json));
  CHECK_FALSE(parse_earlier_review("{"));
  CHECK_FALSE(parse_earlier_review("[]"));
}

TEST_CASE("units that are remembered follow each other, and are in units before them") {
  struct Row {
    LineRange lines;
    LineRange tail;
    std::optional<std::size_t> container;
    std::int64_t bytes;
    bool is_sound;
  };
  // Of the second unit; the first has the lines 1 to 2.
  for (const Row& row : {
           Row{{3, 3}, {}, {}, 0, true},
           Row{{3, 8}, {0, 7}, 0, 1, true},
           Row{{2, 8}, {}, {}, 0, false},
           Row{{3, 2}, {}, {}, 0, false},
           Row{{3, 8}, {}, {}, -1, false},
           Row{{3, 8}, {9, 9}, {}, 0, true},
           Row{{3, 8}, {9, 8}, {}, 0, false},
           Row{{3, 8}, {-1, 9}, {}, 0, false},
           Row{{3, 8}, {}, 1, 0, false},
           Row{{3, 8}, {}, 2, 0, false},
       }) {
    EarlierReview review;
    review.file.units = {unit_of({1, 2}), unit_of(row.lines, row.tail, row.container)};
    review.file.units[1].bytes = row.bytes;
    CAPTURE(serialise(review));
    const auto read = parse_earlier_review(serialise(review));
    CHECK(read.has_value() == row.is_sound);
    if (!read) CHECK(read.error().what == "units that overlap");
  }
  for (const LineRange lines : {LineRange{0, 2}, LineRange{-1, 2}}) {
    EarlierReview review;
    review.file.units = {unit_of(lines)};
    CHECK_FALSE(parse_earlier_review(serialise(review)));
  }
}
