// SPDX-License-Identifier: MIT
// What a change touched, what was accepted before, and what comments allow: with the real executable and real git.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>

#include "world.hpp"

using namespace rustassistant;
using Catch::Matchers::Contains;
using test::World;

namespace {

void git(const World& world, const std::string& words) {
  const std::string command =
      "cd '" + world.repo() +
      "' && env -i PATH=/usr/bin:/bin HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1 git -c user.name=n "
      "-c user.email=e@e " +
      words + " >/dev/null 2>&1";
  REQUIRE(std::system(command.c_str()) == 0);
}

// A function with six parameters: one finding.
std::string crowded(const std::string& name) {
  return "int " + name + "(int a, int b, int c, int d, int e, int f) {\n  return a + b + c + d + e + f;\n}\n";
}

// A repository with two files of two findings each, committed.
struct Committed : World {
  Committed() {
    std::filesystem::remove_all(repo() + "/.git");
    std::filesystem::remove(repo() + "/a.rs");
    git(*this, "init -q -b main");
    write("repo/a.c", crowded("a_first") + crowded("a_second"));
    write("repo/b.c", crowded("b_first") + crowded("b_second"));
    git(*this, "add -A");
    git(*this, "commit -q -m one");
  }
};

std::vector<std::string> analyze(const std::vector<std::string>& more) {
  std::vector<std::string> words{"refactor", "analyze", ".", "--provider", "builtin"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// The items of the findings that a text report lists.
int shown(const test::Outcome& outcome, std::string_view item) {
  int count = 0;
  for (auto at = outcome.out.find(item); at != std::string::npos; at = outcome.out.find(item, at + 1)) ++count;
  return count;
}

}  // namespace

TEST_CASE("only the findings that the change touched are shown and counted by --fail-on") {
  const Committed world;
  const auto unchanged = world.run(analyze({"--changed", "--fail-on", "low"}));
  CHECK(unchanged.exit_code == 0);
  CHECK_THAT(unchanged.err, Contains("nothing that can be reviewed has changed"));

  world.write("repo/b.c",
              crowded("b_first") + "int b_second(int a, int b, int c, int d, int e, int f) {\n  return a;\n}\n");
  const auto changed = world.run(analyze({"--changed", "--fail-on", "low"}));
  CHECK(changed.exit_code == 1);
  CHECK(shown(changed, "b_second") > 0);
  CHECK(shown(changed, "b_first") == 0);
  CHECK(shown(changed, "a_first") == 0);
  CHECK_THAT(changed.out, Contains("findings not shown: 1 outside of the change"));

  const auto json = world.run(analyze({"--changed", "--format", "json"})).json();
  REQUIRE(json["results"].size() == 1);
  const auto& smells = json["results"][0]["analysis"]["code_smells"];
  REQUIRE(smells.size() == 2);
  for (const auto& smell : smells) CHECK(smell["changed"] == (smell["location"]["item_name"] == "b_second"));
  CHECK(json["summary"]["hidden"]["unchanged"] == 1);
}

TEST_CASE("a full run after a limited one finds the file in the cache: the question was the same") {
  const Committed world;
  world.write("repo/b.c", crowded("b_third"));
  REQUIRE(world.run(analyze({"--changed"})).exit_code == 0);
  CHECK(world.run(analyze({"--format", "json"})).json()["summary"]["hits"] == 1);
}

TEST_CASE("a unified diff limits the review without any history") {
  Committed world;
  std::filesystem::remove_all(world.repo() + "/.git");
  world.write("repo/.git/HEAD", "ref: refs/heads/main\n");
  const std::string diff = "--- a/a.c\n+++ b/a.c\n@@ -2 +2 @@\n-x\n+  return a + b + c + d + e + f;\n";
  const auto outcome = world.run(analyze({"--diff", "-"}), diff);
  CHECK(shown(outcome, "a_first") > 0);
  CHECK(shown(outcome, "a_second") == 0);
  CHECK(shown(outcome, "b_first") == 0);
  CHECK(world.run(analyze({"--diff", "-"}), "").exit_code == 0);
  CHECK(world.run(analyze({"--diff", "-"}), "@@ nonsense\n").exit_code == 3);
  CHECK(world.run(analyze({"--diff", "missing"})).exit_code == 3);
  for (const char* noise : {"<html>502 Bad Gateway</html>\n", " a.c | 2 +-\n 1 file changed\n",
                            "--- a/gone.c\n+++ b/gone.c\n@@ -2 +2 @@\n-x\n+y\n"}) {
    CAPTURE(noise);
    CHECK(world.run(analyze({"--diff", "-"}), noise).exit_code == 3);
  }
  // Without a repository around the working folder.
  auto elsewhere = analyze({"--diff", "-"});
  elsewhere[2] = world.repo();
  world.wrapper = {"/usr/bin/env", "-C", "/"};
  CHECK(shown(world.run(elsewhere, diff), "a_first") > 0);
}

TEST_CASE("what git cannot tell is exit 3, never a clean review") {
  const Committed world;
  const auto unknown = world.run(analyze({"--changed=nope"}));
  CHECK(unknown.exit_code == 3);
  CHECK_THAT(unknown.err, Contains("git knows no revision 'nope'"));
  CHECK(world.run(analyze({"--changed="})).exit_code == 2);
  CHECK(world.run(analyze({"--changed", "--diff", "x"})).exit_code == 2);
  std::filesystem::remove_all(world.repo() + "/.git");
  CHECK(world.run(analyze({"--changed"})).exit_code == 3);
}

TEST_CASE("a file with conflicts is an error of its own") {
  const Committed world;
  git(world, "checkout -q -b topic");
  world.write("repo/a.c", crowded("ours"));
  git(world, "commit -qam two");
  git(world, "checkout -q main");
  world.write("repo/a.c", crowded("theirs"));
  git(world, "commit -qam three");
  git(world, "merge topic || true");
  const auto outcome = world.run(analyze({"--changed"}));
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, Contains("has conflicts of a merge"));
}

TEST_CASE("nothing that a repository configures is run for a limited review") {
  const Committed world;
  const std::string witness = world.home() + "/witness";
  const std::string evil = world.write("repo/evil", "#!/bin/sh\ntouch '" + witness + "'\ncat\n");
  std::filesystem::permissions(evil, std::filesystem::perms::owner_all);
  world.write("repo/.gitattributes", "*.c filter=x diff=x\n");
  for (const char* name : {"core.fsmonitor", "diff.external", "diff.x.textconv", "diff.x.command", "filter.x.clean",
                           "filter.x.process", "core.pager"}) {
    git(world, "config " + std::string(name) + " '" + evil + "'");
  }
  world.write("repo/a.c", crowded("edited"));
  world.write("repo/new.c", crowded("fresh"));
  const auto outcome = world.run(analyze({"--changed=main"}));
  CHECK(shown(outcome, "edited") > 0);
  CHECK(shown(outcome, "fresh") > 0);
  CHECK_FALSE(std::filesystem::exists(witness));
}

TEST_CASE("a baseline hides what was accepted, until it gets worse, and only shrinks by itself") {
  const Committed world;
  const std::string file = world.repo() + "/.rustassistant/baseline.json";
  const auto written = world.run(analyze({"--write-baseline", "--fail-on", "low"}));
  CHECK(written.exit_code == 0);
  REQUIRE(std::filesystem::exists(file));
  const auto hidden = world.run(analyze({"--baseline", file, "--fail-on", "low"}));
  CHECK(hidden.exit_code == 0);
  CHECK_THAT(hidden.out, Contains("findings not shown: 4 known to the baseline"));
  CHECK(world.run(analyze({"--fail-on", "low"})).exit_code == 1);  // none is used that was not named

  SECTION("a new finding is shown") {
    world.write("repo/a.c", crowded("a_first") + crowded("a_second") + crowded("a_third"));
    const auto outcome = world.run(analyze({"--baseline", file, "--fail-on", "low"}));
    CHECK(outcome.exit_code == 1);
    CHECK(shown(outcome, "a_third") > 0);
    CHECK(shown(outcome, "a_first") == 0);
  }
  SECTION("a value that grew by more than a tenth is shown as worse") {
    world.write("repo/a.c", "int a_first(int a, int b, int c, int d, int e, int f, int g) {\n  return a;\n}\n" +
                                crowded("a_second"));
    const auto outcome = world.run(analyze({"--baseline", file, "--fail-on", "low"}));
    CHECK(outcome.exit_code == 1);
    CHECK_THAT(outcome.out, Contains("a_first") && Contains("(worse than in the baseline)"));
  }
  SECTION("what moved within its file, and with its file, stays known") {
    world.write("repo/a.c", "\n\n\n" + crowded("a_second") + crowded("a_first"));
    std::filesystem::rename(world.repo() + "/b.c", world.repo() + "/c.c");
    CHECK(world.run(analyze({"--baseline", file, "--fail-on", "low"})).exit_code == 0);
    CHECK(world.run(analyze({"--baseline", file, "--update-baseline"})).exit_code == 0);
    CHECK_THAT(world.read("repo/.rustassistant/baseline.json"), Contains("c.c") && !Contains("b.c"));
    CHECK(world.run(analyze({"--baseline", file, "--fail-on", "low"})).exit_code == 0);
  }
  SECTION("what moved out of the reviewed folder is not gone") {
    world.write("repo/sub/d.c", crowded("d_first"));
    std::filesystem::rename(world.repo() + "/b.c", world.repo() + "/c.c");
    const auto part = world.run({"refactor", "analyze", "sub", "--provider", "builtin", "--baseline", file,
                                 "--update-baseline", "--baseline-strict"});
    CHECK(part.exit_code == 0);
    CHECK_THAT(part.out, !Contains("not found any more"));
    CHECK(world.run(analyze({"--baseline", file})).exit_code == 0);
    CHECK(shown(world.run(analyze({"--baseline", file})), "b_first") == 0);
  }
  SECTION("what is gone is told, fails a strict run, and leaves at an update") {
    world.write("repo/a.c", crowded("a_first"));
    const auto told = world.run(analyze({"--baseline", file}));
    CHECK(told.exit_code == 0);
    CHECK_THAT(told.out, Contains("1 entry of the baseline not found any more"));
    CHECK(world.run(analyze({"--baseline", file, "--baseline-strict"})).exit_code == 1);
    CHECK(world.run(analyze({"--baseline", file, "--update-baseline"})).exit_code == 0);
    CHECK(world.run(analyze({"--baseline", file, "--baseline-strict"})).exit_code == 0);
  }
  SECTION("an accepted finding can be shown all the same") {
    const auto outcome = world.run(analyze({"--baseline", file, "--show-suppressed", "--fail-on", "low"}));
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, Contains("(in the baseline)"));
  }
}

TEST_CASE("a baseline is named by the user's own settings, and never by a repository") {
  const Committed world;
  CHECK(world.run(analyze({"--write-baseline"})).exit_code == 0);
  std::filesystem::rename(world.repo() + "/.rustassistant/baseline.json", world.repo() + "/known.json");
  world.write("repo/.rustassistant/config.toml", "[output]\nbaseline = \"known.json\"\n");
  const auto ignored = world.run(analyze({"--fail-on", "low"}));
  CHECK(ignored.exit_code == 1);
  CHECK_THAT(ignored.err, Contains("ignored 'output.baseline'"));

  world.configure("[output]\nbaseline = \"known.json\"\n");
  const auto hidden = world.run(analyze({"--fail-on", "low"}));
  CHECK(hidden.exit_code == 0);
  CHECK_THAT(hidden.out, Contains("findings not shown: 4 known to the baseline"));
  SECTION("it is below the repository of the files, wherever that is") {
    world.write("elsewhere/.git/HEAD", "ref: refs/heads/main\n");
    const auto copied = world.write("elsewhere/a.c", crowded("a_first"));
    const auto other = world.run({"refactor", "analyze", copied, "--provider", "builtin"});
    CHECK(shown(other, "a_first") > 0);
    CHECK(world.run({"todos", "scan", "."}).exit_code == 0);
  }
  SECTION("an option and an update go before it, and a repository need not have one") {
    CHECK(world.run(analyze({"--baseline", "none.json"})).exit_code == 3);
    world.write("repo/a.c", crowded("a_first"));
    CHECK(world.run(analyze({"--update-baseline"})).exit_code == 0);
    CHECK_THAT(world.read("repo/known.json"), Contains("a_first") && !Contains("a_second"));
    std::filesystem::remove(world.repo() + "/known.json");
    CHECK(world.run(analyze({"--fail-on", "low"})).exit_code == 1);
    CHECK(world.run(analyze({"--write-baseline"})).exit_code == 0);
    CHECK(std::filesystem::exists(world.repo() + "/known.json"));
  }
  SECTION("of two repositories none is used, which is told") {
    world.write("elsewhere/.git/HEAD", "ref: refs/heads/main\n");
    world.write("elsewhere/d.c", crowded("other"));
    const auto both = world.run(analyze({"../elsewhere/d.c", "--fail-on", "low"}));
    CHECK(both.exit_code == 1);
    CHECK_THAT(both.err, Contains("output.baseline is not used"));
  }
}

TEST_CASE("a run on an unchanged tree is the same to the byte, and an edit leaves the findings of others alone") {
  const Committed world;
  const auto findings_of = [](const std::string& text, const std::string& item) {
    std::string lines;
    const auto json = nlohmann::json::parse(text);
    for (const auto& result : json["results"]) {
      for (auto smell : result["analysis"]["code_smells"]) {
        if (smell["location"]["item_name"] == item) lines += smell.dump() + "\n";
      }
    }
    return lines;
  };
  std::map<std::string, std::string> before;
  for (const std::string format : {"text", "json", "sarif"}) {
    INFO(format);
    const auto timeless = [&](std::string text) {  // what was measured with a clock, and whether it was stored
      if (format != "json") return format == "text" ? text.substr(0, text.find("2 files: ")) : text;
      auto json = nlohmann::json::parse(text);
      json.erase("summary");
      for (auto& result : json["results"]) result.erase("duration_ms"), result.erase("cache");
      return json.dump();
    };
    const auto first = world.run(analyze({"--format", format}));
    const auto second = world.run(analyze({"--format", format}));
    CHECK(first.exit_code == 0);
    CHECK(second.exit_code == 0);
    CHECK(timeless(first.out) == timeless(second.out));
    before[format] = second.out;
  }
  world.write("repo/a.c", "int a_first(int a) {\n  return a;\n}\n" + crowded("a_second"));
  const auto json = world.run(analyze({"--format", "json"})).out;
  for (const std::string item : {"a_second", "b_first", "b_second"}) {
    INFO(item);
    CHECK_FALSE(findings_of(json, item).empty());
    CHECK(findings_of(json, item) == findings_of(before["json"], item));
  }
  CHECK(findings_of(json, "a_first").empty());
  const auto results = [](const std::string& text) {
    std::vector<std::string> found;
    const auto log = nlohmann::json::parse(text);
    for (const auto& result : log["runs"][0]["results"]) {
      if (result.dump().find("a_first") == std::string::npos) found.push_back(result.dump());
    }
    return found;
  };
  CHECK(results(world.run(analyze({"--format", "sarif"})).out) == results(before["sarif"]));
}

TEST_CASE("a baseline that is missing, of another version or of two repositories is refused") {
  const Committed world;
  CHECK(world.run(analyze({"--baseline", "none.json"})).exit_code == 3);
  const std::string other = world.write("repo/other.json", R"({"schema": "rustassistant.baseline/9", "findings": []})");
  CHECK(world.run(analyze({"--baseline", other})).exit_code == 4);
  CHECK(world.run(analyze({"--write-baseline", "--update-baseline"})).exit_code == 2);
  CHECK(world.run(analyze({"--write-baseline", "--changed"})).exit_code == 2);
  world.write("elsewhere/.git/HEAD", "ref: refs/heads/main\n");
  world.write("elsewhere/a.c", crowded("x"));
  CHECK(world.run(analyze({"../elsewhere", "--write-baseline"})).exit_code == 2);
}

TEST_CASE("a baseline is not written from a run in which files failed") {
  const Committed world;
  const auto outcome = world.run(analyze({"missing.c", "--write-baseline"}));
  CHECK(outcome.exit_code == 3);
  CHECK_THAT(outcome.err, Contains("the baseline was not written"));
  CHECK_FALSE(std::filesystem::exists(world.repo() + "/.rustassistant/baseline.json"));
}

TEST_CASE("a comment allows a finding, and one that allows nothing is told") {
  const Committed world;
  world.write("repo/a.c", "// rustassistant: allow(long_parameter_list) an interface of others\n" + crowded("a_first"));
  std::filesystem::remove(world.repo() + "/b.c");
  const auto allowed = world.run(analyze({"--fail-on", "low", "--report-unused-suppressions"}));
  CHECK(allowed.exit_code == 0);
  CHECK_THAT(allowed.out, Contains("findings not shown: 1 allowed by comments"));
  const auto json = world.run(analyze({"--format", "json"})).json();
  CHECK(json["results"][0]["analysis"]["code_smells"][0]["suppressed"] == "an interface of others");

  world.write("repo/a.c", "// rustassistant: allow(deep_nesting)\n" + crowded("a_first"));
  const auto unused = world.run(analyze({}));
  CHECK(unused.exit_code == 0);
  CHECK_THAT(unused.err, Contains("./a.c:1: no deep_nesting was found"));
  CHECK(world.run(analyze({"--report-unused-suppressions"})).exit_code == 1);
}
