// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/base/embedded.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/db/migrator.hpp"
#include "rustassistant/search/index.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::search {
extern const std::span<const EmbeddedFile> kMigrations;
}

using namespace rustassistant;
using namespace rustassistant::search;

namespace {

struct VectorDesk {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::string path = (folder.path() / "a.db").string();

  std::unique_ptr<Index> open(Access access = Access::write, std::string_view made_by = "v1") {
    return Index::open(path, access, made_by, clock, {}).value();
  }
};

const VectorMaker kMaker{"tiny", "aa", "cls", 4};

std::vector<std::string> blocks_of(Index& index) {
  std::vector<std::string> blocks;
  REQUIRE(index.for_each_block([&](std::span<const ChunkKey> keys, std::string_view vectors) {
    std::string text(vectors);
    for (const ChunkKey key : keys) text += " " + std::to_string(key);
    blocks.push_back(text);
  }));
  return blocks;
}

using Blocks = std::vector<std::string>;

void add(Index& index, const VectorMaker& maker, std::vector<ChunkKey> keys, const char* vectors) {
  const VectorBlock block{std::move(keys), vectors};
  REQUIRE(index.add_vectors(maker, std::span(&block, 1)));
}

}  // namespace

TEST_CASE("vectors come back with the keys they are of, also when the index is opened again or filled anew") {
  VectorDesk desk;
  {
    auto index = desk.open();
    CHECK_FALSE(index->vector_maker().value());
    add(*index, kMaker, {1, 0xFFFFFFFFFFFFFFFFU}, "one");
    add(*index, kMaker, {7}, "two");
  }
  CHECK(blocks_of(*desk.open(Access::read)) == Blocks{"one 1 18446744073709551615", "two 7"});
  auto index = desk.open(Access::write, "v2");
  CHECK(blocks_of(*index).size() == 2);
  const auto maker = index->vector_maker().value();
  REQUIRE(maker);
  CHECK(maker->model == "tiny");
  CHECK(maker->makes_the_same_as(kMaker));
}

TEST_CASE("vectors that were kept with a scale each are kept without") {
  VectorDesk desk;
  {
    const auto connection = db::Connection::open(desk.path, {.mode = db::OpenMode::create});
    REQUIRE(connection);
    REQUIRE(db::migrate(*connection, {0x52417365, kMigrations.first(3)}));
    REQUIRE(
        connection->execute("INSERT INTO vector_maker VALUES (1, 'tiny', 'aa', 'cls', 4);"
                            "INSERT INTO vector (keys, vectors) VALUES (x'00000000000000010000000000000002', "
                            "CAST('sca1sca2abcdefgh' AS BLOB))"));
  }
  CHECK(blocks_of(*desk.open()) == Blocks{"abcdefgh 1 2"});
}

TEST_CASE("vectors of two makers are never in one index") {
  VectorDesk desk;
  auto index = desk.open();
  VectorMaker named = kMaker;
  named.model = "called otherwise";
  add(*index, kMaker, {1}, "one");
  add(*index, named, {2}, "two");
  CHECK(blocks_of(*index) == Blocks{"one 1", "two 2"});
  VectorMaker other = kMaker;
  SECTION("another model") {
    other.hash = "bb";
  }
  SECTION("another pooling") {
    other.pooling = "mean";
  }
  SECTION("another dimension") {
    other.dimension = 5;
  }
  CHECK_FALSE(other.makes_the_same_as(kMaker));
  add(*index, other, {3}, "three");
  CHECK(blocks_of(*index) == Blocks{"three 3"});
  CHECK(index->vector_maker().value()->makes_the_same_as(other));
}

TEST_CASE("replaced vectors are the only ones") {
  VectorDesk desk;
  auto index = desk.open();
  add(*index, kMaker, {1}, "one");
  const VectorBlock block{{4, 5}, "both"};
  REQUIRE(index->replace_vectors(kMaker, std::span(&block, 1)));
  CHECK(blocks_of(*index) == Blocks{"both 4 5"});
}

TEST_CASE("the keys of chunks follow what a model is shown of them") {
  VectorDesk desk;
  auto index = desk.open();
  const auto put = [&](const char* path, const std::string& content) {
    Changes changes;
    changes.files = {
        prepared(path, content, {{0, 3, 1, 1, "", "", {}}, {3, content.size(), 1, 1, "Scope", "impl", {}}})};
    changes.files.front().hash = codec::sha256(content);
    REQUIRE(index->apply(changes));
    const auto contents = index->contents().value();
    return index->chunk_keys().value().at(contents.files.back().id);
  };
  const auto first = put("a.rs", "abcdef");
  REQUIRE(first.size() == 2);
  CHECK(first[0] == chunk_key("a.rs\nabc"));
  CHECK(first[1] == chunk_key("a.rs > Scope\ndef"));
  const auto changed = put("a.rs", "abcxyz");
  CHECK(changed[0] == first[0]);
  CHECK(changed[1] != first[1]);
  CHECK(index->chunk_keys().value().size() == 1);
  const auto moved = put("b.rs", "abcdef");
  CHECK(moved[0] != first[0]);
  Changes changes;
  changes.gone = {"a.rs"};
  REQUIRE(index->apply(changes));
  CHECK(index->chunk_keys().value().size() == 1);
}

TEST_CASE("what was found out about a model is remembered until another one takes its place, also by readers") {
  VectorDesk desk;
  {
    auto index = desk.open();
    CHECK_FALSE(index->known_model().value());
    REQUIRE(index->remember({"stamp 1", kMaker}));
    REQUIRE(index->remember({"stamp 2", {"other", "bb", "mean", 5}}));
  }
  auto index = desk.open(Access::read);
  const auto known = index->known_model().value();
  REQUIRE(known);
  CHECK(known->identity == "stamp 2");
  CHECK(known->maker.makes_the_same_as({"other", "bb", "mean", 5}));
  CHECK(known->maker.model == "other");
  CHECK_FALSE(index->remember({"stamp 3", kMaker}));
}
