// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "comments.hpp"
#include "definitions.hpp"
#include "found_items.hpp"
#include "identity.hpp"
#include "kind_samples.hpp"
#include "measure.hpp"
#include "names.hpp"
#include "parsed.hpp"
#include "rustassistant/source/items.hpp"
#include "rustassistant/source/locations.hpp"
#include "scan.hpp"

// Names, items and comments at the edges of lines and of each other.
namespace rustassistant::source {
namespace {

constexpr std::string_view kNestedItems =
    "class A:\n  x = 1\n  def f(self):\n    pass\n  y = 2\ndef g():\n  def h():\n    pass\n  return h\n";

// Each item: kind, depth, qualified name, lines.
std::string shown_items(std::string_view content, std::string_view language) {
  std::string shown;
  for (const Item& item : items_of(content, language)) {
    if (!shown.empty()) shown += "; ";
    shown += item.kind == ItemKind::function ? "f" : item.kind == ItemKind::scope ? "s" : "o";
    shown += std::to_string(item.depth) + " " + item.qualified_name + " " + std::to_string(item.line_start) + "-" +
             std::to_string(item.line_end);
  }
  return shown;
}

std::string shown_comments(std::string_view content, std::string_view language) {
  const Comments comments = comments_of(ParsedText(content, language), language);
  std::string shown = comments.known ? "" : "unknown";
  for (const CommentLine& line : comments.lines) {
    if (!shown.empty()) shown += "; ";
    shown += std::to_string(line.line) + "@" + std::to_string(line.begin) + "+" + std::to_string(line.column) + " " +
             std::string(line.text);
  }
  return shown;
}

}  // namespace

TEST_CASE("a finding is identified by its item, else by the innermost function around all of its lines") {
  const auto items = items_of(kNestedItems, "python");
  struct IdentityRow {
    int first;
    int last;
    std::string_view name;
    bool verified;
    std::string_view identity;
  };
  constexpr IdentityRow kRows[] = {
      {0, 0, "", true, ""},      {1, 5, "", true, ""},       {2, 2, "", true, ""},       {3, 3, "", true, "A.f"},
      {3, 4, "", true, "A.f"},   {4, 4, "", true, "A.f"},    {4, 5, "", true, ""},       {5, 5, "", true, ""},
      {6, 9, "", true, "g"},     {6, 6, "", true, "g"},      {7, 7, "", true, "g.h"},    {7, 8, "", true, "g.h"},
      {8, 9, "", true, "g"},     {9, 9, "", true, "g"},      {10, 10, "", true, ""},     {6, 10, "", true, ""},
      {3, 4, "f", true, "A.f"},  {1, 5, "A", true, "A"},     {3, 4, "A.f", true, "A.f"}, {1, 5, "f", true, ""},
      {7, 99, "z", true, "g.h"}, {4, 99, "z", false, "A.f"}, {3, 4, "f", false, "A.f"},  {1, 5, "A", false, ""},
      {-1, 4, "f", true, ""},    {9, 99, "h", true, "g"},
  };
  for (const IdentityRow& row : kRows) {
    CAPTURE(row.first, row.last, row.name, row.verified);
    CHECK(identity_of(items, {row.first, row.last, std::string(row.name), row.verified, {}}) == row.identity);
  }
}

TEST_CASE("the innermost item around a line") {
  const ParsedText parsed(kNestedItems, "python");
  const auto items = find_items(parsed);
  const std::string_view names[] = {"", "A", "A", "A.f", "A.f", "A", "g", "g.h", "g.h", "g", ""};
  for (int line = 0; line <= 10; ++line) {
    CAPTURE(line);
    const FoundItem* found = item_around(items, line);
    CHECK((found == nullptr ? "" : found->item.qualified_name) == names[line]);
  }
}

TEST_CASE("the innermost function around a line") {
  const Measures measures = measure(ParsedText(kNestedItems, "python"));
  const std::string_view names[] = {"", "", "", "f", "f", "", "g", "h", "h", "g", ""};
  for (int line = 0; line <= 10; ++line) {
    CAPTURE(line);
    CHECK(function_at(measures, line).name == names[line]);
  }
}

TEST_CASE("items are told by kind, depth and lines") {
  CHECK(shown_items(kNestedItems, "python") == "s0 A 1-5; f1 A.f 3-4; f0 g 6-9; f1 g.h 7-8");
  CHECK(shown_items("struct s *a;\nstruct t { int b; };\nint f(void);\nint g(void) { return 0; }\n#define H(x) x\n"
                    "enum e { i, j };\nint (*k)(int);\ntypedef struct { int l; } m;\n",
                    "c") == "s0 t 2-2; f0 g 4-4; o0 H 5-5; o0 e 6-6; o0 i 6-6; o0 j 6-6; o0 m 8-8");
  CHECK(shown_items("package p\nconst a = 1\nvar b = 2\ntype (\n\tC int\n\tD struct {\n\t\te int\n\t}\n)\n"
                    "func (c *C) F() {}\nfunc (D) G() {}\nfunc (d D[T]) H() {}\n",
                    "go") == "o0 a 2-2; o0 b 3-3; o0 C 5-5; o0 D 6-8; f0 C.F 10-10; f0 D.G 11-11; f0 D.H 12-12");
}

TEST_CASE("names are cut free of type arguments, quotes and white space") {
  struct NameRow {
    std::string_view written;
    std::string_view name;
  };
  for (const NameRow& row : {NameRow{"a>b<c>d", "a>bd"},
                             {"A<B<C>>::d", "A::d"},
                             {"f(a)->B<c->d>::e", "f(a)->B::e"},
                             {"a<b", "a"},
                             {"operator<", "operator<"},
                             {"A<b>::operator<<c>", "A::operator<<c>"},
                             {"operators<a>", "operators"},
                             {"my_operator<a>", "my_operator"},
                             {"", ""}}) {
    CAPTURE(row.written);
    CHECK(without_type_arguments(row.written) == row.name);
  }
  for (const NameRow& row : {NameRow{" a \n b ", "a b"},
                             {"a :: b", "a::b"},
                             {"'a b'", "a b"},
                             {"\"a\"", "a"},
                             {"''", "''"},
                             {"'a\"", ""},
                             {"a{b", ""},
                             {"a;", ""},
                             {"a/*b", ""},
                             {"operator\"\"_a", "operator\"\"_a"},
                             {"operator bool", "operator bool"},
                             {"~ A", "~A"},
                             {"aba", "aba"}}) {
    CAPTURE(row.written);
    CHECK(shown_name(row.written, 20) == row.name);
  }
  CHECK(shown_name("abcdef", 6) == "abcdef");
  CHECK(shown_name("abcdefg", 6) == "abcdef");
  CHECK(shown_name("abcd\u00e9f", 6) == "abcd\u00e9");
  CHECK(shown_name("abcde\u00e9f", 6) == "abcde");
  CHECK(shown_name(std::string(95, ' ') + "ab", 6) == "a");  // no more than sixteen times as much is read
}

TEST_CASE("a whole word is one that nothing continues") {
  for (const std::string_view text : {"ab", "ab c", "c ab", "xab ab", "(ab)", "ab.c", "abab ab"}) {
    CAPTURE(text);
    CHECK(has_whole_word(text, "ab"));
  }
  for (const std::string_view text : {"", "abc", "xab", "a_ab", "ab_", "abab", "ab1", "a b"}) {
    CAPTURE(text);
    CHECK_FALSE(has_whole_word(text, "ab"));
  }
  CHECK_FALSE(has_whole_word("ab", ""));
}

TEST_CASE("lines are counted with every way to end them") {
  for (const auto& [text, lines] : {std::pair<std::string_view, int>{"", 0}, {"a", 1}, {"\n", 1}, {"a\n\nb", 3}}) {
    CAPTURE(text);
    CHECK(count_lines(text) == lines);
  }
}

TEST_CASE("comments are read line by line, with their places") {
  CHECK(shown_comments("/* a\n\n b */\nc\n", "css") == "1@3+3 a; 2@5+0 ; 3@7+1 b");
  CHECK(shown_comments("c\n  # a\nd # e\n#\n", "ruby") == "2@6+4 a; 4@15+0 ");
  CHECK(shown_comments("-- a\n/* b\nc\n*/ d\n/* e */\nf\n", "sql") == "1@3+3 a; 2@8+3 b; 3@10+0 c; 4@15+3 d; 5@20+3 e");
  CHECK(shown_comments("int a; // b\n/* c\n * d\n */\n", "c") == "1@10+10 b; 2@15+3 c; 3@20+3 d; 4@25+0 ");
  CHECK(shown_comments("/// a\n/// b\nfn f() {}\n//! c", "rust") == "1@4+4 a; 2@10+4 b; 4@26+4 c");
  CHECK(shown_comments("# a", "nothing known") == "unknown");
}

TEST_CASE("an unused function is one finding of value one") {
  const auto found = of_kind(domain::SmellType::dead_code,
                             "int main(void) { return 0; }\nstatic int f(void) {\n  return 0;\n}\n", "c");
  REQUIRE(found.size() == 1);
  CHECK(found[0].value == 1);
  CHECK(found[0].severity == domain::Severity::medium);
  CHECK(found[0].location.line_start == 2);
  CHECK(found[0].location.line_end == 4);
  CHECK(found[0].location.item_name == "f");
  CHECK(found[0].location.qualified_name == "f");
}

}  // namespace rustassistant::source
