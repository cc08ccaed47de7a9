// SPDX-License-Identifier: MIT
#include "refresh.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "app_world.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace rustassistant::app::test;
namespace fs = std::filesystem;

namespace {

// A folder and an index of it in memory.
class Shelf {
 public:
  Shelf() {
    auto opened = search::Index::open({}, search::Access::memory, index_made_by(), clock, {});
    REQUIRE(opened);
    index = *std::move(opened);
  }

  [[nodiscard]] std::string top() const { return fs::canonical(folder.path()).string(); }
  IndexDifference difference() {
    auto read = index->contents();
    REQUIRE(read);
    contents = *std::move(read);
    auto found = compare(contents, top(), {}, services());
    REQUIRE(found);
    return *std::move(found);
  }
  std::int64_t take(const IndexDifference& found) {
    const auto read = take_over(found, *index, top(), {}, services(), {});
    REQUIRE(read);
    return *read;
  }
  std::vector<std::string> paths() {
    const auto read = index->contents();
    REQUIRE(read);
    std::vector<std::string> paths;
    for (const search::IndexedFile& file : read->files) paths.push_back(file.path);
    return paths;
  }
  Services services() {
    return {clock, transport, environment, [this](const std::string& text) { warnings.push_back(text); }};
  }

  TemporaryFolder folder;
  FakeClock clock;
  FakeTransport transport{{}};
  sys::Environment environment{{}};
  std::vector<std::string> warnings;
  std::unique_ptr<search::Index> index;
  search::Contents contents;
};

using Paths = std::vector<std::string>;

}  // namespace

TEST_CASE("a file that vanishes between the walk and its reading is not in the index, and no warning") {
  Shelf shelf;
  shelf.folder.write("a.rs", "fn a() {}\n");
  const std::string gone = shelf.folder.write("b.rs", "fn b() {}\n");
  const auto difference = shelf.difference();
  CHECK(difference.to_read.size() == 2);
  fs::remove(gone);
  CHECK(shelf.take(difference) == 1);
  CHECK(shelf.paths() == Paths{"a.rs"});
  CHECK(shelf.warnings.empty());
}

TEST_CASE("a file that was indexed and vanishes while its change is read is taken out") {
  Shelf shelf;
  const std::string file = shelf.folder.write("a.rs", "fn a() {}\n");
  shelf.take(shelf.difference());
  shelf.folder.write("a.rs", "fn a() { changed(); }\n");
  const auto difference = shelf.difference();
  fs::remove(file);
  shelf.take(difference);
  CHECK(shelf.paths().empty());
}

TEST_CASE("a file that becomes a folder, or no text, while it is read is left out") {
  Shelf shelf;
  const std::string folder = shelf.folder.write("a.rs", "fn a() {}\n");
  shelf.folder.write("b.rs", "fn b() {}\n");
  const auto difference = shelf.difference();
  fs::remove(folder);
  fs::create_directory(folder);
  shelf.folder.write("b.rs", std::string("\0\0\0", 3));
  CHECK(shelf.take(difference) == 0);
  CHECK(shelf.paths().empty());
  CHECK(shelf.warnings.size() == 2);
}

TEST_CASE("a file that grows while it is read is indexed as it was read, and once more by the next search") {
  Shelf shelf;
  shelf.folder.write("a.rs", "fn a() {}\n");
  const auto difference = shelf.difference();
  shelf.folder.write("a.rs", "fn a() {}\nfn zeppelin() {}\n");
  CHECK(shelf.take(difference) == 1);
  const auto again = shelf.difference();
  REQUIRE(again.to_read.size() == 1);
  CHECK(again.to_read.front().known != nullptr);
  CHECK(shelf.take(again) == 0);  // the content is the same
}
