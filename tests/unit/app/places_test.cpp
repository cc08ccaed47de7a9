// SPDX-License-Identifier: MIT
#include "places.hpp"

#include <catch2/catch.hpp>
#include <string>

using namespace rustassistant;
using namespace rustassistant::app;

namespace {

const std::string kText =
    "struct Shop;\n"
    "fn open_shop() {\n"
    "    unlock(door);\n"
    "}\n"
    "fn close_shop() {\n"
    "    lock(door);\n"
    "    alarm();\n"
    "}\n";

search::Passage passage() {
  return {0,
          kText.size(),
          1,
          8,
          "",
          "",
          {{"Shop", "Shop", "struct", 1, 1},
           {"open_shop", "open_shop", "function", 2, 4},
           {"close_shop", "close_shop", "function", 5, 8}}};
}

ShownPlace shown(const std::string& query, const search::Passage& where = passage()) {
  return shown_place(where, kText, line_starts(kText), search::parse_query(query));
}

std::optional<Snippet> snippet(const std::string& query, std::size_t lines) {
  const auto parsed = search::parse_query(query);
  return snippet_of({1, 8, "", ""}, kText, line_starts(kText), parsed, {lines});
}

}  // namespace

TEST_CASE("lines begin behind line feeds, and the last one need not end with one") {
  CHECK(line_starts("a\nb\n") == std::vector<std::size_t>{0, 2, 4});
  CHECK(line_starts("a\nb") == std::vector<std::size_t>{0, 2, 3});
  CHECK(line_starts("") == std::vector<std::size_t>{0});
}

TEST_CASE("the definition that the query is about is shown") {
  const ShownPlace alarm = shown("door alarm");
  CHECK(alarm.symbol == "close_shop");
  CHECK(alarm.line_start == 5);
  CHECK(alarm.line_end == 8);
  CHECK(shown("unlock").symbol == "open_shop");
}

TEST_CASE("a name that is asked for goes before everything else") {
  CHECK(shown("Shop").symbol == "Shop");
  CHECK(shown("open_shop").symbol == "open_shop");
  CHECK(shown("alarm sym:open_shop").symbol == "open_shop");
  CHECK(shown("openShop").symbol == "open_shop");
}

TEST_CASE("what no definition holds alone is shown whole, named by what goes on in it") {
  const ShownPlace both = shown("unlock alarm struct");
  CHECK(both.line_start == 1);
  CHECK(both.line_end == 8);
  search::Passage inside{0, kText.size(), 1, 8, "Outer::run", "method", {}};
  CHECK(shown("alarm", inside).symbol == "Outer::run");
  CHECK(shown("alarm", inside).kind == "method");
}

TEST_CASE("without the text, names decide") {
  const ShownPlace place = shown_place(passage(), {}, {}, search::parse_query("close shop"));
  CHECK(place.symbol == "close_shop");
}

TEST_CASE("of a long definition only the part in the passage is shown") {
  search::Passage part = passage();
  part.definitions[2].line_end = 5000;
  CHECK(shown("close_shop", part).line_end == 8);
}

TEST_CASE("a snippet is the part that holds most of the query") {
  const auto two = snippet("lock alarm", 2);
  REQUIRE(two);
  CHECK(two->text == "    lock(door);\n    alarm();\n");
  CHECK(two->line_start == 6);
  CHECK(two->is_cut);
  const auto all = snippet("alarm", 8);
  REQUIRE(all);
  CHECK(all->text == kText);
  CHECK_FALSE(all->is_cut);
  CHECK_FALSE(snippet("alarm", SnippetSize::kNone));
  CHECK(snippet("alarm", SnippetSize::kAll)->text == kText);
}

TEST_CASE("lines that the text does not have are no snippet") {
  const auto query = search::parse_query("alarm");
  CHECK_FALSE(snippet_of({20, 30, "", ""}, kText, line_starts(kText), query, {5}));
  CHECK_FALSE(snippet_of({0, 0, "", ""}, kText, line_starts(kText), query, {5}));
}

TEST_CASE("the terms that a text holds come in the query's order") {
  const auto query = search::parse_query("alarms missing doors");
  CHECK(held_terms(kText, query) == std::vector<std::string>{"alarm", "door"});
}
