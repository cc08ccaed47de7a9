// SPDX-License-Identifier: MIT
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "ledger_rows.hpp"
#include "older_tool.hpp"
#include "rustassistant/codec/zstd.hpp"

// Where answers of the older tool are found and announced, in which shapes, and what is said of everything else there.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

TEST_CASE("entries of every age and shape come in") {
  const Old world;
  Json late = legacy_entry("late.rs", "late");
  late["file_hash"] = "sha256:" + hash_of("late");
  late["cost_usd"] = 0.0025;
  late.erase("tokens_used");
  late["llm_tokens"] = 77;
  late["schema_version"] = 1;
  late.erase("provider");
  world.add("late.json", late);
  Json loose = legacy_entry("loose.rs", "loose");
  const Json result = loose["result"];
  loose.erase("result");
  loose.update(result);
  world.add("deep/er/loose.json", loose);
  std::string windows = legacy_entry("w.rs", "w").dump(1);
  for (std::size_t at = 0; (at = windows.find('\n', at)) != std::string::npos; at += 2) windows.replace(at, 1, "\r\n");
  world.add("w.json", "\xef\xbb\xbf" + windows);
  world.add("README.md", std::string("not an entry"));
  world.add("a.json.bak", std::string("not an entry either"));
  world.write(world.source + "/0123abcd/cache/docs/d.json", [] {
    Json docs = legacy_entry("d.rs", "d");
    docs["cache_type"] = "docs";
    docs["result"] = {{"text", "documentation"}};
    return docs.dump();
  }());
  world.write(world.source + "/0123abcd/meta.json", R"({"repo_path": "/home/someone/project"})");
  const Json report = world.migrate({"--verify"});
  CHECK(report["migrated"] == 4);
  CHECK(report["inferred_providers"] == 1);
  CHECK(report["verified"] == true);
  const Json status = world.cache();
  CHECK(status["entries"] == 4);
  CHECK(status["by_type"].size() == 2);
  CHECK(status["cost_nano_usd"] == 2'500'000 + 3 * 5'000'000);
}

TEST_CASE("what is no entry is reported with its reason, and the rest goes on") {
  const Old world;
  world.add("good.json", legacy_entry());
  world.add("empty.json", std::string());
  world.add("text.json", std::string("hello"));
  world.add("deep.json", "{\"result\":{\"x\":" + std::string(100'000, '['));
  world.add("latin.json", std::string("{\"file_path\":\"\xe9\"}"));
  world.add("zero.json", std::string("{\0}", 3));
  world.add("typed.json", [] {
    Json entry = legacy_entry("t.rs", "t");
    entry["cache_type"] = "poetry";
    return entry;
  }());
  world.add("unreadable.json", legacy_entry("u.rs", "u"));
  world.write("elsewhere.json", legacy_entry("e.rs", "e").dump());
  const std::string folder = world.home() + "/.rustassistant/cache/repos/0123abcd/cache/refactor";
  fs::create_symlink(world.home() + "/../elsewhere.json", folder + "/link.json");
  REQUIRE(::mkfifo((folder + "/fifo.json").c_str(), 0600) == 0);
  std::ofstream(folder + "/huge.json").close();
  fs::resize_file(folder + "/huge.json", 100'000'000);
  const bool root = ::geteuid() == 0;
  ::chmod((folder + "/unreadable.json").c_str(), 0);
  const Json report = world.migrate({"--verify"});
  ::chmod((folder + "/unreadable.json").c_str(), 0600);
  CHECK(report["migrated"] == (root ? 2 : 1));
  CHECK(report["failed"] == (root ? 9 : 10));
  CHECK(report["verified"] == true);
  std::map<std::string, std::string> reasons;
  for (const Json& failure : report["failures"])
    reasons[fs::path(failure["path"].get<std::string>()).filename()] = failure["reason"];
  CHECK(reasons["empty.json"] == "empty");
  CHECK_THAT(reasons["text.json"], Contains("not JSON"));
  CHECK_THAT(reasons["deep.json"], Contains("nested deeper"));
  CHECK_THAT(reasons["latin.json"], Contains("not JSON"));
  CHECK_THAT(reasons["zero.json"], Contains("zero byte"));
  CHECK_THAT(reasons["typed.json"], Contains("poetry"));
  CHECK_THAT(reasons["link.json"], Contains("symbolic link"));
  CHECK_THAT(reasons["fifo.json"], Contains("not a regular file"));
  CHECK_THAT(reasons["huge.json"], Contains("larger than 16 MiB"));
  const Outcome text = world.run({"cache", "migrate"});
  CHECK(text.exit_code == 1);
  CHECK_THAT(text.out, Contains("empty.json") && Contains("failed"));
}

TEST_CASE("every kind of place is a source") {
  const Old world;
  const std::string entry = legacy_entry().dump();
  world.write("work/one/.rustassistant/cache/refactor/a.json", entry);
  world.write("work/two/.rustassistant/cache/refactor/b.json", legacy_entry("b.rs", "b").dump());
  world.write("work/two/deep/three/.rustassistant/cache/refactor/c.json", legacy_entry("c.rs", "c").dump());
  const std::string work = world.repo() + "/../work";
  for (const char* place : {"/one", "/one/.rustassistant", "/one/.rustassistant/cache"}) {
    CAPTURE(place);
    CHECK(world.migrate({"--dry-run", "--source", work + place})["total"] == 1);
  }
  CHECK(world.migrate({"--dry-run", "--source", work})["total"] == 2);
  CHECK(world.migrate({"--dry-run", "--all-under", work})["total"] == 3);
  CHECK(world.migrate({"--dry-run", "--source", work + "/one", "--source", work + "/two"})["total"] == 2);
  const std::string elsewhere = world.home() + "/elsewhere.db";
  CHECK(world.migrate({"--source", work, "--destination", elsewhere})["destination"] == elsewhere);
  CHECK(fs::exists(elsewhere));
  CHECK_FALSE(fs::exists(world.in_home("cache.db")));

  CHECK(world.run({"cache", "migrate"}).exit_code == 3);
  CHECK(world.run({"cache", "migrate", "--source", world.repo() + "/nothing"}).exit_code == 3);
  CHECK(world.run({"cache", "migrate", "--source", world.repo()}).exit_code == 3);
}

TEST_CASE("the older tool's databases are sources, too, with what it noted of its calls") {
  Old world;
  world.write("home/.rustassistant/x", "");
  const std::string path = world.in_home("cache.db");
  execute(path,
          "CREATE TABLE cache_entries (id INTEGER PRIMARY KEY, cache_type TEXT, repo_path TEXT, file_path TEXT, "
          "file_hash TEXT, provider TEXT, model TEXT, prompt_hash TEXT, result_blob BLOB, tokens_used INTEGER, "
          "created_at TEXT)");
  const std::string row = "INSERT INTO cache_entries VALUES (NULL, 'refactor', '" + world.repo() + "', 'a.rs', '" +
                          hash_of(kSource) + "', 'xai', 'grok-beta', NULL, ?1, 500, '2026-02-01 10:00:00')";
  execute(path, row, rustassistant::codec::Compressor(3).compress(legacy_result("from a table").dump()));
  execute(
      path,
      "INSERT INTO cache_entries VALUES (NULL, 'refactor', '', 'b.rs', 'no hash', 'xai', 'm', NULL, x'00', 1, 'x')");
  const std::string usage = world.in_home("budget.db");
  execute(usage,
          "CREATE TABLE token_usage (id INTEGER PRIMARY KEY, timestamp TEXT, provider TEXT, model TEXT, "
          "total_tokens INTEGER, estimated_cost REAL)");
  execute(usage, "INSERT INTO token_usage VALUES (1, '2026-02-01T10:00:00Z', 'xai', 'grok-beta', 500, 0.0025)");
  execute(usage, "INSERT INTO token_usage VALUES (2, '2026-02-01T11:00:00Z', 'xai', 'grok-beta', 100, NULL)");
  execute(usage, "INSERT INTO token_usage VALUES (3, '2999-01-01T00:00:00Z', 'xai', 'grok-beta', 100, NULL)");

  // What stands where our cache should be is moved away and announced.
  const Outcome first = world.analyze();
  CHECK_THAT(first.err, Contains("cache.db.legacy"));
  const Json report = world.migrate({"--verify", "--backup"});
  CHECK(report["migrated"] == 1);
  CHECK(report["failed"] == 1);
  CHECK(report["usage_rows"] == 2);
  CHECK(report["usage_failed"] == 1);
  CHECK_THAT(report["usage_failures"][0]["path"].get<std::string>(), Contains("budget.db, row 3 of token_usage"));
  CHECK_THAT(report["usage_failures"][0]["reason"].get<std::string>(), Contains("2999-01-01T00:00:00Z"));
  CHECK(report["verified"] == true);
  CHECK(fs::exists(world.in_home("cache.db.legacy.backup")));
  CHECK(world.analyze({"--refresh"}).exit_code == 0);
  const auto rows = ledger_rows(world);
  REQUIRE(rows.size() == 2);
  CHECK(world.migrate()["usage_rows"] == 0);
  const Json history = world.run({"budget", "history", "--since", "2026-01-01", "--format", "json"}).json();
  CHECK(history["total"]["spent_nano_usd"] == 2'500'000 + 100 * 5'000);
  world.variables["XAI_API_KEY"] = kKey;
  CHECK(world.analyze({"--model", "grok-beta", "--offline"})
            .json()["results"][0]["analysis"]["code_smells"][0]["description"] == "from a table");
}

TEST_CASE("a database of the older tool in the cache's place becomes a source, and a dry run leaves it there") {
  const Old world;
  world.write("home/.rustassistant/x", "");
  const std::string path = world.in_home("cache.db");
  execute(path,
          "CREATE TABLE cache_entries (id INTEGER PRIMARY KEY, cache_type TEXT, repo_path TEXT, file_path TEXT, "
          "file_hash TEXT, provider TEXT, model TEXT, prompt_hash TEXT, result_blob BLOB, tokens_used INTEGER, "
          "created_at TEXT, last_accessed TEXT, access_count INTEGER)");
  execute(path,
          "INSERT INTO cache_entries VALUES (NULL, 'refactor', '" + world.repo() + "', './a.rs', '" + hash_of(kSource) +
              "', 'xai', 'grok-beta', 'acd151e433e330bf', ?1, 500, '2026-02-01 10:00:00', '2026-03-01 10:00:00', 6)",
          rustassistant::codec::Compressor(3).compress(legacy_result("from a table").dump()));
  const auto before = picture_of(world.home());
  const Json planned = world.migrate({"--dry-run"});
  CHECK(planned["migrated"] == 1);
  CHECK(picture_of(world.home()) == before);

  const Outcome outcome = world.run({"cache", "migrate", "--format", "json"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.err, Contains("moved to") && Contains("cache.db.legacy"));
  CHECK(outcome.json()["migrated"] == 1);
  CHECK(fs::exists(path + ".legacy"));
  CHECK(world.first()["cache"] == "hit");
  const Json again = world.migrate({"--source", path + ".legacy"});
  CHECK(again["already_present"] == 1);
}

TEST_CASE("a table without answers is named, and costs no failure") {
  const Old world;
  world.add("a.json", legacy_entry());
  execute(world.in_home("budget.db"), "CREATE TABLE file_analysis (id TEXT PRIMARY KEY, file_path TEXT, summary TEXT)");
  execute(world.in_home("budget.db"), "INSERT INTO file_analysis VALUES ('x', 'a.rs', 'a file')");
  const Json report = world.migrate();
  CHECK(report["failed"] == 0);
  REQUIRE(report["notes"].size() == 1);
  CHECK_THAT(report["notes"][0].get<std::string>(), Contains("file_analysis") && Contains("holds no answers"));
}

TEST_CASE("with caches in the repositories, what was migrated once is not announced in the next one") {
  const Old world;
  world.add("a.json", legacy_entry());
  world.configure("[cache]\nstrategy = \"local\"\n");
  // git is asked whether the caches are tracked.
  std::filesystem::remove_all(world.repo() + "/.git");
  for (const char* folder : {"", "/../other", "/../third"}) {
    std::filesystem::create_directories(world.repo() + folder);
    REQUIRE(std::system(("git init -q '" + world.repo() + folder + "'").c_str()) == 0);
  }
  world.write("other/b.rs", kSource);
  CHECK_THAT(world.analyze().err, Contains("cache migrate"));
  CHECK(world.migrate()["migrated"] == 1);
  const Outcome other = world.run({"refactor", "analyze", world.repo() + "/../other/b.rs"});
  CHECK(other.exit_code == 0);
  CHECK_THAT(other.err, !Contains("cache migrate"));
  world.write("home/.rustassistant/cache/budget.db", "");
  execute(world.in_home("cache/budget.db"), "CREATE TABLE token_usage (id INTEGER PRIMARY KEY, timestamp TEXT)");
  world.write("third/b.rs", kSource);
  CHECK_THAT(world.run({"refactor", "analyze", world.repo() + "/../third/b.rs"}).err, Contains("cache/budget.db"));
}

TEST_CASE("a first run that finds answers of the older tool says so once") {
  const Old world;
  world.add("a.json", legacy_entry());
  CHECK_THAT(world.analyze().err, Contains("cache migrate"));
  CHECK_THAT(world.analyze().err, !Contains("cache migrate"));
}
