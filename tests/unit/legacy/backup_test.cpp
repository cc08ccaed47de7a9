// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/backup.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::legacy;
namespace fs = std::filesystem;

namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Backup backed_up(const std::string& path) {
  auto backup = back_up(path);
  REQUIRE(backup);
  return *std::move(backup);
}

}  // namespace

TEST_CASE("an unchanged source is not copied again; a changed one is, beside the first copy") {
  const test::TemporaryFolder folder;
  const std::string source = folder.path() / "repos";
  const std::string file = folder.write("repos/0/cache/refactor/a.json", "first");
  fs::create_symlink("nowhere", source + "/link");
  const Backup first = backed_up(source);
  CHECK(first.made);
  CHECK(first.path == source + ".backup");
  const Backup again = backed_up(source);
  CHECK_FALSE(again.made);
  CHECK(again.path == first.path);

  folder.write("repos/0/cache/refactor/b.json", "one more");
  const Backup second = backed_up(source);
  CHECK(second.made);
  CHECK(second.path == source + ".backup-2");
  fs::remove(source + "/0/cache/refactor/b.json");
  CHECK(backed_up(source).path == first.path);
}

TEST_CASE("a backup stays what it was when the source is written to in place") {
  const test::TemporaryFolder folder;
  const std::string source = folder.path() / "repos";
  const std::string file = folder.write("repos/a.json", "first");
  const Backup backup = backed_up(source);
  std::ofstream(file, std::ios::trunc) << "second, and longer";
  CHECK(content_of(backup.path + "/a.json") == "first");
  CHECK(backed_up(source).made);
}

TEST_CASE("a database is copied with its logs, once") {
  const test::TemporaryFolder folder;
  const std::string source = folder.write("cache.db", "pages");
  folder.write("cache.db-journal", "journal");
  const Backup backup = backed_up(source);
  CHECK(content_of(backup.path) == "pages");
  CHECK(content_of(backup.path + "-journal") == "journal");
  CHECK_FALSE(backed_up(source).made);
  fs::remove(source + "-journal");
  CHECK(backed_up(source).made);
}
