// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/sources.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/domain/repository.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::legacy;
namespace fs = std::filesystem;

namespace {

void make_database(const std::string& path, const std::string& table) {
  fs::create_directories(fs::path(path).parent_path());
  const auto connection = db::Connection::open(
      path, {db::OpenMode::create, std::chrono::milliseconds(100), db::Synchronous::normal, db::Journal::rollback});
  REQUIRE(connection);
  REQUIRE(connection->execute("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, model TEXT)"));
}

Source found(const std::string& path) {
  auto source = find_source(path);
  REQUIRE(source);
  return *std::move(source);
}

std::set<std::string> paths_of(const std::vector<Source>& sources) {
  std::set<std::string> paths;
  for (const Source& source : sources) paths.insert(source.path);
  return paths;
}

// The working folder, for one test.
class At {
 public:
  explicit At(const std::string& folder) : before_(fs::current_path()) { fs::current_path(folder); }
  ~At() { fs::current_path(before_); }
  At(const At&) = delete;
  At& operator=(const At&) = delete;

 private:
  fs::path before_;
};

}  // namespace

TEST_CASE("meta.json names the repository, wherever the folders of types stand") {
  const test::TemporaryFolder folder;
  folder.write("repos/00000001/meta.json", R"({"path": "/srv/one", "hash": "00000001"})");
  folder.write("repos/00000001/cache/refactor/a.json", "{}");
  folder.write("repos/00000002/meta.json", R"({"path": "/srv/./two/", "hash": "00000002"})");
  folder.write("repos/00000002/refactor/a.json", "{}");
  folder.write("repos/00000003/cache/docs/a.json", "{}");
  const Source source = found(folder.path().native() + "/repos");
  REQUIRE(source.trees.size() == 3);
  CHECK(source.trees[0].repo_path == "/srv/one");
  CHECK(source.trees[0].repo_id == domain::repo_id("/srv/one"));
  CHECK(source.trees[1].repo_path == "/srv/two");
  CHECK(source.trees[1].repo_id == domain::repo_id("/srv/two"));
  CHECK(source.trees[2].repo_path.empty());
  CHECK(source.trees[2].repo_id == "00000003");
}

TEST_CASE("a relative path in meta.json leads to the repository that the hash names, or to none") {
  const test::TemporaryFolder folder;
  fs::create_directories(folder.path() / "code/project/src");
  const std::string project = folder.path().native() + "/code/project";
  const std::string id = domain::repo_id(project);
  const auto tree_for = [&](const std::string& path, const std::string& hash) {
    folder.write("repos/" + id + "/meta.json", R"({"path": ")" + path + R"(", "hash": ")" + hash + R"("})");
    folder.write("repos/" + id + "/cache/refactor/a.json", "{}");
    return found(folder.path().native() + "/repos").trees.at(0);
  };
  for (const std::string& here : {project, project + "/src", folder.path().native() + "/code"}) {
    CAPTURE(here);
    const At at(here);
    CHECK(tree_for("project", id).repo_path == project);
    CHECK(tree_for("./project", "").repo_path == project);  // its folder's name says the same
    if (here != folder.path().native() + "/code") CHECK(tree_for(".", id).repo_path == project);
  }
  const At at(folder.path().native() + "/repos");
  CHECK(tree_for(".", id).repo_path.empty());
  CHECK(tree_for(".", id).repo_id == id);
  CHECK(tree_for("project", "ffffffff").repo_id == "ffffffff");
}

TEST_CASE("a row of a database says its own repository, and a relative one counts by its id") {
  const test::TemporaryFolder folder;
  const Tree database{"/x/cache.db", "0123abcd", ""};
  CHECK(tree_of_row({"/srv/one", ""}, database).repo_path == "/srv/one");
  CHECK(tree_of_row({"/srv/one", ""}, database).repo_id == domain::repo_id("/srv/one"));
  CHECK(tree_of_row({".", ""}, database).repo_id == "0123abcd");
  CHECK(tree_of_row({"", "ffffffff"}, database).repo_id == "ffffffff");
  CHECK(tree_of_row({"", ""}, database).repo_id == "0123abcd");
  const At at(folder.path());
  const std::string here = folder.path();
  CHECK(tree_of_row({".", domain::repo_id(here)}, database).repo_path == here);
}

TEST_CASE("the older tool's home is a source with all it holds") {
  const test::TemporaryFolder folder;
  const std::string home = folder.path() / "tool";
  folder.write("tool/cache/repos/00000001/cache/refactor/a.json", "{}");
  make_database(home + "/cache/budget.db", "token_usage");
  make_database(home + "/budget.db", "token_usage");
  make_database(home + "/data/rustassistant.db", "llm_costs");
  const Source source = found(home);
  CHECK(source.trees.size() == 1);
  CHECK(source.databases.size() == 3);
}

TEST_CASE("without a source named, every place of the older tool is looked at") {
  const test::TemporaryFolder folder;
  const std::string top = folder.path();
  fs::create_directories(folder.path() / "project/.git");
  make_database(top + "/home/budget.db", "token_usage");
  make_database(top + "/home/cache/budget.db", "token_usage");
  make_database(top + "/home/data/rustassistant.db", "llm_usage");
  folder.write("user/.rustassistant/cache/repos/00000001/cache/refactor/a.json", "{}");
  make_database(top + "/user/.rustassistant/cache.db", "cache_entries");
  make_database(top + "/user/.cache/rustassistant/repos/00000002/cache.db", "cache_entries");
  make_database(top + "/project/data/rustassistant.db", "llm_costs");
  folder.write("project/.rustassistant/cache/refactor/a.json", "{}");
  const sys::Environment environment({{"HOME", top + "/user"}});
  CHECK(paths_of(default_sources(environment, top + "/home", {top + "/project"})) ==
        std::set<std::string>{top + "/home/budget.db", top + "/home/cache/budget.db",
                              top + "/home/data/rustassistant.db", top + "/user/.rustassistant/cache/repos",
                              top + "/user/.rustassistant/cache.db", top + "/user/.cache/rustassistant/repos",
                              top + "/project/data/rustassistant.db", top + "/project/.rustassistant/cache"});
}

TEST_CASE("a database of the older tool in the cache's place is renamed with its logs, and nothing else is") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path() / "cache.db";
  CHECK(*set_aside(path) == std::nullopt);
  folder.write("cache.db", "text");
  CHECK(*set_aside(path) == std::nullopt);
  for (const std::string& target : {path + ".legacy", path + ".legacy-2"}) {
    fs::remove(path);
    make_database(path, "cache_entries");
    std::ofstream(path + "-shm") << "x";
    CHECK(set_aside(path).value() == target);
    CHECK(fs::exists(target));
    CHECK(fs::exists(target + "-shm"));
    CHECK_FALSE(fs::exists(path));
    CHECK_FALSE(fs::exists(path + "-shm"));
  }
}
