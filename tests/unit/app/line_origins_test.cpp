// SPDX-License-Identifier: MIT
#include "rustassistant/app/line_origins.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "app_world.hpp"
#include "blame.hpp"

using namespace rustassistant;
using namespace rustassistant::app;
using namespace rustassistant::app::test;

namespace {

constexpr std::int64_t kSecond = 1'700'000'000;  // of the first commit

// A repository with two commits, a day apart, and a change that is not committed.
class NotedWorld : public AppWorld {
 public:
  NotedWorld() {
    std::filesystem::remove_all(folder.path() / "repo");
    std::filesystem::create_directories(folder.path() / "repo/src");
    variables["PATH"] = std::getenv("PATH");
    request.type = domain::AnalysisType::todos;
    shell("git init -q . && git config user.email e@e");
    write("// TODO: first\n");
    commit("Ada", kSecond);
    write("// TODO: first\n// TODO: second\n");
    commit("Grace", kSecond + 86'400);
    write("// TODO: first\n// TODO: second\n// TODO: third\n");
    clock.set({(kSecond + 10 * 86'400) * 1000});
  }

  void write(std::string_view content) { folder.write("repo/src/f.rs", content); }
  void commit(const std::string& author, std::int64_t seconds) const {
    const std::string date = std::to_string(seconds) + " +0000";
    shell("git config user.name " + author + " && git add . && GIT_AUTHOR_DATE='" + date + "' GIT_COMMITTER_DATE='" +
          date + "' git commit -qm x");
  }
  void shell(const std::string& command) const {
    const std::string place =
        "cd '" + (folder.path() / "repo").string() + "' && HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 ";
    REQUIRE(std::system((place + command).c_str()) == 0);
  }

  Result<void> trace(const std::optional<std::string>& since = {}) {
    FakeTransport transport(std::vector<FakeTransport::Step>{});
    const sys::Environment environment(variables);
    const Services services{clock, transport, environment,
                            [this](const std::string& text) { warnings.push_back(text); }};
    return trace_origins(request, since, services);
  }
  std::vector<domain::Todo> scan() {
    run({});
    REQUIRE(results.size() == 1);
    return std::get<domain::Todos>(results[0].answer.value().document).items;
  }
};

}  // namespace

TEST_CASE("a note carries who wrote it and when, and none of it is stored") {
  NotedWorld world;
  REQUIRE(world.trace());
  CHECK(world.warnings.empty());
  for (const CacheUse use : {CacheUse::miss, CacheUse::hit}) {
    const auto notes = world.scan();
    CHECK(world.results[0].cache == use);
    REQUIRE(notes.size() == 3);
    CHECK(notes[0].origin.value().author == "Ada");
    CHECK(notes[0].origin->age_days == 10);
    CHECK(notes[0].origin->written == UnixMillis{kSecond * 1000});
    CHECK(notes[0].origin->commit.size() == 40);
    CHECK(notes[1].origin.value().author == "Grace");
    CHECK(notes[1].origin->age_days == 9);
    CHECK(notes[2].origin.value().commit.empty());
    CHECK(notes[2].origin->age_days == 0);
  }
  world.request.annotate = nullptr;
  CHECK_FALSE(world.scan().at(0).origin);
}

TEST_CASE("--since leaves out what was there before") {
  NotedWorld world;
  REQUIRE(world.trace("HEAD~1"));
  auto notes = world.scan();
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].text == "second");
  REQUIRE(world.trace("HEAD"));
  notes = world.scan();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].text == "third");
  world.folder.write("repo/src/f.rs", "// TODO: first\n");
  CHECK(world.scan().empty());
}

TEST_CASE("--since with a name that is no commit is an error, and never an option of git's") {
  NotedWorld world;
  for (const char* name : {"nosuch", "--output=x", "-h", "", "HEAD:src/f.rs"}) {
    const auto traced = world.trace(name);
    REQUIRE_FALSE(traced);
    CHECK(traced.error().code == Errc::input);
  }
  CHECK_FALSE(std::filesystem::exists(world.folder.path() / "repo/x"));
}

TEST_CASE("without git or a repository there are notes without origins, and no --since") {
  NotedWorld world;
  SECTION("no repository") {
    std::filesystem::remove_all(world.folder.path() / "repo/.git");
  }
  SECTION("no git") {
    world.variables["PATH"] = "/nonexistent";
  }
  REQUIRE(world.trace());
  CHECK(world.scan().size() == 3);
  CHECK_FALSE(world.scan().at(0).origin);
  CHECK_FALSE(world.trace("HEAD"));
}

TEST_CASE("a file that git does not know is all new") {
  NotedWorld world;
  world.request.paths = {world.folder.write("repo/new.rs", "// TODO: x\n")};
  REQUIRE(world.trace("HEAD"));
  CHECK(world.scan().size() == 1);
}

TEST_CASE("asking who wrote a line runs nothing that the repository names") {
  NotedWorld world;
  const std::string witness = (world.folder.path() / "witness").string();
  const std::string evil = world.folder.write("evil", "#!/bin/sh\ntouch '" + witness + "'\ncat \"$@\"\n");
  ::chmod(evil.c_str(), 0755);
  for (const char* name : {"core.fsmonitor", "core.pager", "diff.external", "diff.x.textconv", "diff.x.command",
                           "filter.x.clean", "filter.x.smudge", "filter.x.process", "gpg.program"}) {
    world.shell("git config " + std::string(name) + " '" + evil + "'");
  }
  world.folder.write("repo/.gitattributes", "*.rs filter=x diff=x\n");
  REQUIRE(world.trace("HEAD~1"));
  CHECK(world.scan().size() == 2);
  CHECK_FALSE(std::filesystem::exists(witness));
}

TEST_CASE("what git prints is read to where it stops making sense") {
  const std::string hash(40, 'a');
  const BlamedLines lines = parse_blame(hash + " 3 7 1\nauthor A\xff\nauthor-time 0\nboundary\n\ttext\n" + hash +
                                            " 4 8\n\tauthor none\nnonsense\n" + hash + " x y\n\t\n" + hash + " 1 9\n",
                                        {86'400'000});
  REQUIRE(lines.size() == 2);
  CHECK(lines.at(7).origin.author == "A\xEF\xBF\xBD");
  CHECK(lines.at(7).origin.age_days == 1);
  CHECK(lines.at(7).old);
  CHECK(lines.at(8).origin.author == lines.at(7).origin.author);
}
