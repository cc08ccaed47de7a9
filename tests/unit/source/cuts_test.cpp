// SPDX-License-Identifier: MIT
#include "cuts.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/chunks.hpp"

// Where a file is cut: each rule at both sides of its bound. Sizes are in bytes.
namespace rustassistant::source {
namespace {

using Cuts = std::vector<std::size_t>;

// A line of its own, and what is said of the unit that begins there.
struct Piece {
  std::size_t size = 0;
  int depth = 0;
  enum Kind : std::uint8_t { plain, lead, item } kind = plain;
};

struct CutRow {
  std::string_view rule;
  std::vector<Piece> pieces;
  Cuts expected;
};

std::string line_of(std::size_t size) {
  return std::string(size - 1, 'x') + "\n";
}

Cuts cuts_between(const std::vector<Piece>& pieces) {
  std::string content;
  std::vector<Unit> units;
  for (const Piece& piece : pieces) {
    units.push_back({content.size(), piece.depth, piece.kind == Piece::lead, piece.kind == Piece::item});
    content += line_of(piece.size);
  }
  return cuts_of(content, units);
}

Cuts cuts_within(const std::string& content) {
  return cuts_of(content, {Unit{}});
}

std::string repeated(std::size_t count, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all += text;
  return all;
}

// "0:1 lead item" of each unit.
std::vector<std::string> shown_units(const std::vector<Unit>& units) {
  std::vector<std::string> shown;
  for (const Unit& unit : units)
    shown.push_back(std::to_string(unit.start) + ":" + std::to_string(unit.depth) + (unit.leads ? " lead" : "") +
                    (unit.item ? " item" : ""));
  return shown;
}

using ShownUnits = std::vector<std::string>;

}  // namespace

TEST_CASE("where a chunk ends between units") {
  const std::vector<CutRow> rows{
      {"fits", {{1499}, {1}}, {0}},
      {"one byte more than fits", {{1500}, {1}}, {0, 1500}},
      {"three that fit by two", {{700}, {800}, {1}, {1499}}, {0, 1500}},
      {"an item, nearly full", {{901}, {100, 0, Piece::item}}, {0, 901}},
      {"an item, not nearly full", {{900}, {100, 0, Piece::item}}, {0}},
      {"no item, nearly full", {{901}, {100}}, {0}},
      {"out of what is long, worth a chunk", {{375, 1}, {10}}, {0, 375}},
      {"out of what is long, not worth one", {{374, 1}, {10}}, {0}},
      {"on in what is long", {{375, 1}, {10, 1}}, {0}},
      {"into what is long", {{375}, {10, 1}}, {0}},
      {"out step by step", {{375, 2}, {375, 1}, {10, 0}}, {0, 375, 750}},
      {"out one step only", {{375, 2}, {375, 1}, {10, 1}}, {0, 375}},
      {"out since the chunk began", {{100, 2}, {300, 1}, {10, 1}}, {0, 400}},
      {"a head goes with its beginning", {{300}, {50, 0, Piece::item}, {1200, 1}}, {0, 300}},
      {"what is no item is no head", {{300}, {50}, {1200, 1}}, {0, 350}},
      {"an item is no head of what stands beside it", {{300}, {50, 0, Piece::item}, {1200}}, {0, 350}},
      {"a head where all fits", {{300}, {50, 0, Piece::item}, {1150, 1}}, {0}},
      {"a head that begins the chunk", {{50, 0, Piece::item}, {1500, 1}}, {0, 50}},
      {"a comment goes with what follows, which fits", {{800}, {100, 0, Piece::lead}, {600}}, {0}},
      {"a comment goes with what follows, which does not fit", {{800}, {100, 0, Piece::lead}, {601}}, {0, 800}},
      {"what is no comment stays", {{800}, {100}, {601}}, {0, 900}},
      {"a comment and what follows are a chunk", {{800}, {100, 0, Piece::lead}, {1400}}, {0, 800}},
      {"a comment and what follows are no chunk", {{800}, {100, 0, Piece::lead}, {1401}}, {0, 900}},
      {"a comment is of the item that follows", {{901}, {10, 0, Piece::lead}, {10, 0, Piece::item}}, {0, 901}},
      {"a comment of no item", {{901}, {10, 0, Piece::lead}, {10}}, {0}},
      {"comments one after the other",
       {{901}, {10, 0, Piece::lead}, {10, 0, Piece::lead}, {10, 0, Piece::item}},
       {0, 901}},
      {"what follows a comment takes no more", {{901}, {10, 0, Piece::lead}, {10}, {10, 0, Piece::item}}, {0, 921}},
      {"a comment stands where the item stands", {{375, 1}, {10, 1, Piece::lead}, {10, 0}}, {0, 375}},
      {"a comment at the end", {{901}, {10, 0, Piece::lead}}, {0}},
  };
  for (const CutRow& row : rows) {
    CAPTURE(row.rule);
    CHECK(cuts_between(row.pieces) == row.expected);
  }
  CHECK(cuts_of("abc", {}) == Cuts{0});
  CHECK(cuts_of("abc\ndef\n", {Unit{4}}) == Cuts{0});
}

TEST_CASE("where a chunk ends within a unit") {
  CHECK(cuts_within(repeated(31, line_of(100))) == Cuts{0, 1500, 3000});
  CHECK(cuts_within(line_of(1500) + line_of(1)) == Cuts{0, 1500});
  CHECK(cuts_within(line_of(1) + line_of(1500)) == Cuts{0, 1});
  CHECK(cuts_within(line_of(1) + line_of(1499)) == Cuts{0});
  CHECK(cuts_within(line_of(1501) + line_of(1501)) == Cuts{0, 1501});
  CHECK(cuts_within(line_of(6000)) == Cuts{0});
  CHECK(cuts_within(line_of(6001)) == Cuts{0, 6000});
  CHECK(cuts_within(line_of(12'001)) == Cuts{0, 6000, 12'000});
  CHECK(cuts_within(std::string(6000, 'x')) == Cuts{0});
  CHECK(cuts_within(std::string(6001, 'x')) == Cuts{0, 6000});
  CHECK(cuts_within(line_of(10) + std::string(1600, 'x')) == Cuts{0, 10});
  // Characters of two, three and four bytes, and bytes that are none.
  CHECK(cuts_within("x" + repeated(3100, "\xC3\xB6")) == Cuts{0, 5999});
  CHECK(cuts_within(repeated(3100, "\xC3\xB6")) == Cuts{0, 6000});
  CHECK(cuts_within("x" + repeated(2100, "\xE2\x82\xAC")) == Cuts{0, 5998});
  CHECK(cuts_within("xx" + repeated(2100, "\xE2\x82\xAC")) == Cuts{0, 5999});
  CHECK(cuts_within("x" + repeated(1600, "\xF0\x9F\x98\x80")) == Cuts{0, 5997});
  CHECK(cuts_within(std::string(7000, '\x80')) == Cuts{0, 5997});
}

TEST_CASE("without a tree, lines that begin with a letter or a sign are at the top") {
  CHECK(shown_units(lines_as_units("a\n b\n#c\n@d\n/e\n[f\n{g\n}h\n_i\n1\n\n\tj\n(k")) ==
        ShownUnits{"0:0 item", "2:1", "5:0 item", "8:0 item", "11:0 item", "14:0 item", "17:0 item", "20:1", "23:1",
                   "26:1", "28:1", "29:1", "32:1"});
  CHECK(lines_as_units("").empty());
}

TEST_CASE("what is longer than a chunk is gone into, and what is not is one unit") {
  const auto units = [](const std::string& text, std::string_view language) {
    return shown_units(units_of(ParsedText(text, language)));
  };
  // A function with a body of exactly so many bytes, its last statement as long as it takes.
  const auto function = [](std::size_t size) {
    const std::string text = "void f() {\n  a();\n  // b\n  int c = 1;\n  d(\"";
    const std::string end = "\");\n}";
    return text + std::string(size + 9 - text.size() - end.size(), 'e') + end;
  };
  CHECK(units("int x;\n" + function(1500) + "\n", "c") == ShownUnits{"0:0", "7:0 item"});
  CHECK(units("int x;\n" + function(1501) + "\n", "c") ==
        ShownUnits{"0:0", "7:0 item", "18:2", "25:2 lead", "32:2", "45:2"});
  CHECK(units("// a\n#[b]\nfn c() {}\nstruct D;\nmod e {\n}\n", "rust") ==
        ShownUnits{"0:0 lead", "5:0 lead", "10:0 item", "20:0 item", "30:0 item"});
  CHECK(units("int a; int b;\n  int c;\n", "c") == ShownUnits{"0:0", "14:0"});
  CHECK(units("\n\nint a;\n", "c") == ShownUnits{"2:0"});
  CHECK(units("\n", "c") == ShownUnits{"0:1"});
}

}  // namespace rustassistant::source
