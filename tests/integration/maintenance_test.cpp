// SPDX-License-Identifier: MIT
#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "world.hpp"

// Commands that look after the cache.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;

namespace {

// A cache with the built-in analyzer's answers for files f0.rs, f1.rs, …, the later ones larger.
class Filled : public World {
 public:
  explicit Filled(int files) {
    for (int i = 0; i < files; ++i) {
      std::string source;
      for (int line = 0; line < 4 + 3 * i; ++line)
        source += "fn f" + std::to_string(i * 1000 + line) + "() { g().unwrap(); }\n";
      write("repo/src/f" + std::to_string(i) + ".rs", source);
    }
    CHECK(run({"refactor", "analyze", "src"}).exit_code == 0);
  }
  [[nodiscard]] Json command(std::vector<std::string> words, int exit_code = 0) const {
    words.insert(words.begin(), "cache");
    words.insert(words.end(), {"--format", "json"});
    const Outcome outcome = run(words);
    INFO(outcome.err);
    CHECK(outcome.exit_code == exit_code);
    return outcome.json();
  }
  [[nodiscard]] int entries() const { return cache()["entries"]; }
  [[nodiscard]] bool hits(const std::string& name) const {
    return run({"refactor", "analyze", "src/" + name, "--no-cache", "--dry-run"}).exit_code == 0 &&
           command({"why", "src/" + name})["cache"] == "hit";
  }
  void execute(const std::string& sql) const {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(in_home("cache.db").c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
  }
};

}  // namespace

TEST_CASE("pruning brings the cache down to a size, returns the space and keeps a record") {
  const Filled world(40);
  const int before = world.entries();
  REQUIRE(before == 40);
  const Json planned = world.command({"prune", "--max-size", "177K", "--dry-run"});
  CHECK(planned["entries"] > 0);
  CHECK(world.entries() == before);
  const Json done = world.command({"prune", "--max-size", "177K"});
  CHECK(done["schema"] == "rustassistant.cache-prune/1");
  CHECK(done["strategy"] == "cost-aware");
  CHECK(done["bytes_after"] <= 177'000);
  CHECK(done["entries"] >= planned["entries"]);
  CHECK(world.entries() == before - done["entries"].get<int>());
  CHECK(std::filesystem::file_size(world.in_home("cache.db")) <= 188'000);
  CHECK(world.command({"verify"})["problems"].empty());
  CHECK(world.command({"prune"})["entries"] == 0);  // far below the low watermark
  const Json past = world.command({"status", "--pruning"})["prunings"];
  REQUIRE(past.size() == 2);
  CHECK(past[1]["entries"] == done["entries"]);
  CHECK(past[1]["bytes_before"] > past[1]["bytes_after"]);
}

TEST_CASE("each strategy lets another kind of entry go first") {
  const auto [strategy, gone, kept] = GENERATE(table<std::string, std::string, std::string>({
      {"largest", "f29.rs", "f0.rs"},
      {"lru", "f3.rs", "f29.rs"},
      {"oldest", "f4.rs", "f29.rs"},
      {"most-expensive", "f5.rs", "f29.rs"},
      {"cost-aware", "f3.rs", "f5.rs"},
  }));
  CAPTURE(strategy);
  const Filled world(30);
  // However long each took on this machine.
  world.execute("UPDATE entry SET generation_ms = 1");
  world.execute("UPDATE entry SET last_accessed = last_accessed - 86400000000 WHERE path = 'src/f3.rs'");
  world.execute("UPDATE entry SET created = created - 86400000000 WHERE path = 'src/f4.rs'");
  world.execute("UPDATE entry SET cost = 1000000000, generation_ms = 1000000000 WHERE path = 'src/f5.rs'");
  world.execute("UPDATE counter SET cost = cost + 1000000000");
  const Json status = world.command({"prune", "--dry-run", "--max-size", "1"});
  const auto used = status["bytes_before"].get<std::int64_t>();
  CHECK(world.command({"prune", "--strategy", strategy, "--max-size", std::to_string(used - 4096)})["entries"] < 20);
  CHECK_FALSE(world.hits(gone));
  CHECK(world.hits(kept));
}

TEST_CASE("what was not used for long leaves, but for repositories that are kept") {
  const Filled world(6);
  world.execute("UPDATE entry SET last_accessed = last_accessed - 86400000 * 10 WHERE path < 'src/f3.rs'");
  CHECK(world.command({"prune", "--older-than", "30d"})["entries"] == 0);
  CHECK(world.command({"prune", "--older-than", "1w", "--keep-repo", "."})["entries"] == 0);
  CHECK(world.command({"prune", "--older-than", "1w"})["entries"] == 3);
  CHECK(world.entries() == 3);
  for (const char* age : {"", "7", "d", "-1d", "1m", "9999999999w"})
    CHECK(world.run({"cache", "prune", "--older-than", age}).exit_code == 2);
  CHECK(world.run({"cache", "prune", "--max-size", "much"}).exit_code == 2);
}

TEST_CASE("the status tells entries by prompt, repository and extension, and of one repository alone") {
  const Filled world(3);
  world.write("other/.git/HEAD", "");
  const std::string elsewhere = world.write("other/b.py", "def f():\n    pass\n");
  CHECK(world.run({"refactor", "analyze", elsewhere}).exit_code == 0);
  const Json all = world.command({"status"});
  CHECK(all["entries"] == 4);
  CHECK(all["by_extension"].size() == 2);
  CHECK(all["by_extension"][0]["extension"] == "rs");
  CHECK(all["by_extension"][0]["entries"] == 3);
  CHECK(all["by_repository"].size() == 2);
  CHECK(all["by_prompt"].size() == 1);
  CHECK(all["high_watermark_bytes"] == 450'000'000);
  const Json one = world.command({"status", "--repo", "../other"});
  CHECK(one["entries"] == 1);
  CHECK(one["misses"] == 1);
  CHECK(one["by_extension"][0]["extension"] == "py");
  CHECK_THAT(world.run({"cache", "status"}).out, Contains("\nextension ") && Contains("watermarks"));
}

TEST_CASE("clearing removes what is meant and nothing else") {
  const Filled world(5);
  CHECK(world.run({"cache", "clear"}).exit_code == 2);
  CHECK(world.run({"cache", "clear", "--all", "--model", "x"}).exit_code == 2);
  CHECK(world.command({"clear", "--model", "nobody"})["entries"] == 0);
  CHECK(world.command({"clear", "--type", "docs"})["entries"] == 0);
  CHECK(world.command({"clear", "--repo", ".", "--dry-run"})["entries"] == 5);
  CHECK(world.command({"clear", "--file", "src/f1.rs"})["entries"] == 1);
  CHECK_FALSE(world.hits("f1.rs"));
  CHECK(world.hits("f2.rs"));
  CHECK(world.command({"clear", "--repo", ".", "--type", "refactor"})["entries"] == 4);
  CHECK(world.run({"refactor", "analyze", "src"}).exit_code == 0);
  CHECK(world.command({"clear", "--all", "--yes"})["entries"] == 5);
  CHECK(world.entries() == 0);
}

TEST_CASE("what would remove entries of other repositories needs a yes where nobody can be asked") {
  const Filled world(3);
  world.write("other/.git/HEAD", "");
  world.write("other/a.rs", "fn main() {}\n");
  CHECK(world.run({"refactor", "analyze", "../other/a.rs"}).exit_code == 0);
  for (const std::vector<std::string>& selection : {std::vector<std::string>{"--all"},
                                                    {"--type", "refactor"},
                                                    {"--repo", "../other"},
                                                    {"--file", "../other/a.rs"}}) {
    CAPTURE(selection);
    std::vector<std::string> words{"cache", "clear"};
    words.insert(words.end(), selection.begin(), selection.end());
    const Outcome refused = world.run(words);
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.err, Contains("--yes"));
  }
  CHECK(world.entries() == 4);
  CHECK(world.command({"clear", "--repo", ".", "--type", "refactor"})["entries"] == 3);
  CHECK(world.command({"clear", "--all", "--yes"})["entries"] == 1);
}

TEST_CASE("what would remove more than half of the paid answers needs a yes where nobody can be asked") {
  LoopbackServer server([](const ReceivedRequest&) { return good_answer(); });
  World world;
  world.use_openai(server);
  for (const char* name : {"1", "2", "3", "4"})
    world.write("repo/src/" + std::string(name) + ".rs", "fn f" + std::string(name) + "() {}\n");
  CHECK(world.run({"refactor", "analyze", "src"}).exit_code == 0);
  CHECK(world.run({"cache", "clear", "--file", "src/1.rs"}).exit_code == 0);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"cache", "clear", "--repo", "."}, {"cache", "prune", "--older-than", "0s"}}) {
    CAPTURE(words);
    const Outcome refused = world.run(words);
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.err, Contains("more than half of the paid answers") && Contains("--yes"));
    CHECK(world.cache()["entries"] == 6);  // of each file the model's answer and builtin's
  }
  CHECK(world.run({"cache", "prune", "--older-than", "0s", "--yes"}).exit_code == 0);
  CHECK(world.cache()["entries"] == 0);
}

TEST_CASE("a limit that an empty cache exceeds is refused") {
  const Filled world(2);
  const Outcome refused = world.run({"cache", "prune", "--max-size", "50K"});
  CHECK(refused.exit_code == 2);
  CHECK_THAT(refused.err, Contains("than an empty cache takes"));
  CHECK(world.entries() == 2);
}

TEST_CASE("a mistyped repository, file or model is told with the nearest") {
  const Filled world(2);
  for (const char* command : {"status", "clear"})
    CHECK_THAT(world.run({"cache", command, "--repo", "../rep"}).err, Contains("'../rep'") && Contains("'../repo'"));
  CHECK(world.run({"cache", "status", "--repo", "../rep"}).exit_code == 2);
  CHECK(world.run({"cache", "prune", "--keep-repo", "/nope"}).exit_code == 2);
  CHECK_THAT(world.run({"cache", "clear", "--file", "src/f0.r"}).err, Contains("'src/f0.rs'"));
  CHECK_THAT(world.run({"cache", "clear", "--model", "builtin/x"}).err, Contains("'builtin/"));
  CHECK(world.entries() == 2);
}

TEST_CASE("cache init creates a cache where there is none and reports it") {
  const World world;
  CHECK(world.run({"cache", "init", "--format", "json"}).json()["entries"] == 0);
  CHECK(world.read("home/.rustassistant/cache.db").starts_with("SQLite format 3"));
  CHECK(world.run({"cache", "init"}).exit_code == 0);
}

TEST_CASE("verification finds what is damaged, and repairing fixes it") {
  const Filled world(6);
  CHECK(world.command({"verify"})["entries"] == 6);
  world.execute("UPDATE blob SET data = x'28b52ffd00' WHERE id = 1");
  world.execute("UPDATE entry SET raw_size = raw_size + 1 WHERE id = 2");
  world.execute("DELETE FROM blob WHERE id = 3");
  world.execute("UPDATE counter SET entries = 99, cost = 5");
  const Json found = world.command({"verify"}, 1);
  CHECK(found["problems"].size() == 4);
  CHECK(found["repaired"] == 0);
  CHECK(world.command({"verify", "--repair"}, 1)["repaired"] == 4);
  CHECK(world.command({"verify"})["problems"].empty());
  CHECK(world.entries() == 3);
}

TEST_CASE("where there is no cache, there is nothing to look after") {
  const World world;
  for (const char* command : {"prune", "verify", "optimize"}) CHECK(world.run({"cache", command}).exit_code == 0);
  CHECK(world.run({"cache", "clear", "--all"}).exit_code == 0);
  CHECK_FALSE(std::filesystem::exists(world.in_home("cache.db")));
}

TEST_CASE("optimising makes the cache smaller and loses nothing") {
  const Filled world(40);
  const Json before = world.command({"status"});
  CHECK(before["dictionary"]["builtin"] == true);
  const Json done = world.command({"optimize"});
  CHECK(done["schema"] == "rustassistant.cache-optimize/1");
  CHECK(done["entries"] == 40);
  CHECK(done["stored_bytes_after"] < done["stored_bytes_before"]);
  const Json after = world.command({"status"});
  CHECK(after["raw_bytes"] == before["raw_bytes"]);
  CHECK(after["stored_bytes"] == done["stored_bytes_after"]);
  CHECK(after["oldest"] == before["oldest"]);
  CHECK(world.command({"verify"})["problems"].empty());
  CHECK(world.command({"optimize", "--level", "9"})["rewritten"] == 0);
  CHECK_THAT(world.run({"cache", "optimize", "--level", "1"}).out, Contains("built in"));
  for (const char* level : {"0", "20", "x", ""})
    CHECK(world.run({"cache", "optimize", "--level", level}).exit_code == 2);
}
