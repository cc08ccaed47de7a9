// SPDX-License-Identifier: MIT
#include "first_commit.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "rustassistant/sys/process.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::app {
namespace {

struct Fixture {
  test::TemporaryFolder folder;
  const std::string path = (folder.path() / "repo").string();
  const sys::Environment environment{{{"PATH", "/usr/bin:/bin"}, {"HOME", folder.path().string()}}};

  std::string git(std::vector<std::string> words, const std::string& where = {}) {
    words.insert(words.begin(), {"/usr/bin/git", "-c", "user.name=n", "-c", "user.email=e", "-c",
                                 "init.defaultBranch=main", "-C", where.empty() ? path : where});
    const auto ran = sys::run_captured(words, {{"HOME", folder.path().string()}, {"GIT_CONFIG_NOSYSTEM", "1"}});
    REQUIRE(ran);
    INFO(ran->errors);
    REQUIRE(ran->status == 0);
    return ran->output.substr(0, ran->output.find('\n'));
  }
  void commit(const std::string& what) { git({"commit", "-q", "--allow-empty", "-m", what}); }
  Fixture() {
    std::filesystem::create_directory(path);
    git({"init", "-q"});
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "the first commit is the same however many follow") {
  CHECK(first_commit(path, environment).empty());
  commit("first");
  const std::string first = git({"rev-parse", "HEAD"});
  CHECK(first_commit(path, environment) == first);
  commit("second");
  CHECK(first_commit(path, environment) == first);
  CHECK(first_commit(folder.path().string(), environment).empty());
  std::filesystem::create_directory(path + "/below");
  CHECK(first_commit(path + "/below", environment).empty());
}

TEST_CASE_METHOD(Fixture, "a shallow clone has no first commit") {
  commit("first");
  commit("second");
  const std::string clone = (folder.path() / "clone").string();
  git({"clone", "-q", "--depth", "1", "file://" + path, clone}, folder.path().string());
  CHECK(first_commit(clone, environment).empty());
}

}  // namespace rustassistant::app
