// SPDX-License-Identifier: MIT
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "rustassistant/db/connection.hpp"
#include "support/source_folder.hpp"
#include "world.hpp"

using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

// One JSON document with an error in it, the exit code, and something on standard error.
void check_refused(const Outcome& outcome, int code) {
  CHECK(outcome.exit_code == code);
  const Json document = outcome.json();
  CHECK(document["schema"].get<std::string>().rfind("rustassistant.", 0) == 0);
  CHECK_THAT(outcome.err, Contains("error: "));
}

}  // namespace

TEST_CASE("without key and network the built-in analyzer answers, and the second time the cache does") {
  World world;
  const Json miss = first(world.analyze());
  CHECK(miss["provider"] == "builtin");
  CHECK(miss["fallback"]["reason"] == "no_key");
  CHECK(miss["cache"] == "miss");
  CHECK(miss["cost_nano_usd"] == 0);
  Json hit = first(world.analyze());
  CHECK(hit["cache"] == "hit");
  CHECK(hit["analysis"] == miss["analysis"]);
  CHECK(world.analyze({"--fail-on", "low"}).exit_code == 1);  // unwrap
  CHECK(world.analyze({"--fail-on", "critical"}).exit_code == 0);
  CHECK(std::filesystem::status(world.in_home("cache.db")).permissions() == std::filesystem::perms(0600));
  CHECK(std::filesystem::status(world.in_home("")).permissions() == std::filesystem::perms(0700));
  CHECK_FALSE(std::filesystem::exists(world.in_home("ledger.db")));
}

TEST_CASE("what cannot be read is told with exit code 3") {
  World world;
  std::filesystem::create_directories(world.repo() + "/empty");
  world.write("repo/binary.rs", std::string_view("\x7f"
                                                 "ELF\0\0",
                                                 6));
  REQUIRE(::mkfifo((world.repo() + "/fifo.rs").c_str(), 0600) == 0);
  std::ofstream(world.repo() + "/huge.rs").close();
  std::filesystem::resize_file(world.repo() + "/huge.rs", 2'000'000'000);
  for (const char* name : {"missing.rs", "empty", "binary.rs", "fifo.rs", "huge.rs", "/dev/null", "missing/a.rs"}) {
    CAPTURE(name);
    const Outcome outcome = world.run({"refactor", "analyze", name, "--format", "json"});
    check_refused(outcome, 3);
    CHECK(outcome.peak_kilobytes < 1'000'000);  // of which it inherits what this process took
  }
  const Outcome mixed = world.run({"refactor", "analyze", "a.rs", "missing.rs", "--format", "json"});
  CHECK(mixed.exit_code == 3);
  CHECK(mixed.json()["summary"]["misses"] == 1);
  CHECK(mixed.json()["summary"]["failed"] == 1);
}

TEST_CASE("a file that is too large, and a link to nothing, are told with what helps") {
  const World world;
  world.write("repo/large.py", std::string(1'000'001, '\n'));
  CHECK_THAT(world.run({"refactor", "analyze", "large.py"}).err, Contains("raise analysis.max_file_size"));
  std::filesystem::create_symlink("nowhere", world.repo() + "/dangling.py");
  CHECK_THAT(world.run({"refactor", "analyze", "dangling.py"}).err, Contains("check the path") && !Contains("did you"));
  const Outcome dry = world.run({"refactor", "analyze", "a.rs", "--dry-run", "--format", "sarif"});
  CHECK(dry.exit_code == 2);
  CHECK_THAT(world.run({"completions"}).err, Contains("name one shell"));
}

TEST_CASE("odd files are reviewed without a crash") {
  World world;
  world.write("repo/odd/empty.rs", "");
  world.write("repo/odd/latin1.c", "/* gr\xFC\xDF */ int main(void) { return 0; }\n");
  world.write("repo/odd/deep.rs", "fn f() { " + std::string(10'000, '(') + std::string(10'000, ')') + " }\n");
  world.write("repo/odd/deep.py", std::string(10'000, '(') + "\n");
  world.write("repo/odd/line.js", "let x = [" + std::string(900'000, '1') + "];\n");
  world.write("repo/odd/na\xFFme.rs", kSource);
  world.write("repo/odd/cr.rs", "fn a() {\r\n    b();\r\n}\r\n");
  const Outcome outcome = world.run({"refactor", "analyze", "odd/empty.rs", "odd/latin1.c", "odd/deep.rs",
                                     "odd/deep.py", "odd/line.js", "odd/na\xFFme.rs", "odd/cr.rs", "--format", "json"});
  CHECK(outcome.exit_code == 0);
  CHECK(outcome.json()["summary"]["misses"] == 7);
}

TEST_CASE("standard input is reviewed under the name it is given") {
  World world;
  const Outcome outcome =
      world.run({"refactor", "analyze", "-", "--stdin-filename", "x.rs", "--format", "json"}, std::string(kSource));
  CHECK(outcome.exit_code == 0);
  CHECK(first(outcome)["path"] == "x.rs");
  CHECK(first(outcome)["language"] == "rust");
  check_refused(world.run({"refactor", "analyze", "-", "--format", "json"}, "x"), 2);
  check_refused(
      world.run({"refactor", "analyze", "-", "--stdin-filename", "x", "--format", "json"}, std::string("\0", 1)), 3);
}

TEST_CASE("a file that is named twice is reviewed once") {
  World world;
  const Json document = world.run({"refactor", "analyze", "a.rs", ".", "./a.rs", "--format", "json"}).json();
  CHECK(document["summary"]["files"] == 1);
}

TEST_CASE("folders honour what git ignores, and say what was passed over") {
  World world;
  world.write("repo/.gitignore", "*.gen.rs\n!keep.gen.rs\n/build/\n");
  world.write("repo/.git/info/exclude", "private.rs\n");
  for (const char* name :
       {"x.gen.rs", "keep.gen.rs", "build/y.rs", "private.rs", "sub/build/z.rs", "node_modules/m.js", ".hidden.rs"}) {
    world.write(std::string("repo/") + name, kSource);
  }
  world.write("repo/notes.md", "# notes\n");
  world.write("repo/big.rs", std::string(1'000'001, ' '));
  const Json document = world.run({"refactor", "analyze", ".", "--format", "json"}).json();
  std::vector<std::string> paths;
  for (const Json& result : document["results"]) paths.push_back(result["path"]);
  CHECK(paths == std::vector<std::string>{"./a.rs", "./keep.gen.rs", "./sub/build/z.rs"});
  const Json passed_over = document["summary"]["passed_over"];
  CHECK(passed_over["ignored"] == 3);
  CHECK(passed_over["vendored"] == 1);
  CHECK(passed_over["too_large"] == 1);
  CHECK(passed_over["not_source"] == 1);
}

TEST_CASE("without a home the answer is still shown") {
  World world;
  world.variables.erase("HOME");
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK(first(outcome)["cache"] == "off");
  CHECK_THAT(outcome.err, Contains("no home folder"));
  CHECK(world.run({"budget", "status"}).exit_code == 7);
}

TEST_CASE("with a file in place of the home the answer is still shown") {
  World world;
  world.write("home/.rustassistant", "in the way");
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK(first(outcome)["status"] == "ok");
  CHECK_THAT(outcome.err, Contains("warning: "));
}

TEST_CASE("a damaged cache is set aside and costs nothing but itself") {
  const std::string damage =
      GENERATE(std::string("just text"), std::string(5000, '\0'), std::string("SQLite format 3\0garbage", 23));
  World world;
  world.write("home/.rustassistant/cache.db", damage);
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK(first(outcome)["status"] == "ok");
  CHECK_THAT(outcome.err, Contains("cache.db.damaged-"));
  CHECK(first(world.analyze())["cache"] == "hit");
}

TEST_CASE("a cache cut in half still answers") {
  World world;
  REQUIRE(world.analyze().exit_code == 0);
  std::filesystem::resize_file(world.in_home("cache.db"), std::filesystem::file_size(world.in_home("cache.db")) / 2);
  CHECK(first(world.analyze())["status"] == "ok");
  CHECK(first(world.analyze())["cache"] == "hit");
}

TEST_CASE("a folder in place of the cache is no obstacle") {
  World world;
  std::filesystem::create_directories(world.in_home("cache.db/x"));
  CHECK(first(world.analyze())["status"] == "ok");
}

TEST_CASE("a database of the older tool is moved aside as a source for migration") {
  World world;
  std::filesystem::create_directories(world.in_home(""));
  {
    using namespace rustassistant::db;
    const auto old = Connection::open(world.in_home("cache.db"), {});
    REQUIRE(old);
    REQUIRE(old->execute("CREATE TABLE cache_entries(id TEXT)"));
  }
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, Contains("cache.db.legacy"));
  CHECK(std::filesystem::exists(world.in_home("cache.db.legacy")));
  CHECK(first(world.analyze())["cache"] == "hit");
}

TEST_CASE("a damaged ledger stops paid calls, is left as it is, and the answer is still shown") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  world.write("home/.rustassistant/ledger.db", "not a ledger");
  const Outcome outcome = world.analyze();
  CHECK(outcome.exit_code == 7);
  CHECK(first(outcome)["provider"] == "builtin");
  CHECK(first(outcome)["fallback"]["reason"] == "ledger");
  CHECK(server.requests().empty());
  CHECK(world.read("home/.rustassistant/ledger.db") == "not a ledger");
  CHECK(world.analyze({"--provider", "builtin"}).exit_code == 0);
  CHECK(world.run({"budget", "status"}).exit_code == 7);
}

TEST_CASE("a result file is written whole or not at all") {
  World world;
  const std::string path = world.repo() + "/out.json";
  CHECK(world.analyze({"-o", path}).exit_code == 0);
  CHECK(Json::parse(world.read("repo/out.json"))["schema"] == "rustassistant.analyze/1");
  const auto files = [&] { return std::distance(std::filesystem::directory_iterator(world.repo()), {}); };
  const auto before = files();
  CHECK(world.analyze({"-o", world.repo() + "/missing/out.json"}).exit_code == 7);
  CHECK(world.analyze({"-o", "/dev/full"}).exit_code == 7);
  CHECK(files() == before);
}

TEST_CASE("wrong words are told with the right ones, exit code 2, and one document where JSON was asked for") {
  World world;
  const Outcome unknown = world.run({"refactor", "analyse", "a.rs"});
  CHECK(unknown.exit_code == 2);
  CHECK_THAT(unknown.err, Contains("analyze"));
  CHECK(unknown.out.empty());
  check_refused(world.run({"bogus", "--format", "json"}), 2);
  check_refused(world.run({"refactor", "analyze", "--format", "json"}), 2);
  check_refused(world.run({"refactor", "analyze", "a.rs", "--jobs", "0", "--format=json"}), 2);
  world.configure("[cache\n");
  check_refused(world.analyze(), 4);
  CHECK(world.run({"--help"}).exit_code == 0);
  CHECK_THAT(world.run({"cache", "status", "--version"}).out, Contains("rustassistant "));
}

TEST_CASE("settings are written once, shown with their origin, and keys never") {
  World world;
  CHECK(world.run({"config", "init"}).out == world.in_home("config.toml") + "\n");
  CHECK(world.run({"config", "init"}).exit_code == 3);
  CHECK(world.run({"config", "path"}).out == world.in_home("config.toml") + "\n");
  world.configure("[llm]\nmodle = \"x\"\n");
  const Outcome misspelled = world.run({"config", "show"});
  CHECK(misspelled.exit_code == 4);
  CHECK_THAT(misspelled.err, Contains("did you mean 'llm.model'"));
  world.configure("[llm]\nprovider = \"xai\"\n");
  world.variables["XAI_API_KEY"] = "very-secret";
  world.variables["RUSTASSISTANT_MODEL"] = "grok-4.3";
  const Outcome shown = world.run({"config", "show", "--origin"});
  CHECK(shown.exit_code == 0);
  CHECK_THAT(shown.out, Contains("config.toml") && Contains("RUSTASSISTANT_MODEL") && Contains("XAI_API_KEY") &&
                            !Contains("very-secret"));
  CHECK(world.run({"config", "show", "--format", "json"}).json()["settings"]["llm.provider"]["source"] == "user");
}

TEST_CASE("an empty home has an empty cache and an untouched budget") {
  World world;
  const Json budget = world.budget();
  CHECK(budget["monthly"]["cap_nano_usd"] == 3'000'000'000);
  CHECK(budget["monthly"]["spent_nano_usd"] == 0);
  CHECK(budget["state"] == "ok");
  CHECK(world.cache()["entries"] == 0);
  CHECK_FALSE(std::filesystem::exists(world.in_home("ledger.db")));
}

TEST_CASE("two runs over a thousand real files differ in nothing but times") {
  const std::string real = source_folder() + "/node_modules";
  REQUIRE(std::filesystem::exists(real));
  World world;
  std::filesystem::create_directories(world.repo() + "/mixed");
  int count = 0;
  for (const char* root : {real.c_str(), "/usr/include", "/usr/share/perl5", "/usr/lib/python3"}) {
    std::error_code ignored;
    for (auto at = std::filesystem::recursive_directory_iterator(root, ignored);
         at != std::filesystem::recursive_directory_iterator() && count < 1'200; at.increment(ignored)) {
      if (!at->is_regular_file(ignored) || at->file_size(ignored) > 60'000) continue;
      const auto extension = at->path().extension().string();
      if (std::string(".c.h.js.ts.py.rs.go.java.sh.hpp.").find(extension + ".") == std::string::npos ||
          extension.empty())
        continue;
      std::filesystem::copy_file(at->path(), world.repo() + "/mixed/" + std::to_string(count++) + extension, ignored);
    }
  }
  REQUIRE(count >= 1'000);
  const auto run = [&] {
    const Outcome outcome = world.run({"refactor", "analyze", "mixed", "--no-cache", "--format", "json"});
    CHECK(outcome.exit_code == 0);
    Json document = outcome.json();
    document["summary"].erase("duration_ms");
    for (Json& result : document["results"]) result.erase("duration_ms");
    return document.dump();
  };
  CHECK(run() == run());
}
