// SPDX-License-Identifier: MIT
#include "rustassistant/search/passage.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant::search;

namespace {

std::vector<Passage> two_passages() {
  return {
      {0, 40, 1, 3, "", "", {{"Backoff", "Backoff", "struct", 1, 3}}},
      {40,
       300'000,
       4,
       90,
       "Backoff",
       "impl",
       {{"next", "Backoff::next", "method", 5, 200, Defined::within}, {"x", "y", "type", 6, 6, Defined::elsewhere}}}};
}

const std::string& column(const PostingText& text, Column one) {
  return text.columns[static_cast<std::size_t>(one)];
}

}  // namespace

TEST_CASE("passages come back from their bytes as they were") {
  CHECK(unpacked(packed(two_passages())) == two_passages());
  CHECK(unpacked(packed({})) == std::vector<Passage>());
}

TEST_CASE("bytes that are cut off or followed by others are no passages") {
  const std::string bytes = packed(two_passages());
  for (std::size_t size = 0; size < bytes.size(); ++size)
    CHECK_FALSE(unpacked(std::string_view(bytes).substr(0, size)));
  CHECK_FALSE(unpacked(bytes + "x"));
  CHECK_FALSE(unpacked(std::string(64, '\xFF')));
}

TEST_CASE("terms of a chunk stand in the column that says how often") {
  const PostingText text =
      posting_text("alpha beta beta gamma gamma gamma delta delta delta delta delta delta", "src/x.rs",
                   {0, 0, 1, 1, "Outer", "impl", {{"run_fast", "Outer::run_fast", "method", 1, 1}}});
  CHECK(column(text, Column::once) == "alpha ");
  CHECK(column(text, Column::twice) == "beta ");
  CHECK(column(text, Column::often) == "gamma ");
  CHECK(column(text, Column::much) == "delta ");
  CHECK(column(text, Column::path) == "src rs outer ");
  CHECK(column(text, Column::definitions) == "run fast runfast ");
  CHECK(terms_of(text.facts) == 16);
  CHECK_FALSE(is_aside(text.facts));
}

TEST_CASE("the length of a body and whether it is a test are kept in one byte") {
  CHECK(terms_of(chunk_facts(0, false)) == 0);
  CHECK(terms_of(chunk_facts(17, false)) == 24);
  CHECK(terms_of(chunk_facts(5000, true)) == 127 * 8);
  CHECK(is_aside(chunk_facts(5000, true)));
  CHECK_FALSE(is_aside(chunk_facts(5000, false)));
}

TEST_CASE("a prepared file has a posting for each passage") {
  const std::string content = "struct A;\nstruct B;\n";
  const PreparedFile file = prepared("a.rs", content, {{0, 10, 1, 1, "", "", {}}, {10, 20, 2, 2, "", "", {}}});
  CHECK(file.path == "a.rs");
  CHECK(file.size == content.size());
  REQUIRE(file.postings.size() == 2);
  CHECK(file.keys.size() == 2);
  const auto outline = outline_of(file.outline);
  REQUIRE(outline);
  CHECK(outline->size() == 2);
}

TEST_CASE("what is stored of passages is small, and nothing where it is damaged") {
  std::vector<Passage> passages;
  for (int i = 0; i < 50; ++i) {
    const std::string name = "next_delay_" + std::to_string(i);
    passages.push_back({static_cast<std::size_t>(i),
                        static_cast<std::size_t>(i) + 1,
                        1,
                        1,
                        "Backoff",
                        "impl",
                        {{name, "Backoff::" + name, "method", 1, 1}}});
  }
  const std::string stored = stored_outline(passages);
  CHECK(stored.size() * 3 < packed(passages).size());
  CHECK(outline_of(stored) == passages);
  CHECK_FALSE(outline_of(""));
  CHECK_FALSE(outline_of(packed(passages)));
  CHECK_FALSE(outline_of(stored.substr(0, stored.size() / 2)));
}
