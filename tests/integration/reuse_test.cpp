// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <functional>
#include <regex>
#include <string>
#include <vector>

#include "unit_answers.hpp"

// An edit costs what it touched: parts of files are asked about, and the rest of the last answer stays.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

struct Review {
  Json file;  // the result
  std::size_t requests = 0;
  std::size_t bytes = 0;  // of the last request
};

struct ReuseWorld {
  World world;
  std::function<void(Json&)> extra;
  LoopbackServer server{
      [this](const ReceivedRequest& request) { return completion(answer_by_text(Json::parse(request.body), extra)); }};
  Source source;

  ReuseWorld() {
    world.use_openai(server);
    std::filesystem::remove(world.repo() + "/a.rs");
  }

  [[nodiscard]] Review review(const std::vector<std::string>& more = {}) {
    world.write("repo/m.py", source.text());
    const std::size_t before = server.requests().size();
    std::vector<std::string> words{"refactor", "analyze", "m.py", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = world.run(words);
    INFO(outcome.err);
    REQUIRE(outcome.exit_code == 0);
    const auto requests = server.requests();
    return {outcome.json()["results"][0], requests.size() - before,
            requests.size() == before ? 0 : requests.back().body.size()};
  }

  // What models and builtin found, without the marks of this run.
  static Json found(const Review& review) {
    Json found = review.file["analysis"]["code_smells"];
    return found;
  }
  static Json advice(const Review& review) {
    Json titles = Json::array();
    for (const Json& suggestion : review.file["analysis"]["suggestions"]) titles.push_back(suggestion["title"]);
    std::sort(titles.begin(), titles.end());
    return titles;
  }
  // The same question about the whole file, of nobody's earlier answer.
  void check_as_whole(const Review& merged) {
    const Review whole = review({"--no-cache"});
    CHECK(found(merged) == found(whole));
    CHECK(advice(merged) == advice(whole));
    CHECK(whole.file["analysis"]["code_smells"].size() > 10);
  }
};

}  // namespace

TEST_CASE_METHOD(ReuseWorld, "an edit of one function is asked about alone, and the rest of the answer stays") {
  const Review first = review();
  CHECK(first.requests == 1);
  CHECK(!first.file.contains("reuse"));
  source.numbers[7] = 100;
  const Review second = review();
  CHECK(second.requests == 1);
  CHECK(second.bytes * 3 < first.bytes);
  CHECK(second.file["cache"] == "miss");
  CHECK(second.file["reuse"]["units"] == kFunctions);
  CHECK(second.file["reuse"]["asked"] == 1);
  CHECK(second.file["reuse"]["kept"] == kFunctions - 1);
  CHECK(second.file["reuse"]["from"] == first.file["key"]);
  CHECK_THAT(shown_file(Json::parse(server.requests().back().body)),
             Contains("lines not shown") && !Contains("def function_8"));
  check_as_whole(second);
  const Review again = review();
  CHECK(again.requests == 0);
  CHECK(again.file["reuse"] == second.file["reuse"]);
  CHECK(found(again) == found(second));
}

TEST_CASE_METHOD(ReuseWorld, "what nothing but comments changed in costs nothing, and findings move with their lines") {
  const Review first = review();
  source.heading = "# What it is for.\n#\n# And more.\n\n\n\nimport os\n\n";
  const Review second = review();
  CHECK(second.requests == 0);
  CHECK(second.file["cost_nano_usd"] == 0);
  CHECK(second.file["reuse"]["asked"] == 0);
  CHECK(found(second)[0]["location"]["line_start"] != found(first)[0]["location"]["line_start"]);
  check_as_whole(second);
}

TEST_CASE_METHOD(ReuseWorld, "users of a changed signature are asked about again, those of a changed body are not") {
  const std::string heading = source.heading;
  source.heading = heading + "def helper(a):\n    return 1\n\n\n";
  source.last_calls = -1;
  static_cast<void>(review());
  source.heading = heading + "def helper(a):\n    return 2\n\n\n";
  CHECK(review().file["reuse"]["asked"] == 1);
  source.heading = heading + "def helper(a, b):\n    return 2\n\n\n";
  const Review changed = review();
  CHECK(changed.file["reuse"]["asked"] == 2);
  check_as_whole(changed);
}

TEST_CASE_METHOD(ReuseWorld, "thirty edits in a row give what whole files would have given, and some are asked whole") {
  static_cast<void>(review());
  int whole = 0;
  for (int step = 0; step < 30; ++step) {
    source.numbers[static_cast<std::size_t>(step * 7 % kFunctions)] = 1000 + step;
    source.numbers[static_cast<std::size_t>(step * 11 % kFunctions)] = 2000 + step;
    if (step % 5 == 4) source.heading += "# Step " + std::to_string(step) + ".\n";
    const Review edited = review();
    CHECK(edited.requests == 1);
    whole += edited.file.contains("reuse") ? 0 : 1;
    INFO("step " << step);
    if (step % 6 == 5) check_as_whole(edited);
  }
  CHECK(whole >= 1);
  CHECK(whole <= 4);
}

TEST_CASE_METHOD(ReuseWorld, "what an answer says of lines that it was not asked about is refused") {
  static_cast<void>(review());
  source.numbers[7] = 100;
  const std::string elided = "function_20";
  extra = [&](Json& smells) {
    smells.push_back(smell_at(6 + 20 * 12, elided, "is empty"));
    smells.push_back(smell_at(6 + 7 * 12, elided, "is not defined"));
    smells.push_back(smell_at(0, "", "the file is a mess"));
    smells.push_back(smell_at(3, "os", "is never used"));
    smells.push_back(smell_at(100'000, "", "beyond the end"));
  };
  const Review second = review();
  extra = {};
  CHECK(second.file["reuse"]["asked"] == 1);
  check_as_whole(second);
}

TEST_CASE_METHOD(ReuseWorld, "without reuse the question is the one about the whole file, byte for byte") {
  const auto question = [&] {
    std::string body = server.requests().back().body;
    return std::regex_replace(body, std::regex("=====[0-9a-f]{16}====="), "marker");
  };
  static_cast<void>(review());
  source.numbers[7] = 100;
  static_cast<void>(review({"--no-cache"}));
  const std::string whole = question();
  CHECK(review({"--dry-run"}).requests == 0);
  const Review parts = review();
  CHECK(parts.file.contains("reuse"));
  CHECK(question() != whole);
  SECTION("by a flag") {
    const Review plain = review({"--no-reuse"});
    CHECK(plain.requests == 1);
    CHECK(!plain.file.contains("reuse"));
    CHECK(question() == whole);
  }
  SECTION("by a setting") {
    world.variables["RUSTASSISTANT_REUSE"] = "off";
    CHECK(!review().file.contains("reuse"));
    CHECK(question() == whole);
  }
  SECTION("of another model or other thresholds") {
    source.numbers[8] = 100;
    CHECK(!review({"--model", "gpt-4.1-mini"}).file.contains("reuse"));
    world.variables["RUSTASSISTANT_ANALYSIS_MAX_FUNCTION_LINES"] = "77";
    CHECK(!review().file.contains("reuse"));
  }
}

TEST_CASE_METHOD(ReuseWorld, "an answer that cannot be used leaves the earlier one, and is not stored") {
  const Review first = review();
  source.numbers[7] = 100;
  extra = [](Json& smells) { smells = "no list"; };
  world.write("repo/m.py", source.text());
  CHECK(world.run({"refactor", "analyze", "m.py", "--provider", "openai", "--format", "json"}).exit_code != 0);
  extra = {};
  const Review second = review();
  CHECK(second.file["reuse"]["from"] == first.file["key"]);
  check_as_whole(second);
}

TEST_CASE_METHOD(ReuseWorld, "what reuse does is told in text, before a run, by cache why and by cache status") {
  static_cast<void>(review());
  source.numbers[7] = 100;
  world.write("repo/m.py", source.text());
  CHECK_THAT(world.run({"refactor", "analyze", "m.py", "--dry-run"}).out, Contains("for 1 of 40 units"));
  const Json planned = world.run({"refactor", "analyze", "m.py", "--dry-run", "--format", "json"}).json();
  CHECK(planned["results"][0]["units"]["asked"] == 1);
  CHECK_THAT(world.run({"cache", "why", "m.py"}).out, Contains("1 of 40 units would be asked about"));
  const Json why = world.run({"cache", "why", "m.py", "--format", "json"}).json();
  CHECK(why["reuse"]["asked"] == 1);
  CHECK(why["reuse"]["whole_because"].is_null());
  CHECK_THAT(world.run({"refactor", "analyze", "m.py"}).out, Contains("1 of 40 units asked, $"));
  const Json status = world.cache();
  CHECK(status["reused"]["answers"] == 1);
  CHECK(status["reused"]["units"] == kFunctions);
  CHECK(status["reused"]["asked"] == 1);
  CHECK_THAT(world.run({"cache", "status"}).out, Contains("1 answer: 1 of 40 units asked"));
  CHECK(world.run({"report", "--format", "json"}).json()["cache"]["reused"] == status["reused"]);
  CHECK_THAT(world.run({"report"}).out, Contains("1 answer: 1 of 40 units asked, saved ~$"));
  source.heading += "# A comment.\n\n";
  world.write("repo/m.py", source.text());
  CHECK_THAT(world.run({"refactor", "analyze", "m.py"}).out, Contains("0 of 40 units asked, $0.00 instead of ~$"));
  source.numbers.assign(kFunctions, 5);
  world.write("repo/m.py", source.text());
  CHECK_THAT(world.run({"cache", "why", "m.py"}).out, Contains("most of the file changed"));
}

TEST_CASE_METHOD(ReuseWorld, "cache why says why a whole file is asked about") {
  static_cast<void>(review());
  const auto reason = [&](const std::string& name, const std::string& text) {
    world.write("repo/" + name, text);
    const Json reuse = world.run({"cache", "why", name, "--format", "json"}).json()["reuse"];
    return reuse["from"].is_null() ? reuse["whole_because"].get<std::string>() : "from an answer";
  };
  source.numbers[7] = 100;
  // Bug: nothing was said where there was no earlier answer.
  CHECK(reason("m.py", source.text()) == "from an answer");
  CHECK(reason("other.py", source.text()) == "first");
  CHECK(reason("short.py", source.text().substr(0, 2'000)) == "small");
  CHECK(reason("m.kt", source.text()) == "no_units");
  world.variables["RUSTASSISTANT_REUSE"] = "off";
  CHECK(reason("m.py", source.text()) == "off");
  CHECK_THAT(world.run({"cache", "why", "m.py"}).out, Contains("not possible: llm.reuse is off"));
}

TEST_CASE_METHOD(ReuseWorld, "a hit by content asks for no last answer") {
  static_cast<void>(review());
  const Json why = world.run({"cache", "why", "m.py", "--format", "json"}).json();
  CHECK(why["steps"] == Json::array({{{"step", "look_up"}, {"outcome", "hit"}}}));
  CHECK(!why.contains("reuse"));
}

TEST_CASE("of several files the summary says how many units were asked about, and what that saved") {
  World world;
  // Tokens as many as the question has bytes.
  LoopbackServer server([](const ReceivedRequest& request) {
    ScriptedReply reply = completion(answer_by_text(Json::parse(request.body)));
    Json body = Json::parse(reply.body);
    body["usage"]["prompt_tokens"] = request.body.size();
    reply.body = body.dump();
    return reply;
  });
  world.use_openai(server);
  std::filesystem::remove(world.repo() + "/a.rs");
  Source source;
  const auto write = [&](int change) {
    source.numbers[7] = change;
    world.write("repo/m.py", source.text());
    source.numbers[8] = change;
    world.write("repo/n.py", "# The other one.\n" + source.text());
  };
  const auto analyze = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {"refactor", "analyze", "."});
    return world.run(more);
  };
  write(0);
  CHECK_THAT(analyze({}).out, !Contains("asked"));
  write(1);
  CHECK_THAT(analyze({}).out, Contains(", 3 of 80 units of 2 files asked (saved ~$0.00"));
  // Neither was asked about again.
  CHECK(!analyze({"--format", "json"}).json()["summary"].contains("reused"));
  write(2);
  const Json document = analyze({"--format", "json"}).json();
  const Json reused = document["summary"]["reused"];
  CHECK(reused["files"] == 2);
  CHECK(reused["units"] == 2 * kFunctions);
  CHECK(reused["asked"] == 4);
  CHECK(reused["saved_nano_usd"].get<std::int64_t>() > document["summary"]["cost_nano_usd"].get<std::int64_t>());
  write(3);
  CHECK(world.run({"refactor", "plan", ".", "--format", "json"}).json()["summary"]["reused"]["asked"] == 4);
}
