// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "rustassistant/legacy/entry.hpp"
#include "rustassistant/legacy/sources.hpp"
#include "support/temporary_folder.hpp"

// The files of a tree of the older tool, and what is read of each.
namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

struct Fixture {
  test::TemporaryFolder folder;

  // What is said of each file that is visited, by its path within the tree; at most so many.
  [[nodiscard]] std::map<std::string, std::string> visited(std::size_t most = 100) const {
    std::map<std::string, std::string> said;
    Tree tree;
    tree.place = folder.path().string();
    walk(tree, [&](const TreeFile& file) {
      const auto path = fs::path(file.path).lexically_relative(folder.path()).string();
      said[path] = file.type + (file.error ? ": " + file.error->what : "");
      return said.size() < most;
    });
    return said;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "the entries of a tree are the JSON files in its folders of types") {
  folder.write("refactor/a.json", "{}");
  folder.write("refactor/ab/b.json", "{}");
  folder.write("docs/c.json", "{}");
  folder.write("docs/meta.json", "{}");
  folder.write("docs/.d.json", "{}");
  folder.write("docs/e.txt", "");
  folder.write("beside.json", "{}");
  fs::create_symlink("c.json", folder.path() / "docs/link");
  const auto said = visited();
  REQUIRE(said.size() == 4);
  CHECK(said.at("refactor/a.json") == "refactor");
  CHECK(said.at("refactor/ab/b.json") == "refactor");
  CHECK(said.at("docs/c.json") == "docs");
  CHECK(said.at("docs/link").ends_with("a symbolic link, which is not followed"));
  CHECK(visited(2).size() == 2);
}

TEST_CASE("a tree that is not there is said to be unreadable") {
  Tree tree;
  tree.place = "/dev/null/none";
  int visits = 0;
  walk(tree, [&](const TreeFile& file) {
    ++visits;
    CHECK(file.error);
    CHECK(file.type.empty());
    return true;
  });
  CHECK(visits == 1);
}

TEST_CASE_METHOD(Fixture, "a file is read whole with the time of its last change") {
  const std::string path = folder.write("a.json", "{\"a\": 1}");
  const timespec times[2] = {{1'795'000'000, 0}, {1'795'000'000, 123'999'999}};
  REQUIRE(::utimensat(AT_FDCWD, path.c_str(), times, 0) == 0);
  const auto read = read_entry_file(path);
  REQUIRE(read);
  CHECK(read->text == "{\"a\": 1}");
  CHECK(read->modified == UnixMillis{1'795'000'000'123});
  CHECK(read_entry_file(folder.write("empty.json", ""))->text.empty());
}

TEST_CASE_METHOD(Fixture, "what is no file, or larger than any entry, is not read") {
  CHECK_FALSE(read_entry_file((folder.path() / "none.json").string()));
  fs::create_directory(folder.path() / "folder.json");
  CHECK(read_entry_file((folder.path() / "folder.json").string()).error().what.ends_with("not a regular file"));
  REQUIRE(::mkfifo((folder.path() / "pipe.json").c_str(), 0600) == 0);
  CHECK(read_entry_file((folder.path() / "pipe.json").string()).error().what.ends_with("not a regular file"));
  const std::string target = folder.write("a.json", "{}");
  fs::create_symlink(target, folder.path() / "link.json");
  CHECK_FALSE(read_entry_file((folder.path() / "link.json").string()));
  fs::resize_file(target, std::uintmax_t{16} << 20U);
  CHECK(read_entry_file(target)->text.size() == std::size_t{16} << 20U);
  fs::resize_file(target, (std::uintmax_t{16} << 20U) + 1);
  CHECK(read_entry_file(target).error().what.ends_with("larger than 16 MiB"));
}

}  // namespace rustassistant::legacy
