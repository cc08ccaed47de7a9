// SPDX-License-Identifier: MIT
#include "rustassistant/sys/git.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "support/temporary_folder.hpp"

using namespace rustassistant;

namespace {

// A repository whose configuration and attributes name programs wherever git would run one.
class HostileRepository {
 public:
  HostileRepository() {
    shell("git init -q . && git config user.name n && git config user.email e@e");
    folder_.write("a.c", "int a;\n");
    shell("git add a.c && git commit -qm one");
    folder_.write("evil", "#!/bin/sh\ntouch '" + witness() + "'\ncat\n");
    ::chmod((top() + "/evil").c_str(), 0755);
    for (const char* name :
         {"core.fsmonitor", "core.pager", "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.clean",
          "filter.x.smudge", "filter.x.y.clean", "core.sshCommand", "core.editor", "gpg.program"}) {
      shell("git config " + std::string(name) + " '" + top() + "/evil'");
    }
    shell("git config filter.x.required true");
    folder_.write(".git/hooks/post-index-change", "#!/bin/sh\ntouch '" + witness() + "'\n");
    ::chmod((top() + "/.git/hooks/post-index-change").c_str(), 0755);
    folder_.write(".gitattributes", "*.c filter=x diff=x\n*.h filter=x.y\n");
    folder_.write("a.c", "int a;\nint b;\n");
    folder_.write("b.h", "int b;\n");
  }

  void shell(const std::string& command) const {
    REQUIRE(std::system(("cd '" + top() + "' && HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 " + command).c_str()) == 0);
  }
  [[nodiscard]] std::string top() const { return folder_.path().string(); }
  [[nodiscard]] std::string witness() const { return top() + ".witness"; }
  [[nodiscard]] bool ran_something() const { return std::filesystem::exists(witness()); }
  ~HostileRepository() { std::filesystem::remove(witness()); }

  const test::TemporaryFolder& folder() const { return folder_; }

 private:
  test::TemporaryFolder folder_;
};

sys::Environment with_path() {
  return sys::Environment(sys::Variables{{"PATH", std::getenv("PATH")}});
}

}  // namespace

TEST_CASE("nothing that a repository names is run") {
  const HostileRepository repository;
  const auto git = sys::Git::open(repository.top(), with_path());
  REQUIRE(git);
  CHECK(git->top() == repository.top());
  const auto diff = git->output({"diff", "--no-ext-diff", "--no-textconv", "--text", "-U0", "HEAD", "--"});
  REQUIRE(diff);
  CHECK(diff->find("+int b;") != std::string::npos);
  REQUIRE(git->output({"ls-files", "-z", "--others", "--exclude-standard"}));
  REQUIRE(git->output({"status", "--porcelain"}));
  CHECK_FALSE(repository.ran_something());
}

TEST_CASE("the witness of the hostile repository works: plain git runs its programs") {
  const HostileRepository repository;
  repository.shell("git diff HEAD >/dev/null 2>&1 || true");
  CHECK(repository.ran_something());
}

TEST_CASE("a filter that cannot be switched off is refused") {
  const HostileRepository repository;
  repository.folder().write("more", "[filter \"a=b\"]\n\tclean = touch x\n");
  repository.shell("cat more >>.git/config");
  const auto git = sys::Git::open(repository.top(), with_path());
  REQUIRE_FALSE(git);
  CHECK(git.error().what.find('=') != std::string::npos);
  CHECK_FALSE(repository.ran_something());
}

TEST_CASE("outside of a work tree, and without git, the reason is told") {
  const test::TemporaryFolder folder;
  const auto outside = sys::Git::open(folder.path().string(), with_path());
  REQUIRE_FALSE(outside);
  CHECK(outside.error().code == Errc::input);
  CHECK(outside.error().what.find("not a git repository") != std::string::npos);
  const auto none = sys::Git::open(folder.path().string(), sys::Environment(sys::Variables{{"PATH", "."}}));
  REQUIRE_FALSE(none);
  CHECK(none.error().what == "git is not installed");
}

TEST_CASE("a folder below the top finds the work tree") {
  const HostileRepository repository;
  repository.folder().write("deep/er/c.c", "int c;\n");
  const auto git = sys::Git::open(repository.top() + "/deep/er", with_path());
  REQUIRE(git);
  CHECK(git->top() == repository.top());
}

TEST_CASE("the work tree above a folder is the nearest that holds .git") {
  const test::TemporaryFolder folder;
  folder.write("outer/.git/HEAD", "");
  folder.write("outer/inner/.git", "gitdir: elsewhere\n");
  folder.write("outer/inner/a/b.c", "");
  folder.write("outer/c/d.c", "");
  const std::string outer = folder.path().string() + "/outer";
  CHECK(sys::work_tree_above(outer + "/inner/a") == outer + "/inner");
  CHECK(sys::work_tree_above(outer + "/c") == outer);
  CHECK(sys::work_tree_above(outer) == outer);
}

TEST_CASE("git in a work tree that is named is not led elsewhere, and runs nothing") {
  const HostileRepository repository;
  repository.shell("git config core.worktree /tmp");
  const auto git = sys::Git::at(repository.top(), with_path());
  REQUIRE(git);
  const auto files = git->output({"ls-files"});
  REQUIRE(files);
  CHECK(*files == "a.c\n");
  CHECK(git->output({"diff", "--name-only"}) == "a.c\n");
  CHECK_FALSE(repository.ran_something());
}

TEST_CASE("git in a folder that is no repository fails, whatever lies above") {
  const HostileRepository repository;
  repository.folder().write("inner/a.c", "");
  const auto git = sys::Git::at(repository.top() + "/inner", with_path());
  REQUIRE(git);
  const auto ran = git->run({"ls-files"});
  REQUIRE(ran);
  CHECK(ran->status == 128);
}
