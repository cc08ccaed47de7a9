// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "searched_repository.hpp"

// What a search finds and leaves out, and how it is shown.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

TEST_CASE("a question finds the function that answers it, and its lines") {
  const Repository world;
  const Json document = world.json({"how are retries spaced"});
  REQUIRE(document["results"].size() == 2);
  const Json& best = document["results"][0];
  CHECK(best["path"] == "src/retry.rs");
  CHECK(best["symbol"] == "Backoff::next_delay");
  CHECK(best["kind"] == "method");
  CHECK(best["line_start"] == 5);
  CHECK(best["line_end"] == 8);
  CHECK(best["language"] == "rust");
  CHECK_THAT(best["snippet"]["text"].get<std::string>(), Contains("pub fn next_delay"));
  CHECK(document["results"][1]["path"] == "tests/retry_test.rs");
  CHECK(document["index"]["refreshed"] == 3);
  CHECK(document["index"]["stale_seconds"] == 0);
  CHECK(document["more"] == 0);
}

TEST_CASE("nothing found is exit 1, and a query without words is a mistake") {
  const Repository world;
  CHECK(world.search({"zeppelin"}).exit_code == 1);
  CHECK(world.search({"zeppelin"}).out.empty());
  CHECK(world.search({"retries"}).exit_code == 0);
  CHECK(world.search({"->"}).exit_code == 2);
  CHECK(world.search({}).exit_code == 2);
  CHECK(world.search({"retries", "missing-folder"}).exit_code == 3);
  CHECK(world.search({"retries", "--lang", "klingon"}).exit_code == 2);
  CHECK(world.search({"retries", "--snippet", "some"}).exit_code == 2);
}

TEST_CASE("filters of the command line and of the query leave out the rest") {
  const Repository world;
  world.write("repo/src/retry.py", "def next_delay():\n    # Retries are spaced.\n    return 2\n");
  CHECK(world.paths({"retries spaced", "--lang", "python"}) == Paths{"src/retry.py"});
  CHECK(world.paths({"lang:py retries spaced"}) == Paths{"src/retry.py"});
  CHECK(world.paths({"retries", "--path", "tests"}) == Paths{"tests/retry_test.rs"});
  CHECK(world.paths({"retries path:tests/**"}) == Paths{"tests/retry_test.rs"});
  CHECK(world.paths({"retries", "--exclude", "*.rs"}) == Paths{"src/retry.py"});
  CHECK(world.paths({"retries -path:src"}) == Paths{"tests/retry_test.rs"});
  CHECK(world.paths({"retries", "tests"}) == Paths{"tests/retry_test.rs"});
  CHECK(world.paths({"retries", "--tests", "only"}) == Paths{"tests/retry_test.rs"});
  CHECK(world.paths({"retries", "--tests", "no"}).size() == 2);
  CHECK(world.paths({"sym:Backoff::next_delay"}) == Paths{"src/retry.rs"});
  CHECK(world.paths({"wait sym:next_delay"}) == Paths{"src/retry.rs"});
  CHECK(world.paths({"header", "--symbol"}) == Paths{"src/parser.rs"});
  CHECK(world.paths({"exponentially", "--symbol"}).empty());
  CHECK(world.json({"retries", "-n", "1"})["more"] == 2);
}

TEST_CASE("a phrase must be in the file") {
  const Repository world;
  CHECK(world.paths({"\"spaced out exponentially\""}) == Paths{"src/retry.rs"});
  CHECK(world.paths({"\"Spaced  OUT\""}).size() == 2);
  CHECK(world.paths({"\"out spaced\""}).empty());
}

TEST_CASE("JSON Lines have a line about the search and one for each result") {
  const Repository world;
  const Outcome outcome = world.search({"retries", "--format", "jsonl", "--explain"});
  std::vector<Json> lines;
  std::istringstream in(outcome.out);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  REQUIRE(lines.size() == 3);
  CHECK(lines[0]["schema"] == "rustassistant.search-lines/1");
  CHECK(lines[1]["path"] == "src/retry.rs");
  CHECK(lines[1]["why"]["terms"] == Json{"retri"});
  CHECK(lines[2]["why"]["factor"] == 0.5);
  keep_for_schemas(outcome.out);
}

TEST_CASE("snippets are as long as asked for") {
  const Repository world;
  CHECK(world.json({"retries", "--snippet", "none"})["results"][0]["snippet"].is_null());
  const Json one = world.json({"retries", "--snippet", "1"})["results"][0]["snippet"];
  CHECK_THAT(one["text"].get<std::string>(), Contains("Retries are spaced"));
  CHECK(one["line_start"] == 6);
  CHECK(one["cut"] == true);
  CHECK(world.json({"retries", "--snippet", "full"})["results"][0]["snippet"]["cut"] == false);
}

TEST_CASE("control characters of files and names reach no terminal") {
  const Repository world;
  world.write("repo/src/ev\x1b[31mil.rs", "fn zeppelin() { /* \x1b]0;title\x07 */ }\n");
  const Outcome text = world.search({"zeppelin"});
  CHECK(text.exit_code == 0);
  CHECK(text.out.find('\x1b') == std::string::npos);
  CHECK(text.out.find('\x07') == std::string::npos);
  CHECK(world.json({"zeppelin"})["results"].size() == 1);
}

TEST_CASE("names with line feeds and bytes that are no UTF-8 are found, and harmless in every format") {
  const Repository world;
  world.write("repo/src/a\nb.rs", "fn zeppelin_one() {}\n");
  world.write("repo/src/\xff\xfe.rs", "fn zeppelin_two() { /* \xff\x01\x1b[2J */ }\n");
  world.write("repo/src/\xe2\x80\xae.rs", "fn zeppelin_three() {}\n");
  const Outcome text = world.search({"zeppelin"});
  CHECK(text.exit_code == 0);
  for (const char* raw : {"\x1b", "\xff", "\xe2\x80\xae", "a\nb"}) CHECK(text.out.find(raw) == std::string::npos);
  CHECK(world.json({"zeppelin"})["results"].size() == 3);
  const Outcome lines = world.search({"zeppelin", "--format", "jsonl"});
  std::istringstream in(lines.out);
  int count = 0;
  for (std::string line; std::getline(in, line); ++count) CHECK(Json::accept(line));
  CHECK(count == 4);
  CHECK(world.json({"zeppelin"})["index"]["files"] == 6);
}

TEST_CASE("what a review passes over is not found") {
  const Repository world;
  world.write("repo/.gitignore", "secret.rs\n");
  world.write("repo/secret.rs", "fn zeppelin() {}\n");
  world.write("repo/node_modules/a/index.js", "function zeppelin() {}\n");
  world.write("repo/.hidden.rs", "fn zeppelin() {}\n");
  world.write("repo/made.rs", "// @generated\nfn zeppelin() {}\n");
  CHECK(world.paths({"zeppelin"}).empty());
}
