// SPDX-License-Identifier: MIT
#include "local_cache.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "support/temporary_folder.hpp"

// Where a repository's own cache may lie. What each command does there: tests/integration/local_cache_test.cpp.
namespace rustassistant::app {
namespace {

namespace fs = std::filesystem;

struct Place {
  test::TemporaryFolder folder;
  std::string repository = (folder.path() / "repo").string();
  std::string inner = repository + "/.rustassistant";

  Place() { fs::create_directories(repository); }
  void shell(const std::string& commands) const {
    REQUIRE(std::system(
                ("cd '" + repository + "' && export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 && " + commands).c_str()) ==
            0);
  }
  Result<void> check(const std::string& path) const {
    return check_place_of_cache(
        path, sys::Environment(sys::Variables{{"PATH", std::getenv("PATH")},
                                              {"RUSTASSISTANT_HOME", (folder.path() / "home").string()}}));
  }
  std::string refusal() const { return refusal_of(inner + "/cache.db"); }
  std::string refusal_of(const std::string& path) const {
    const auto done = check(path);
    if (done) return {};
    CHECK(done.error().code == Errc::storage);
    return done.error().what.substr(done.error().what.rfind(": ") + 2);
  }
};

std::string text_of(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE_METHOD(Place, "the folder of a repository's own cache is private and ignored by git") {
  REQUIRE(check(inner + "/cache.db"));
  struct stat facts{};
  REQUIRE(::stat(inner.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0700);
  REQUIRE(::stat((inner + "/.gitignore").c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600);
  CHECK(text_of(inner + "/.gitignore") == "/.gitignore\n/cache.access\n/cache.db*\n/inflight.lock\n");
  std::ofstream(inner + "/.gitignore") << "# mine\n";
  REQUIRE(check(inner + "/cache.db"));
  CHECK(text_of(inner + "/.gitignore") == "# mine\n");
}

TEST_CASE_METHOD(Place, "a path that is no repository's own cache is left as it is") {
  for (const std::string& path :
       {inner + "/other.db", repository + "/cache.db", repository + "/rustassistant/cache.db"}) {
    CAPTURE(path);
    CHECK(check(path));
    CHECK(fs::is_empty(repository));
  }
  const std::string home = (folder.path() / "home").string();
  fs::create_directories(home);
  fs::create_symlink(home, inner);  // the user's home by another name
  CHECK(check(inner + "/cache.db"));
  CHECK(fs::is_empty(home));
}

TEST_CASE_METHOD(Place, "a link in place of the folder, or of any file that the cache reads, is refused") {
  for (const char* name :
       {"cache.db", "cache.db-wal", "cache.db-shm", "cache.db-journal", "cache.db.unstored", "cache.access"}) {
    CAPTURE(name);
    fs::create_directories(inner);
    fs::create_symlink("/dev/null", inner + "/" + name);
    CHECK(refusal() == "it is a symbolic link");
    fs::remove_all(inner);
  }
  fs::create_directories(folder.path() / "elsewhere");
  fs::create_symlink(folder.path() / "elsewhere", inner);
  CHECK(refusal() == "it is a symbolic link");
  CHECK(fs::is_empty(folder.path() / "elsewhere"));
}

TEST_CASE_METHOD(Place, "a folder of which git tracks a file is refused, and only that one") {
  shell("git init -q . && mkdir -p 'a*[b]/.rustassistant' aab/.rustassistant .rustassistant");
  shell("touch aab/.rustassistant/cache.db && git add aab/.rustassistant/cache.db");
  CHECK(refusal().empty());
  CHECK(refusal_of(repository + "/a*[b]/.rustassistant/cache.db").empty());
  CHECK(refusal_of(repository + "/aab/.rustassistant/cache.db") == "git tracks a file in it");
  shell("touch 'a*[b]/.rustassistant/cache.access' && git add -f 'a*[b]/.rustassistant/cache.access'");
  CHECK(refusal_of(repository + "/a*[b]/.rustassistant/cache.db") == "git tracks a file in it");
  shell("touch .rustassistant/notes && git add -f .rustassistant/notes");
  CHECK(refusal().empty());
}

TEST_CASE_METHOD(Place, "where git does not say whether it is tracked, the folder is refused") {
  shell("git init -q . && echo nonsense >.git/index && mkdir .rustassistant");
  CHECK(refusal() == "git does not say whether it is tracked");
  fs::remove_all(inner);
  CHECK(refusal().empty());  // a folder that is not there cannot be tracked
}

}  // namespace rustassistant::app
