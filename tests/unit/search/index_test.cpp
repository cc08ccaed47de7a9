// SPDX-License-Identifier: MIT
#include "rustassistant/search/index.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "rustassistant/codec/sha256.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::search;
namespace fs = std::filesystem;

namespace {

PreparedFile file_of(const std::string& path, const std::string& content) {
  PreparedFile file =
      prepared(path, content, {{0, content.size(), 1, 1, "", "", {{"name", "name", "function", 1, 1}}}});
  file.hash = codec::sha256(content);
  file.stamp = {static_cast<std::int64_t>(content.size()), 1, 2};
  file.language = "rust";
  return file;
}

struct Desk {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  std::vector<std::string> told;
  std::string path = (folder.path() / "index" / "a.db").string();

  std::unique_ptr<Index> open(Access access = Access::write, std::string_view made_by = "v1") {
    auto opened = Index::open(path, access, made_by, clock, [this](const std::string& text) { told.push_back(text); });
    REQUIRE(opened);
    return *std::move(opened);
  }
};

void put(Index& index, std::vector<PreparedFile> files) {
  Changes changes;
  changes.files = std::move(files);
  REQUIRE(index.apply(changes));
}

std::vector<std::string> found(Index& index, const std::string& term) {
  auto contents = index.contents();
  REQUIRE(contents);
  const std::vector<std::string> terms{term};
  const auto matches = index.find(terms, *contents);
  REQUIRE(matches);
  std::vector<std::string> paths;
  for (const Place& place : matches->places) paths.push_back(contents->files[place.file].path);
  return paths;
}

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("files are found by their terms, and what they hold comes back") {
  Desk desk;
  auto index = desk.open();
  put(*index, {file_of("a.rs", "alpha beta"), file_of("b.rs", "beta gamma")});
  CHECK(found(*index, "alpha") == Paths{"a.rs"});
  CHECK(found(*index, "beta") == Paths{"a.rs", "b.rs"});
  CHECK(found(*index, "delta") == Paths{});
  const auto contents = index->contents();
  REQUIRE(contents);
  CHECK(contents->collection.chunks == 2);
  CHECK(contents->files[0].language == "rust");
  CHECK(contents->files[0].hash == codec::sha256("alpha beta"));
  const auto passages = index->passages(contents->files[0].id);
  REQUIRE(passages);
  REQUIRE(passages->size() == 1);
  CHECK(passages->front().definitions.front().name == "name");
}

TEST_CASE("a changed file is found by its new content alone, and a file that is gone by nothing") {
  Desk desk;
  auto index = desk.open();
  put(*index, {file_of("a.rs", "alpha"), file_of("b.rs", "alpha")});
  put(*index, {file_of("a.rs", "omega")});
  CHECK(found(*index, "alpha") == Paths{"b.rs"});
  CHECK(found(*index, "omega") == Paths{"a.rs"});
  Changes changes;
  changes.gone = {"b.rs", "never.rs"};
  REQUIRE(index->apply(changes));
  CHECK(found(*index, "alpha") == Paths{});
}

TEST_CASE("the same content again changes its stamp and doubles nothing") {
  Desk desk;
  auto index = desk.open();
  put(*index, {file_of("a.rs", "alpha")});
  PreparedFile again = file_of("a.rs", "alpha");
  again.stamp = {5, 77, 78};
  put(*index, {std::move(again)});
  CHECK(found(*index, "alpha") == Paths{"a.rs"});
  CHECK(index->contents()->files[0].stamp == sys::FileStamp{5, 77, 78});
  Changes changes;
  changes.unchanged = {{"a.rs", codec::sha256("other"), {9, 9, 9}}, {"a.rs", codec::sha256("alpha"), {5, 80, 81}}};
  REQUIRE(index->apply(changes));
  CHECK(index->contents()->files[0].stamp == sys::FileStamp{5, 80, 81});
}

TEST_CASE("two who have the same index open see each other's changes") {
  Desk desk;
  auto one = desk.open();
  auto two = desk.open();
  put(*one, {file_of("a.rs", "alpha")});
  auto stale = two->contents();
  REQUIRE(stale);
  put(*one, {file_of("b.rs", "alpha beta")});
  const std::vector<std::string> terms{"beta"};
  const auto matches = two->find(terms, *stale);
  REQUIRE(matches);
  REQUIRE(matches->places.size() == 1);
  CHECK(stale->files.size() == 2);
  CHECK(stale->files[matches->places[0].file].path == "b.rs");
}

TEST_CASE("an index of other versions is emptied, and to readers there is none") {
  Desk desk;
  put(*desk.open(), {file_of("a.rs", "alpha")});
  CHECK(desk.open(Access::read, "v2") == nullptr);
  CHECK(found(*desk.open(Access::read, "v1"), "alpha") == Paths{"a.rs"});
  CHECK(found(*desk.open(Access::write, "v2"), "alpha") == Paths{});
  CHECK(desk.open(Access::read, "v1") == nullptr);
}

TEST_CASE("there is nothing to read where no file is, and none is made") {
  Desk desk;
  CHECK(desk.open(Access::read) == nullptr);
  CHECK_FALSE(fs::exists(desk.path));
  CHECK(index_size(desk.path) == 0);
}

TEST_CASE("what is no index is replaced, and said so") {
  for (const std::string content : {"not a database at all, but long enough to be looked at", ""}) {
    Desk desk;
    desk.folder.write("index/a.db", content);
    auto index = desk.open();
    put(*index, {file_of("a.rs", "alpha")});
    CHECK(found(*index, "alpha") == Paths{"a.rs"});
    CHECK(desk.told.size() == (content.empty() ? 0U : 1U));
    std::size_t entries = 0;
    for (const auto& entry : fs::directory_iterator(desk.folder.path() / "index"))
      entries += entry.path().filename().string().starts_with("a.db.") ? 1 : 0;
    CHECK(entries == 0);
  }
}

TEST_CASE("an index in memory leaves no file") {
  Desk desk;
  auto index = desk.open(Access::memory);
  put(*index, {file_of("a.rs", "alpha")});
  CHECK(found(*index, "alpha") == Paths{"a.rs"});
  CHECK_FALSE(fs::exists(desk.path));
}

TEST_CASE("when an index was last complete is known") {
  Desk desk;
  auto index = desk.open();
  CHECK_FALSE(index->contents()->refreshed_at);
  REQUIRE(index->mark_refreshed());
  CHECK(index->contents()->refreshed_at == desk.clock.now());
}

TEST_CASE("a compacted index finds the same") {
  Desk desk;
  auto index = desk.open();
  for (int i = 0; i < 40; ++i) put(*index, {file_of("f" + std::to_string(i), "alpha word" + std::to_string(i))});
  REQUIRE(index->compact());
  CHECK(found(*index, "alpha").size() == 40);
  CHECK(found(*index, "word7") == Paths{"f7"});
}

TEST_CASE("paths that are no text are kept byte for byte") {
  Desk desk;
  const std::string hostile = "a\xFF\n\x1b[31m.rs";
  put(*desk.open(), {file_of(hostile, "alpha")});
  CHECK(found(*desk.open(), "alpha") == Paths{hostile});
}

TEST_CASE("removing an index removes all of its files") {
  Desk desk;
  put(*desk.open(), {file_of("a.rs", "alpha")});
  CHECK(index_size(desk.path) > 0);
  CHECK(remove_index(desk.path) == true);
  CHECK(fs::is_empty(desk.folder.path() / "index"));
  CHECK(remove_index(desk.path) == false);
}
