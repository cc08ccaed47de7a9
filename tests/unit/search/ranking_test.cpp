// SPDX-License-Identifier: MIT
#include "rustassistant/search/ranking.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant::search;

namespace {

constexpr ColumnBits kOnce = bit_of(Column::once);
constexpr ColumnBits kMuch = bit_of(Column::much);
constexpr ColumnBits kPath = bit_of(Column::path);
constexpr ColumnBits kDefinitions = bit_of(Column::definitions);

// Builds what a search found, chunk by chunk.
struct Found {
  explicit Found(const std::string& text) : query(parse_query(text)) { matches.terms = query.terms.size(); }

  Found& file(std::string path, bool aside = false) {
    traits.push_back({paths.emplace_back(std::move(path)), aside});
    chunks = 0;
    return *this;
  }
  Found& chunk(std::vector<ColumnBits> columns, float length = 100) {
    matches.places.push_back({static_cast<std::uint32_t>(traits.size() - 1), chunks++, length, false});
    matches.columns.insert(matches.columns.end(), columns.begin(), columns.end());
    return *this;
  }
  [[nodiscard]] std::vector<std::string> order(std::vector<ExactDefinition> exact = {},
                                               std::vector<char> wanted = {}) const {
    std::vector<std::string> names;
    for (const Ranked& one : rank(query, matches, traits, {1000, 100}, exact, wanted))
      names.emplace_back(traits[one.file].path);
    return names;
  }

  Query query;
  Matches matches;
  std::vector<std::string> paths = [] {
    std::vector<std::string> room;
    room.reserve(16);
    return room;
  }();
  std::vector<FileTraits> traits;
  std::uint32_t chunks = 0;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("occurrences are told in steps") {
  CHECK(step_of(1) == Column::once);
  CHECK(step_of(2) == Column::twice);
  CHECK(step_of(3) == Column::often);
  CHECK(step_of(5) == Column::often);
  CHECK(step_of(6) == Column::much);
}

TEST_CASE("a rare term counts more than one that stands everywhere, and none counts less than nothing") {
  CHECK(rarity(1000, 1) > rarity(1000, 10));
  CHECK(rarity(1000, 1000) > 0);
  CHECK(rarity(0, 5) > 0);
}

TEST_CASE("more occurrences, and definitions even more, rank a file higher") {
  Found found("frobnicate");
  found.file("a").chunk({kOnce}).file("b").chunk({bit_of(Column::often)});
  found.file("c").chunk({static_cast<ColumnBits>(kOnce | kDefinitions)});
  CHECK(found.order() == Names{"c", "b", "a"});
}

TEST_CASE("in a short chunk an occurrence counts more") {
  Found found("frobnicate");
  found.file("a").chunk({kOnce}, 400).file("b").chunk({kOnce}, 40);
  CHECK(found.order() == Names{"b", "a"});
}

TEST_CASE("a file whose chunks all match goes before one with a single chunk like them") {
  Found found("frobnicate");
  found.file("a").chunk({kOnce}).file("b").chunk({kOnce}).chunk({kOnce}).chunk({kOnce});
  CHECK(found.order() == Names{"b", "a"});
}

TEST_CASE("a file that is called what is asked for goes first") {
  Found found("retry policy");
  found.file("src/client.rs")
      .chunk({kMuch, kMuch})
      .file("src/retry_policy.rs")
      .chunk({static_cast<ColumnBits>(kOnce | kPath), static_cast<ColumnBits>(kOnce | kPath)});
  CHECK(found.order() == Names{"src/retry_policy.rs", "src/client.rs"});
}

TEST_CASE("where a single name is defined goes first, and the chunk with the definition is shown") {
  Found found("next_delay");
  found.file("uses.rs")
      .chunk({kMuch, kMuch, kMuch})
      .file("defines.rs")
      .chunk({kMuch, kMuch, kMuch})
      .chunk({kOnce, kOnce, kOnce});
  const std::vector<ExactDefinition> exact{{1, 1}};
  const auto ranked = rank(found.query, found.matches, found.traits, {1000, 100}, exact, {});
  REQUIRE(ranked.size() == 2);
  CHECK(ranked[0].file == 1);
  CHECK(ranked[0].chunk == 1);
  CHECK(ranked[0].why.symbol > 0);
}

TEST_CASE("where a function is defined goes before where it is declared, also within a file") {
  Found found("frobnicate");
  found.file("frob.h").chunk({kMuch}).chunk({kMuch}).file("frob.c").chunk({kOnce}).chunk({kOnce});
  const std::vector<ExactDefinition> exact{{0, 0, Defined::elsewhere}, {1, 0, Defined::elsewhere}, {1, 1}};
  const auto ranked = rank(found.query, found.matches, found.traits, {1000, 100}, exact, {});
  REQUIRE(ranked.size() == 2);
  CHECK(ranked[0].file == 1);
  CHECK(ranked[0].chunk == 1);
  CHECK(ranked[1].why.symbol == Approx(ranked[0].why.symbol / 2));
}

TEST_CASE("what names a thing by itself goes before a part, a declaration and another spelling") {
  Found found("frobnicate");
  found.file("a_other.rs").chunk({kOnce}).file("b_part.rs").chunk({kOnce}).file("c_self.rs").chunk({kOnce});
  found.file("d_case.rs").chunk({kOnce});
  const std::vector<ExactDefinition> exact{
      {0, 0, Defined::elsewhere}, {1, 0, Defined::within}, {2, 0}, {3, 0, Defined::within, false}};
  CHECK(found.order(exact) == Names{"c_self.rs", "b_part.rs", "a_other.rs", "d_case.rs"});
}

TEST_CASE("where nothing defines a name, who hands it on counts as much as a definition") {
  Found found("frobnicate");
  constexpr auto kAll = static_cast<ColumnBits>(kMuch | kPath | kDefinitions);
  found.file("frobnicate.rs").chunk({kAll}).chunk({kAll}).file("lib.rs").chunk({kOnce});
  CHECK(found.order({{1, 0, Defined::elsewhere}}) == Names{"lib.rs", "frobnicate.rs"});
}

TEST_CASE("a definition among the tests of a file is half of one") {
  Found found("frobnicate");
  found.file("a.rs").chunk({kOnce}).file("b.rs").chunk({kOnce});
  CHECK(found.order({{0, 0, Defined::by_itself, true, true}, {1, 0}}) == Names{"b.rs", "a.rs"});
}

TEST_CASE("a definition in a test does not take from one that is handed on by the program") {
  Found found("frobnicate");
  found.file("tests/a.rs", true).chunk({kOnce}).file("lib.rs").chunk({kOnce});
  CHECK(found.order({{0, 0}, {1, 0, Defined::elsewhere}}) == Names{"lib.rs", "tests/a.rs"});
}

TEST_CASE("a definition goes before whatever else is called so and speaks of it") {
  Found found("router");
  constexpr auto kAll = static_cast<ColumnBits>(kMuch | kPath | bit_of(Column::definitions));
  found.file("router/router.rs").chunk({kAll}).chunk({kAll}).chunk({kAll}).file("a.rs").chunk({kOnce});
  const std::vector<ExactDefinition> exact{{1, 0}};
  CHECK(found.order() == Names{"router/router.rs", "a.rs"});
  CHECK(rank(found.query, found.matches, found.traits, {1000, 100}, exact, {})[0].file == 1);
}

TEST_CASE("tests go behind what they test, unless the query is about tests") {
  Found found("frobnicate");
  found.file("tests/frob.rs", true).chunk({kMuch}).file("src/frob.rs").chunk({kOnce});
  CHECK(found.order() == Names{"src/frob.rs", "tests/frob.rs"});
  Found about("test frobnicate");
  about.file("tests/frob.rs", true).chunk({kMuch, kMuch}).file("src/frob.rs").chunk({0, kOnce});
  CHECK(about.order() == Names{"tests/frob.rs", "src/frob.rs"});
}

TEST_CASE("a test within a file counts less than what it tests") {
  Found found("frobnicate");
  found.file("a").chunk({kOnce}).chunk({bit_of(Column::twice)});
  found.matches.places[1].aside = true;
  CHECK(rank(found.query, found.matches, found.traits, {1000, 100}, {}, {})[0].chunk == 0);
  found.query.about_tests = true;
  CHECK(rank(found.query, found.matches, found.traits, {1000, 100}, {}, {})[0].chunk == 1);
}

TEST_CASE("files that are not wanted are left out, and still tell how rare a term is") {
  Found found("frobnicate");
  found.file("a").chunk({kOnce}).file("b").chunk({kOnce});
  CHECK(found.order({}, {0, 1}) == Names{"b"});
}

TEST_CASE("equal files come in order of their paths, and nothing found is no file") {
  Found found("frobnicate");
  found.file("b").chunk({kOnce}).file("a").chunk({kOnce});
  CHECK(found.order() == Names{"a", "b"});
  CHECK(Found("frobnicate").order().empty());
}

TEST_CASE("the parts of a score add up to it") {
  Found found("retry policy");
  found.file("tests/retry.rs", true).chunk({kOnce, kMuch});
  const auto ranked = rank(found.query, found.matches, found.traits, {1000, 100}, {}, {});
  REQUIRE(ranked.size() == 1);
  const Why& why = ranked[0].why;
  CHECK(ranked[0].score == Approx((why.text + why.coherence + why.name + why.symbol) * why.factor));
  CHECK(why.text > 0);
  CHECK(why.name > 0);
  CHECK(why.factor < 1);
}

TEST_CASE("examples and benchmarks are told by their paths") {
  CHECK(is_example_path("examples/server/main.rs"));
  CHECK(is_example_path("a/benches/x.rs"));
  CHECK(is_example_path("src/hash_bench.cc"));
  CHECK_FALSE(is_example_path("src/example.rs"));
  CHECK_FALSE(is_example_path("src/main.rs"));
}
