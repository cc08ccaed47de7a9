// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "world.hpp"

using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

// A type that models answer, and an answer about kSource.
struct AskedType {
  std::string type;
  std::vector<std::string> command;
  std::string schema;
  Json answer;
};

std::vector<AskedType> asked_types() {
  const Json place = {{"line_start", 1}, {"line_end", 1}, {"item_name", "main"}};
  return {
      {"refactor", {"refactor", "analyze"}, "rustassistant.analyze/1", model_result()},
      {"docs",
       {"docs", "generate"},
       "rustassistant.docs/1",
       {{"purpose", "Shows a panic."},
        {"items",
         {{{"kind", "function"},
           {"name", "main"},
           {"description", "Panics."},
           {"parameters", {{{"name", "code"}, {"description", "Of the process."}}}},
           {"returns", ""},
           {"errors", {"panics"}},
           {"examples", Json::array()},
           {"location", place}}}}}},
      {"analysis",
       {"analysis", "run"},
       "rustassistant.analysis/1",
       {{"summary", "Panics."},
        {"findings",
         {{{"category", "correctness"},
           {"severity", "high"},
           {"title", "Panics"},
           {"description", "Always."},
           {"recommendation", "Do not."},
           {"location", place}}}}}},
  };
}

Outcome run(const World& world, const AskedType& asked, std::vector<std::string> more = {}) {
  std::vector<std::string> words = asked.command;
  words.insert(words.end(), {"a.rs", "--format", "json"});
  words.insert(words.end(), more.begin(), more.end());
  return world.run(words);
}

Json result_of(const Outcome& outcome) {
  return outcome.json()["results"][0];
}

}  // namespace

TEST_CASE("each type is answered by a model once, and from then on by the cache, under a key of its own") {
  LoopbackServer server([&](const ReceivedRequest& request) {
    for (const AskedType& asked : asked_types()) {
      if (request.body.find(asked.type + "_result") != std::string::npos) return completion(asked.answer.dump());
    }
    return ScriptedReply{};
  });
  World world;
  world.use_openai(server);
  std::set<std::string> keys;
  for (const AskedType& asked : asked_types()) {
    INFO(asked.type);
    const Outcome outcome = run(world, asked);
    CHECK(outcome.exit_code == 0);
    CHECK(outcome.json()["schema"] == asked.schema);
    const Json miss = result_of(outcome);
    CHECK(miss["cache"] == "miss");
    CHECK(miss["provider"] == "openai");
    CHECK(miss["cost_nano_usd"] == kCost);
    const Json hit = result_of(run(world, asked));
    CHECK(hit["cache"] == "hit");
    CHECK(hit["cost_nano_usd"] == 0);
    CHECK(hit["saved_nano_usd"] == kCost);
    CHECK(hit["analysis"] == miss["analysis"]);
    CHECK(hit["key"] == miss["key"]);
    keys.insert(miss["key"]);
  }
  CHECK(keys.size() == 3);
  CHECK(server.requests().size() == 3);
  CHECK(world.budget()["monthly"]["spent_nano_usd"] == 3 * kCost);
  const Json cache = world.cache();
  CHECK(cache["entries"] == 4);  // builtin's measures stand beside the model's review
  CHECK(cache["by_type"].size() == 3);
  for (const AskedType& asked : asked_types()) {
    const Json why = world.run({"cache", "why", "a.rs", "--type", asked.type, "--format", "json"}).json();
    CHECK(why["hit"].is_object());
    CHECK(world.run({"cache", "clear", "--type", asked.type, "--yes"}).exit_code == 0);
    CHECK(result_of(run(world, asked, {"--offline"}))["provider"] == "builtin");
  }
  const Json history = world.run({"budget", "history", "--by", "type", "--format", "json"}).json();
  CHECK(history["rows"].size() == 3);
}

TEST_CASE(
    "an answer of the wrong shape, one that was cut off and one that was refused are not stored, whatever the type") {
  for (const AskedType& asked : asked_types()) {
    INFO(asked.type);
    World world;
    SECTION("wrong shape " + asked.type) {
      LoopbackServer server(std::vector{completion(R"({"summary": 3, "items": "x"})")});
      world.use_openai(server);
      const Outcome outcome = run(world, asked, {"--provider", "openai"});
      CHECK(outcome.exit_code == 5);
      CHECK_THAT(result_of(outcome)["error"]["message"].get<std::string>(), Contains("does not match the schema"));
      CHECK(world.budget()["monthly"]["spent_nano_usd"] == kCost);
    }
    SECTION("cut off " + asked.type) {
      LoopbackServer server([&](const ReceivedRequest&) { return completion(asked.answer.dump(), "length"); });
      world.use_openai(server);
      CHECK(run(world, asked, {"--provider", "openai"}).exit_code == 5);
      CHECK(world.budget()["monthly"]["spent_nano_usd"] > 0);
    }
    SECTION("refused " + asked.type) {
      LoopbackServer server([&](const ReceivedRequest&) { return completion("", "content_filter"); });
      world.use_openai(server);
      CHECK(run(world, asked, {"--provider", "openai"}).exit_code == 5);
    }
    CHECK(world.cache()["entries"] == 0);
  }
}

TEST_CASE("a dry run of each type asks nobody and says what it would cost") {
  LoopbackServer server(std::vector<ScriptedReply>{});
  World world;
  world.use_openai(server);
  for (const AskedType& asked : asked_types()) {
    INFO(asked.type);
    const Json run_document = run(world, asked, {"--dry-run"}).json();
    CHECK(run_document["summary"]["calls"] == 1);
    CHECK(run_document["summary"]["upper_bound_nano_usd"] > 0);
  }
  CHECK(server.requests().empty());
}

TEST_CASE("what an answer says of itself is not believed: the tree does the checking") {
  Json answer = asked_types()[1].answer;
  answer["items"][0]["signature"] = "fn main() -> lies";
  answer["items"].push_back(answer["items"][0]);
  answer["items"][1]["name"] = "invented";
  answer["items"][1]["location"]["verified"] = true;
  answer["judged"] = false;
  LoopbackServer server(std::vector{completion(answer.dump())});
  World world;
  world.use_openai(server);
  const Json analysis = result_of(run(world, asked_types()[1]))["analysis"];
  CHECK(analysis["judged"] == true);
  REQUIRE(analysis["items"].size() == 2);
  CHECK(analysis["items"][0]["signature"] == "fn main()");
  CHECK(analysis["items"][0]["location"]["verified"] == true);
  CHECK(analysis["items"][1]["location"]["verified"] == false);
  const Outcome text = world.run({"docs", "generate", "a.rs"});
  CHECK_THAT(text.out, Contains("Not found in the file"));
}

TEST_CASE("todos never asks a provider and never opens the ledger, and is stored") {
  LoopbackServer server(std::vector<ScriptedReply>{});
  World world;
  world.use_openai(server);
  world.write("repo/a.rs", "// FIXME(ada): x, see #12\nfn main() {}\n");
  std::filesystem::remove(world.in_home("ledger.db"));
  const std::vector<std::string> words{"todos", "scan", "a.rs", "--format", "json"};
  const Json miss = world.run(words).json();
  CHECK(miss["schema"] == "rustassistant.todos/1");
  CHECK(miss["results"][0]["cache"] == "miss");
  CHECK(miss["results"][0]["provider"] == "builtin");
  CHECK(miss["results"][0]["fallback"].is_null());
  const Json todo = miss["results"][0]["analysis"]["todos"][0];
  CHECK(todo["tag"] == "FIXME");
  CHECK(todo["owner"] == "ada");
  CHECK(todo["issues"] == Json{"#12"});
  CHECK(world.run(words).json()["results"][0]["cache"] == "hit");
  CHECK(server.requests().empty());
  CHECK_FALSE(std::filesystem::exists(world.in_home("ledger.db")));
  CHECK(world.run({"todos", "scan", "a.rs", "--fail-on", "high"}).exit_code == 1);
  CHECK(world.run({"todos", "scan", "a.rs", "--fail-on", "critical"}).exit_code == 0);
  CHECK(world.run({"todos", "scan", "a.rs", "--since", "HEAD"}).exit_code == 3);
  CHECK(world.run({"cache", "clear", "--type", "todos", "--yes"}).exit_code == 0);
  CHECK(world.run(words).json()["results"][0]["cache"] == "miss");
}

TEST_CASE("reviews and notes of a change, with a baseline and comments that allow them") {
  World world;
  std::filesystem::remove_all(world.repo() + "/.git");
  const auto git = [&](const std::string& words) {
    const std::string command =
        "cd '" + world.repo() +
        "' && env -i PATH=/usr/bin:/bin HOME=/nowhere GIT_CONFIG_NOSYSTEM=1 git -c user.name=Ada "
        "-c user.email=ada@example.org " +
        words + " >/dev/null 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
  };
  git("init -q -b main");
  world.write("repo/a.rs", "// FIXME(ada): x, see #12\nfn main() {}\n");
  git("add -A");
  git("commit -q -m one");
  const std::vector<std::string> scan{"todos", "scan", ".", "--format", "json"};
  const auto notes = [&](std::vector<std::string> more) {
    std::vector<std::string> words = scan;
    words.insert(words.end(), more.begin(), more.end());
    return world.run(words).json()["results"];
  };
  const Json origin = notes({})[0]["analysis"]["todos"][0]["origin"];
  CHECK(origin["author"] == "Ada");
  CHECK(origin["age_days"].is_number());
  CHECK(world.run({"todos", "scan", ".", "--write-baseline"}).exit_code == 0);
  world.write("repo/a.rs",
              "// FIXME(ada): x, see #12\nfn main() {}\n// TODO: new\nfn more() {}\n// rustassistant: allow-file(hack) "
              "x\n// HACK: y\nfn other() {}\n");
  const Json changed = notes({"--changed"})[0]["analysis"]["todos"];
  REQUIRE(changed.size() == 3);
  CHECK(changed[0]["changed"] == false);
  CHECK(changed[1]["changed"] == true);
  CHECK(changed[2]["suppressed"] == "x");
  const Json known = notes({"--baseline", ".rustassistant/baseline.json"})[0]["analysis"]["todos"];
  CHECK(known[0]["baseline"] == "known");
  CHECK(known[1]["baseline"] == "new");
}

TEST_CASE("a general review of a change, with a baseline and a comment that allows a finding") {
  LoopbackServer server([&](const ReceivedRequest&) { return completion(asked_types()[2].answer.dump()); });
  World world;
  world.use_openai(server);
  world.write("repo/a.rs", "// rustassistant: allow-file(correctness) known\nfn main() { panic!() }\n");
  const std::string diff = "--- a/a.rs\n+++ b/a.rs\n@@ -1 +1 @@\n-x\n+y\n";
  world.write("repo/change.diff", diff);
  const Json analysis =
      result_of(run(world, asked_types()[2], {"--diff", "change.diff", "--write-baseline"}))["analysis"];
  CHECK(analysis.is_null());
  REQUIRE(run(world, asked_types()[2], {"--write-baseline"}).exit_code == 0);
  const Json finding = result_of(
      run(world, asked_types()[2],
          {"--diff", "change.diff", "--baseline", ".rustassistant/baseline.json"}))["analysis"]["findings"][0];
  CHECK(finding.contains("changed"));
  CHECK(finding.contains("baseline"));
  CHECK(finding["suppressed"] == "known");
}

TEST_CASE("what could not be parsed is part of every document about the file") {
  World world;
  const std::string odd = "int a(void) { return 1; }\nFOO BAR(baz) qux { ) (\n}}} @@@\nint b(void) { return 2; }\n";
  world.write("repo/odd.c", odd);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"analysis", "run", "odd.c", "--format", "json"},
        {"docs", "generate", "odd.c", "--format", "json"}}) {
    const Json analysis = world.run(words).json()["results"][0]["analysis"];
    CHECK_FALSE(analysis["unparsed"].empty());
  }
}

TEST_CASE("a plan says which files it could not plan") {
  World world;
  const Outcome outcome = world.run({"refactor", "plan", "a.rs", "missing.rs", "--format", "json"});
  CHECK(outcome.exit_code == 3);
  CHECK(outcome.json()["not_planned"][0]["path"] == "missing.rs");
}

TEST_CASE("a kind that is explained says which setting it hangs on, and where that comes from") {
  World world;
  const Json kind = world.run({"explain", "long_function", "--format", "json"}).json()["kinds"][0];
  CHECK(kind["setting"]["name"] == "analysis.max_function_lines");
  CHECK(kind["setting"]["value"] == 50);
  CHECK(kind["setting"]["source"] == "default");
}

TEST_CASE("documentation goes into a folder, one document for each file with an index, and over nobody's file") {
  World world;
  world.write("repo/src/b.rs", "//! Boxes & <b>.\n\n/// Puts `Vec<T>`.\npub fn put(value: u8) {}\n");
  const Outcome outcome = world.run({"docs", "generate", "src", "-o", "out"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("1 document, see out/README.md"));
  CHECK_THAT(world.read("repo/out/README.md"), Contains("[`src/b.rs`](src/b.rs.md): Boxes & \\<b>."));
  const std::string document = world.read("repo/out/src/b.rs.md");
  CHECK_THAT(document, Contains("pub fn put(value: u8)") && Contains("Puts `Vec<T>`."));
  CHECK(world.run({"docs", "generate", "src", "-o", "out"}).exit_code == 0);
  CHECK(world.read("repo/out/src/b.rs.md") == document);
  world.write("repo/out/src/b.rs.md", "mine");
  const Outcome refused = world.run({"docs", "generate", "src", "-o", "out"});
  CHECK(refused.exit_code == 7);
  CHECK_THAT(refused.err, Contains("was not written by this command"));
  CHECK(world.read("repo/out/src/b.rs.md") == "mine");
}

TEST_CASE("a hostile answer stays text in Markdown") {
  Json answer = asked_types()[1].answer;
  answer["purpose"] = "a\n# Heading\n<script>x</script> ![i](http://evil/x) ```\n";
  answer["items"][0]["description"] = "```\nnever closed <b>";
  answer["items"][0]["errors"] = {"a | b\n\n# c <img src=x>"};
  answer["items"][0]["examples"] = {"````\ncode\n```\n# out"};
  LoopbackServer server(std::vector{completion(answer.dump())});
  World world;
  world.use_openai(server);
  const std::string text = world.run({"docs", "generate", "a.rs"}).out;
  CHECK_THAT(text, Contains("\n\\# Heading\n") && Contains("\\<script>") && Contains("\\![i]") &&
                       Contains("```\nnever closed <b>\n```\n") && Contains("a \\| b # c \\<img src=x>"));
}

TEST_CASE("a plan is made of stored answers, without a new call") {
  LoopbackServer server(std::vector{good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(result_of(world.analyze())["cache"] == "miss");
  const Outcome outcome = world.run({"refactor", "plan", "a.rs", "--format", "json"});
  CHECK(outcome.exit_code == 0);
  const Json plan = outcome.json();
  CHECK(plan["schema"] == "rustassistant.plan/1");
  CHECK(plan["summary"]["hits"] == 1);
  CHECK(plan["summary"]["cost_nano_usd"] == 0);
  CHECK(plan["steps"].size() == 1);
  CHECK(plan["steps"][0]["files"] == Json{"a.rs"});
  CHECK(server.requests().size() == 1);
  CHECK_THAT(world.run({"refactor", "plan", "a.rs"}).out, Contains("# Refactoring plan") && Contains("Validation:"));
  CHECK(world.run({"refactor", "plan", "a.rs", "--smell", "god-object", "--format", "json"}).json()["steps"].empty());
  const Outcome unknown = world.run({"refactor", "plan", "a.rs", "--smell", "long_funktion"});
  CHECK(unknown.exit_code == 2);
  CHECK_THAT(unknown.err, Contains("did you mean long_function?"));
}

TEST_CASE("a plan takes another model's stored answer before it calls the configured one") {
  LoopbackServer server(std::vector{good_answer(), good_answer()});
  World world;
  world.use_openai(server);
  REQUIRE(result_of(world.analyze())["cache"] == "miss");
  world.variables["RUSTASSISTANT_MODEL"] = "gpt-4.1-mini";
  const auto plan = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"refactor", "plan", "a.rs", "--format", "json"});
    return world.run(more).json();
  };
  CHECK(plan({"--dry-run"})["summary"]["calls"] == 0);
  const Json made = plan({});
  CHECK(made["summary"]["hits"] == 1);
  CHECK(made["steps"].size() == 1);
  CHECK(server.requests().size() == 1);
  CHECK(plan({"--refresh"})["summary"]["misses"] == 1);
  CHECK(server.requests().size() == 2);
}

TEST_CASE("documentation is never written through a link out of its folder") {
  World world;
  world.write("repo/src/b.rs", "pub fn put() {}\n");
  world.write("elsewhere/keep", "");
  std::filesystem::create_directories(world.repo() + "/out");
  std::filesystem::create_directory_symlink(world.repo() + "/../elsewhere", world.repo() + "/out/src");
  const Outcome outcome = world.run({"docs", "generate", "src", "-o", "out"});
  CHECK(outcome.exit_code == 7);
  CHECK_THAT(outcome.err, Contains("symbolic link"));
  CHECK_FALSE(std::filesystem::exists(world.repo() + "/../elsewhere/b.rs.md"));
}

TEST_CASE("reviews and notes are shown in the formats of other programs, too") {
  LoopbackServer server([&](const ReceivedRequest&) { return completion(asked_types()[2].answer.dump()); });
  World world;
  world.use_openai(server);
  world.write("repo/notes.py", "# FIXME(ada): x <b> ]]>\n");
  const Json review = world.run({"analysis", "run", "a.rs", "--format", "sarif"}).json();
  const Json result = review["runs"][0]["results"][0];
  CHECK(result["ruleId"] == "correctness");
  CHECK(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "a.rs");
  CHECK(review["runs"][0]["automationDetails"]["id"] == "rustassistant/analysis/");
  const Json notes = world.run({"todos", "scan", "notes.py", "--format", "gitlab"}).json();
  REQUIRE(notes.size() == 1);
  CHECK(notes[0]["check_name"] == "rustassistant.fixme");
  CHECK(notes[0]["severity"] == "major");
  for (const char* format : {"markdown", "github", "rdjson", "checkstyle", "junit"}) {
    INFO(format);
    const Outcome outcome = world.run({"todos", "scan", "notes.py", "--format", format});
    CHECK(outcome.exit_code == 0);
    CHECK_THAT(outcome.out, Contains("notes.py"));
  }
}
