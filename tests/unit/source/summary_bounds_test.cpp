// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/source/documentation.hpp"
#include "rustassistant/source/summaries.hpp"

// What a summary has room for and in which order, and what an answer of documentation is matched with.
namespace rustassistant::source {
namespace {

struct Offered {
  std::vector<PublicItem> items;
  std::vector<std::string> symbols;  // sorted
  bool whole = true;
};

std::string summed_up(const NameCounts& names, const std::vector<Offered>& files) {
  std::vector<Interface> interfaces(files.size());
  std::vector<Dependency> edges(files.size());
  std::vector<UsedFile> used;
  for (std::size_t i = 0; i < files.size(); ++i) {
    interfaces[i].items = files[i].items;
    edges[i].symbols = files[i].symbols;
    edges[i].whole = files[i].whole;
    used.push_back({&interfaces[i], &edges[i]});
  }
  return summary_of(names, used);
}

// A signature of so many bytes as it is shown.
PublicItem item_of_size(const std::string& name, char letter, std::size_t size) {
  return {name, " " + std::string(size, letter)};
}

}  // namespace

TEST_CASE("a summary takes what fits its room, to the byte") {
  const NameCounts names{{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}};
  const auto size_with = [&](std::size_t last) {
    return summed_up(names, {{{item_of_size("a", 'a', 1499), item_of_size("b", 'b', 1499), item_of_size("c", 'c', 1499),
                               item_of_size("d", 'd', last)},
                              {}}})
        .size();
  };
  CHECK(size_with(1499) == 6000);
  CHECK(size_with(1500) == 4500);
  const auto size_with_second = [&](std::size_t last) {
    return summed_up(names,
                     {{{item_of_size("a", 'a', 1499), item_of_size("b", 'b', 1499), item_of_size("c", 'c', 1499)}, {}},
                      {{item_of_size("d", 'd', last)}, {}}})
        .size();
  };
  CHECK(size_with_second(1498) == 6000);
  CHECK(size_with_second(1499) == 4500);
}

TEST_CASE("a signature is cut at a blank where it is too long") {
  const NameCounts names{{"a", 1}};
  const auto shown = [&](const std::string& text) { return summed_up(names, {{{{"a", text}}, {}}}); };
  CHECK(shown(" " + std::string(1500, 'x')) == std::string(1500, 'x') + "\n");
  CHECK(shown(" " + std::string(1496, 'x') + " yyyy") == std::string(1496, 'x') + " ...\n");
  CHECK(shown(" " + std::string(1497, 'x') + " yyy") == " ...\n");
  CHECK(shown(" " + std::string(1501, 'x')) == " ...\n");
  CHECK(shown("  x \t\n y\x01z") == "x y z\n");
  CHECK(shown("x  y") == "x y\n");
}

TEST_CASE("which items are used, and how often") {
  const NameCounts names{{"b", 2}, {"C", 3}, {"D", 5}, {"package", 9}, {"f", 1}};
  const std::vector<Offered> files{
      {{{"a::b", " 1"}}, {}},                                                  // by its own name: 2
      {{{"C", " 2"}, {"C", " 3"}}, {}},                                        // once: 3
      {{{"", " const ( C D E )"}}, {}},                                        // by the most used of its words: 5
      {{{"", " package C"}, {"", " 'C'"}, {"", " \"C\""}, {"", " `C`"}}, {}},  // names a package or a path
      {{{"none", " 4"}}, {}},
      {{{"x", " export default 5"}}, {"default"}, false},  // by what it is called here: 1
      {{{"x", " export default 6"}}, {"other"}, false},
      {{{"b", " 7"}, {"y", " 8"}}, {"y"}, false},  // what is named only: 1
      {{{"b", " 9"}, {"y", " 10"}}, {"y"}, true},  // and more: 3
      {{{"f", " 12"}, {"b", " 11"}}, {}},          // 3, by its lines behind the one above
  };
  CHECK(summed_up(names, files) == "const ( C D E )\n\n10\n9\n\n11\n12\n\n2\n3\n\n1\n\n8\n\nexport default 5\n");
}

TEST_CASE("an item that an answer names is the nearest of that name, and each is named once") {
  const std::string_view content =
      "pub mod a {\n    pub fn f() {}\n}\npub mod b {\n    pub fn f() {}\n}\npub fn g(x: u8) {}\nfn h() {}\n";
  struct Asked {
    std::string name;
    int line;
    std::string found;  // empty: none
  };
  const std::vector<std::vector<Asked>> answers{
      {{"f", 1, "a::f"}},   {{"f", 5, "b::f"}},    {{"f", 3, "a::f"}},
      {{"f", 4, "b::f"}},   {{"b::f", 1, "b::f"}}, {{"c::f", 1, ""}},
      {{"f()", 9, "b::f"}}, {{"", 1, ""}},         {{"f", 5, "b::f"}, {"f", 5, "a::f"}, {"f", 5, ""}},
      {{"h", 1, "h"}},      {{"i", 1, ""}},
  };
  for (const std::vector<Asked>& answer : answers) {
    domain::Documentation documentation;
    for (const Asked& asked : answer) {
      domain::DocumentedItem item;
      item.name = asked.name;
      item.description = std::to_string(documentation.items.size());
      item.location.line_start = asked.line;
      item.parameters = {{"x", "", {}}};
      documentation.items.push_back(item);
    }
    check(documentation, content, "rust");
    for (std::size_t i = 0; i < answer.size(); ++i) {
      CAPTURE(answer[i].name, answer[i].line, i);
      for (const domain::DocumentedItem& item : documentation.items) {
        if (item.description != std::to_string(i)) continue;
        CHECK(item.name == (answer[i].found.empty() ? answer[i].name : answer[i].found));
        CHECK(item.location.item_name == item.name);
        CHECK(item.location.verified == !answer[i].found.empty());
        CHECK(item.parameters[0].verified == (item.name == "g"));
      }
    }
    int line = 0;
    for (const domain::DocumentedItem& item : documentation.items) {
      if (item.location.verified != true) break;
      CHECK(item.location.line_start > line);
      line = item.location.line_start;
    }
    CHECK(documentation.unparsed.has_value());
  }
}

TEST_CASE("without a grammar, an item is looked for as a word") {
  domain::Documentation documentation;
  documentation.items.resize(2);
  documentation.items[0].name = "a.build";
  documentation.items[0].parameters = {{"x", "", {}}, {"y", "", {}}};
  documentation.items[1].name = "buil";
  check(documentation, "def build(x)\nend\n", "ruby");
  REQUIRE(documentation.items.size() == 2);
  CHECK(documentation.items[0].location.verified == true);
  CHECK(documentation.items[0].location.item_name == "a.build");
  CHECK(documentation.items[0].parameters[0].verified == true);
  CHECK(documentation.items[0].parameters[1].verified == false);
  CHECK(documentation.items[1].location.verified == false);
  CHECK_FALSE(documentation.unparsed.has_value());
}

TEST_CASE("documentation has two thousand items at most") {
  std::string text;
  for (int i = 0; i < 2'010; ++i) text += "pub const A" + std::to_string(i) + ": u8 = 1;\n";
  CHECK(document(text, "rust").items.size() == kMaxDocumented);
  domain::Documentation documentation;
  documentation.items.resize(5);
  check(documentation, text, "rust");
  CHECK(documentation.items.size() == kMaxDocumented);
  documentation.items.assign(kMaxDocumented + 1, {});
  check(documentation, "x\n", "ruby");
  CHECK(documentation.items.size() == kMaxDocumented);
}

}  // namespace rustassistant::source
