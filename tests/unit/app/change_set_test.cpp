// SPDX-License-Identifier: MIT
#include "change_set.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "support/temporary_folder.hpp"

using namespace rustassistant;
using app::ChangeSet;
using domain::LineRange;

namespace {

class Repository {
 public:
  Repository() { git("init -q -b main . && git config user.name n && git config user.email e@e"); }

  void git(const std::string& arguments) const {
    REQUIRE(std::system(("cd '" + top() + "' && HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 git " + arguments).c_str()) ==
            0);
  }
  void commit(const std::string& message) const { git("add -A && git commit -q -m " + message); }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  [[nodiscard]] std::string top() const { return folder_.path().string(); }
  [[nodiscard]] std::string at(const std::string& name) const { return top() + "/" + name; }

  [[nodiscard]] Result<ChangeSet> changes(const std::optional<std::string>& since = {}) const {
    return app::changes_in_work_tree(top(), since, sys::Environment(sys::Variables{{"PATH", std::getenv("PATH")}}));
  }
  [[nodiscard]] ChangeSet found(const std::optional<std::string>& since = {}) const {
    auto set = changes(since);
    INFO((set ? std::string() : set.error().what));
    REQUIRE(set);
    return *std::move(set);
  }
  [[nodiscard]] Error refused(const std::string& since) const {
    const auto set = changes(since);
    REQUIRE_FALSE(set);
    CHECK(set.error().code == Errc::input);
    return set.error();
  }

 private:
  test::TemporaryFolder folder_;
};

constexpr const char* kTwoLines = "one\ntwo\n";

}  // namespace

TEST_CASE("the work tree is compared with HEAD: staged, unstaged and new files, but none that is ignored") {
  const Repository repository;
  repository.write("staged.c", kTwoLines);
  repository.write("edited.c", kTwoLines);
  repository.write("same.c", kTwoLines);
  repository.write("gone.c", kTwoLines);
  repository.write(".gitignore", "*.o\n");
  repository.commit("one");
  repository.write("staged.c", "one\nother\n");
  repository.git("add staged.c && git rm -q gone.c");
  repository.write("edited.c", "zero\none\ntwo\n");
  repository.write("sub/new file.c", kTwoLines);
  repository.write("ignored.o", kTwoLines);

  const ChangeSet set = repository.found();
  REQUIRE(set.find(repository.at("staged.c")));
  CHECK(set.find(repository.at("staged.c"))->lines == std::vector<LineRange>{{2, 2}});
  REQUIRE(set.find(repository.at("edited.c")));
  CHECK(set.find(repository.at("edited.c"))->lines == std::vector<LineRange>{{1, 1}});
  REQUIRE(set.find(repository.at("sub/new file.c")));
  CHECK(set.find(repository.at("sub/new file.c"))->is_new);
  CHECK(domain::touches(*set.find(repository.at("sub/new file.c")), {7, 9}));
  for (const char* name : {"same.c", "gone.c", "ignored.o"}) CHECK(set.find(repository.at(name)) == nullptr);
  CHECK(set.reaches(repository.at("sub")));
  CHECK(set.reaches(repository.top()));
  CHECK(set.reaches("/"));
  CHECK_FALSE(set.reaches(repository.at("other")));
}

TEST_CASE("with a revision, what others changed meanwhile is not part of the change") {
  const Repository repository;
  repository.write("mine.c", kTwoLines);
  repository.write("theirs.c", kTwoLines);
  repository.commit("one");
  repository.git("checkout -q -b topic");
  repository.write("mine.c", "mine\ntwo\n");
  repository.commit("two");
  repository.git("checkout -q main");
  repository.write("theirs.c", "theirs\ntwo\n");
  repository.commit("three");
  repository.git("checkout -q topic");

  const ChangeSet set = repository.found("main");
  CHECK(set.find(repository.at("mine.c")) != nullptr);
  CHECK(set.find(repository.at("theirs.c")) == nullptr);
  CHECK(repository.found().find(repository.at("mine.c")) == nullptr);
}

TEST_CASE("a file that was renamed is found under its new name, with the lines that were edited") {
  const Repository repository;
  repository.write("old.c", "1\n2\n3\n4\n5\n6\n7\n8\n9\n");
  repository.commit("one");
  repository.git("mv old.c new.c");
  repository.write("new.c", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n");
  const ChangeSet set = repository.found();
  CHECK(set.find(repository.at("old.c")) == nullptr);
  REQUIRE(set.find(repository.at("new.c")));
  CHECK(set.find(repository.at("new.c"))->lines == std::vector<LineRange>{{9, 9}});
}

TEST_CASE("before the first commit everything is new") {
  const Repository repository;
  repository.write("staged.c", kTwoLines);
  repository.git("add staged.c");
  repository.write("untracked.c", kTwoLines);
  const ChangeSet set = repository.found();
  REQUIRE(set.find(repository.at("staged.c")));
  CHECK(set.find(repository.at("staged.c"))->is_new);
  CHECK(set.find(repository.at("untracked.c")) != nullptr);
}

TEST_CASE("a conflict is told apart from a change") {
  const Repository repository;
  repository.write("a.c", kTwoLines);
  repository.commit("one");
  repository.git("checkout -q -b topic");
  repository.write("a.c", "topic\ntwo\n");
  repository.commit("two");
  repository.git("checkout -q main");
  repository.write("a.c", "main\ntwo\n");
  repository.commit("three");
  repository.git("merge -q topic >/dev/null; test $? = 1");
  const ChangeSet set = repository.found();
  CHECK(set.find(repository.at("a.c")) != nullptr);
  CHECK(set.is_conflicted(repository.at("a.c")));
}

TEST_CASE("an unknown revision is an error that names the nearest remedy") {
  const Repository repository;
  repository.write("a.c", kTwoLines);
  repository.commit("one");
  repository.git("update-ref refs/remotes/origin/develop HEAD");
  CHECK(repository.refused("develop").hint == "did you mean origin/develop?");
  CHECK(repository.refused("nope").what.find("git knows no revision 'nope'") == 0);
  CHECK(repository.refused("--output=x").what.find("git knows no revision '--output=x'") == 0);
}

TEST_CASE("a shallow clone is an error that says how to fetch more, never an empty change") {
  const Repository repository;
  repository.write("a.c", kTwoLines);
  repository.commit("one");
  repository.git("checkout -q -b topic");
  repository.write("a.c", "topic\n");
  repository.commit("two");
  repository.git("checkout -q main");
  repository.write("a.c", "main\n");
  repository.commit("three");
  const test::TemporaryFolder folder;
  const std::string clone = folder.path().string() + "/clone";
  repository.git("clone -q --depth=1 --no-single-branch 'file://" + repository.top() + "' '" + clone + "'");
  const sys::Environment environment(sys::Variables{{"PATH", std::getenv("PATH")}});
  for (const char* revision : {"origin/topic", "HEAD~1"}) {
    const auto set = app::changes_in_work_tree(clone, revision, environment);
    REQUIRE_FALSE(set);
    CHECK(set.error().what.find("the clone is shallow") != std::string::npos);
    CHECK(set.error().hint.find("--unshallow") != std::string::npos);
  }
}

TEST_CASE("a folder without git's files is an error") {
  const test::TemporaryFolder folder;
  const auto set = app::changes_in_work_tree(folder.path().string(), {},
                                             sys::Environment(sys::Variables{{"PATH", std::getenv("PATH")}}));
  REQUIRE_FALSE(set);
  CHECK(set.error().code == Errc::input);
}

TEST_CASE("submodules that changed are counted and not looked into") {
  const Repository inner;
  inner.write("a.c", kTwoLines);
  inner.commit("one");
  const Repository outer;
  outer.git("-c protocol.file.allow=always submodule --quiet add '" + inner.top() + "' sub");
  outer.commit("one");
  CHECK(outer.found().submodules() == 0);
  outer.write("sub/a.c", "other\n");
  outer.git("-C sub -c user.name=n -c user.email=e@e commit -qam two");
  const ChangeSet set = outer.found();
  CHECK(set.submodules() == 1);
  CHECK(set.find(outer.at("sub/a.c")) == nullptr);
}

TEST_CASE("paths of a diff that leave the folder are left out") {
  ChangeSet set;
  set.add({{{"../a.c", false, {{1, 1}}}, {"/etc/passwd", false, {{1, 1}}}, {"b.c", false, {{1, 1}}}}, {}}, "/top");
  CHECK(set.find("/top/b.c") != nullptr);
  CHECK(set.find("/top/../a.c") == nullptr);
  CHECK(set.find("/etc/passwd") == nullptr);
  CHECK_FALSE(set.reaches("/etc"));
}
