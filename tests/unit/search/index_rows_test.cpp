// SPDX-License-Identifier: MIT
// What an index holds after each change, table by table, and what a search finds where, down to chunk and column.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/search/index.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::search;

namespace {

// A file of several chunks: each body, and whether it is a test.
PreparedFile file_with(const std::string& path, const std::vector<std::pair<std::string, bool>>& bodies,
                       std::int64_t stamp) {
  std::string content;
  std::vector<Passage> passages;
  for (const auto& [body, aside] : bodies) {
    Passage passage;
    passage.start = content.size();
    content += body;
    passage.end = content.size();
    passage.line_start = passage.line_end = 1;
    passage.aside = aside;
    passages.push_back(passage);
  }
  PreparedFile file = prepared(path, content, passages);
  file.hash = codec::sha256(content);
  file.stamp = {stamp, stamp + 1, stamp + 2};
  file.language = "language of " + path;
  file.aside = stamp % 2 == 0;
  return file;
}

struct IndexRows {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::string path = (folder.path() / "a.db").string();
  std::unique_ptr<Index> index = Index::open(path, Access::write, "v1", clock, {}).value();

  void put(std::vector<PreparedFile> files, std::vector<std::string> gone = {},
           std::vector<Restamped> unchanged = {}) const {
    REQUIRE(index->apply({std::move(files), std::move(unchanged), std::move(gone)}));
  }
  [[nodiscard]] std::string rows(const std::string& sql, int columns) const {
    const auto connection = db::Connection::open(path, {.mode = db::OpenMode::read_only});
    auto query = connection->prepare(sql);
    REQUIRE(query);
    std::string all;
    REQUIRE(db::for_each(*query, [&] {
      for (int i = 0; i < columns; ++i) all += std::string(query->text(i)) + (i + 1 < columns ? " " : "; ");
    }));
    return all;
  }
  [[nodiscard]] std::string tables() const {
    return rows("SELECT generation, next_chunk FROM state", 2) + "| " +
           rows("SELECT id, CAST(path AS TEXT), first_chunk, length(chunks) FROM file ORDER BY id", 4) + "| " +
           rows("SELECT file FROM outline ORDER BY file", 1) + "| " +
           rows("SELECT file, length(keys) FROM chunk_key ORDER BY file", 2) + "| " +
           rows("SELECT rowid FROM posting ORDER BY rowid", 1);
  }
  // File, chunk, terms of the body, whether a test, and the columns of each term.
  [[nodiscard]] std::string found(const std::vector<std::string>& terms) const {
    auto contents = index->contents();
    const auto matches = index->find(terms, *contents);
    REQUIRE(matches);
    CHECK(matches->terms == terms.size());
    std::string all;
    for (std::size_t i = 0; i < matches->places.size(); ++i) {
      const Place& place = matches->places[i];
      all += contents->files[place.file].path + " " + std::to_string(place.chunk) + " " +
             std::to_string(static_cast<int>(place.length)) + (place.aside ? " aside" : "");
      for (const ColumnBits bits : matches->columns_of(i)) all += " " + std::to_string(bits);
      all += "; ";
    }
    return all;
  }
};

const std::string kNine = "alpha w1 w2 w3 w4 w5 w6 w7 w8 ";

}  // namespace

TEST_CASE("of an index the rows of a file come, go and change alone") {
  const IndexRows desk;
  desk.put({file_with("a", {{"alpha beta ", false}, {"beta beta ", true}, {kNine, false}}, 10),
            file_with("b", {{"alpha alpha alpha ", false}}, 21),
            file_with("c/alpha", {{"x1 ", false}, {"x2", true}}, 32)});
  CHECK(desk.tables() == "2 7; | 1 a 1 3; 2 b 4 1; 3 c/alpha 5 2; | 1; 2; 3; | 1 24; 2 8; 3 16; | 1; 2; 3; 4; 5; 6; ");
  CHECK(desk.found({"alpha"}) == "a 0 8 1; a 2 16 1; b 0 8 4; c/alpha 0 8 16; c/alpha 1 8 aside 16; ");
  CHECK(desk.found({"beta", "alpha"}) ==
        "a 0 8 1 1; a 1 8 aside 2 0; a 2 16 0 1; b 0 8 0 4; c/alpha 0 8 0 16; c/alpha 1 8 aside 0 16; ");
  CHECK(desk.found({"gamma"}).empty());

  const auto contents = *desk.index->contents();
  CHECK(contents.generation == 2);
  CHECK_FALSE(contents.refreshed_at);
  CHECK(contents.collection.chunks == 6);
  CHECK(contents.collection.average_length == Approx((8 + 8 + 16 + 8 + 8 + 8) / 6.0));
  REQUIRE(contents.files.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const IndexedFile& file = contents.files[i];
    const std::int64_t stamp = static_cast<std::int64_t>(i + 1) * 11 - 1;
    CHECK(file.id == static_cast<std::int64_t>(i) + 1);
    CHECK(file.stamp == sys::FileStamp{stamp, stamp + 1, stamp + 2});
    CHECK(file.language == "language of " + file.path);
    CHECK(file.aside == (i != 1));
    CHECK(desk.index->passages(file.id)->size() == file.chunks.size());
  }
  CHECK(contents.files[1].hash == codec::sha256("alpha alpha alpha "));

  desk.put({file_with("b", {{"omega ", false}, {"omega ", false}}, 43)});
  CHECK(desk.tables() ==
        "3 9; | 1 a 1 3; 3 c/alpha 5 2; 4 b 7 2; | 1; 3; 4; | 1 24; 3 16; 4 16; | 1; 2; 3; 5; 6; 7; 8; ");
  CHECK(desk.found({"omega"}) == "b 0 8 1; b 1 8 1; ");
  CHECK(desk.index->passages(2)->empty());

  desk.put({}, {"a"}, {{"b", codec::sha256("omega omega "), {1, 2, 3}}, {"c/alpha", codec::sha256("?"), {4, 5, 6}}});
  CHECK(desk.tables() == "4 9; | 3 c/alpha 5 2; 4 b 7 2; | 3; 4; | 3 16; 4 16; | 5; 6; 7; 8; ");
  CHECK(desk.rows("SELECT size, modified_ns, changed_ns FROM file ORDER BY id", 3) == "32 33 34; 1 2 3; ");
  CHECK(desk.found({"alpha"}) == "c/alpha 0 8 16; c/alpha 1 8 aside 16; ");

  desk.put({file_with("b", {{"omega ", false}, {"omega ", false}}, 54)});  // nothing but the stamp
  CHECK(desk.tables() == "5 9; | 3 c/alpha 5 2; 4 b 7 2; | 3; 4; | 3 16; 4 16; | 5; 6; 7; 8; ");
  CHECK(desk.rows("SELECT size, modified_ns, changed_ns FROM file ORDER BY id", 3) == "32 33 34; 54 55 56; ");
}

TEST_CASE("a file without a chunk is one, and no bodies have an average length of one") {
  const IndexRows desk;
  CHECK(desk.index->contents()->collection.average_length == 1);
  desk.put({file_with("empty", {}, 1)});
  CHECK(desk.tables() == "2 1; | 1 empty 1 0; | 1; | 1 0; | ");
  desk.put({file_with("a", {{"", false}}, 2)});
  CHECK(desk.index->contents()->collection.average_length == 1);
  CHECK(desk.index->contents()->collection.chunks == 1);
  desk.put({}, {"empty", "a", "none"});
  CHECK(desk.tables() == "4 2; | | | | ");
  REQUIRE(desk.index->mark_refreshed());
  CHECK(desk.index->contents()->refreshed_at == desk.clock.now());
  CHECK(desk.tables() == "4 2; | | | | ");
}

TEST_CASE("postings of no file, before, between and behind those of files, are passed over") {
  const IndexRows desk;
  desk.put({file_with("a", {{"alpha ", false}}, 1), file_with("b", {{"alpha ", false}, {"alpha ", true}}, 2),
            file_with("c", {{"alpha ", false}}, 3), file_with("d", {{"alpha ", false}}, 4)});
  {
    const auto beside = db::Connection::open(desk.path, {.mode = db::OpenMode::read_write});
    REQUIRE(beside->execute("DELETE FROM file WHERE path IN (x'61', x'63')"));
  }
  CHECK(desk.found({"alpha"}) == "b 0 8 1; b 1 8 aside 1; d 0 8 1; ");
  {
    const auto beside = db::Connection::open(desk.path, {.mode = db::OpenMode::read_write});
    REQUIRE(beside->execute("DELETE FROM file WHERE path = x'64'"));
  }
  CHECK(desk.found({"alpha"}) == "b 0 8 1; b 1 8 aside 1; ");
}

TEST_CASE("an index of another version is emptied once, and its generation rises") {
  IndexRows desk;
  desk.put({file_with("a", {{"alpha ", false}}, 1)});
  REQUIRE(desk.index->mark_refreshed());
  for (int pass = 0; pass < 2; ++pass) {
    desk.index = Index::open(desk.path, Access::write, "v2", desk.clock, {}).value();
    CHECK(desk.tables() == "3 1; | | | | ");
    CHECK_FALSE(desk.index->contents()->refreshed_at);
    CHECK(desk.found({"alpha"}).empty());
  }
}
