// SPDX-License-Identifier: MIT
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "ledger_rows.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/codec/zstd.hpp"

// Answers of the older tool: brought in whole, once, without touching their source.
using namespace rustassistant::test;
using Catch::Matchers::Contains;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

std::string hash_of(std::string_view content) {
  return rustassistant::codec::sha256_hex(content);
}

Json legacy_result(const std::string& description) {
  return {
      {"code_smells",
       Json::array({{{"smell_type", "FeatureEnvy"},
                     {"severity", "High"},
                     {"description", description},
                     {"impact", "a crash"},
                     {"location", {{"file", "a.rs"}, {"line_start", 1}, {"line_end", 4}, {"item_name", "main"}}}}})},
      {"suggestions", Json::array()},
      {"complexity_score", 50.0},
      {"maintainability_score", 50.0},
      {"priorities", Json::array({"fix it"})},
      {"estimated_effort", "Medium"},
      {"path", "a.rs"}};
}

Json legacy_entry(const std::string& path = "a.rs", std::string_view content = kSource) {
  return {
      {"file_path", path},   {"file_hash", hash_of(content)}, {"analyzed_at", "2026-02-04T03:12:42.813401651+00:00"},
      {"provider", "xai"},   {"model", "grok-beta"},          {"result", legacy_result("of old")},
      {"tokens_used", 1000}, {"file_size", content.size()},   {"cache_type", "refactor"}};
}

// A home with the older tool's cache in it: one repository, whose entries are at `tree`.
class Old : public World {
 public:
  const std::string source = "home/.rustassistant/cache/repos";
  const std::string tree = source + "/0123abcd/cache/refactor/";

  void add(const std::string& name, const std::string& text) const { write(tree + name, text); }
  void add(const std::string& name, const Json& entry) const { add(name, entry.dump(2)); }

  [[nodiscard]] Json migrate(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"cache", "migrate", "--format", "json"});
    const Outcome outcome = run(more);
    const Json document = outcome.json();
    CHECK(outcome.exit_code == (document["failed"] > 0 || document["usage_failed"] > 0 ? 1 : 0));
    if (document["verified"] != false) {
      CHECK(document["total"] == document["migrated"].get<int>() + document["already_present"].get<int>() +
                                     document["superseded"].get<int>() + document["failed"].get<int>());
    }
    CHECK(document["failures"].size() == document["failed"].get<std::size_t>());
    return document;
  }
  [[nodiscard]] Json first() const { return analyze().json()["results"][0]; }
};

void execute(const std::string& path, const std::string& sql, const std::string& blob = {}) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  if (!blob.empty()) sqlite3_bind_blob(statement, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
  CHECK(sqlite3_step(statement) == SQLITE_DONE);
  sqlite3_finalize(statement);
  sqlite3_close(database);
}

// Every file below a folder with its content and time.
std::map<std::string, std::pair<std::string, fs::file_time_type>> picture_of(const std::string& folder) {
  std::map<std::string, std::pair<std::string, fs::file_time_type>> picture;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    picture[entry.path()] = {{std::istreambuf_iterator<char>(file), {}}, entry.last_write_time()};
  }
  return picture;
}

}  // namespace

TEST_CASE("an answer of the older tool hits where nobody can be called, and shows its old findings") {
  const Old world;
  world.add("a.rs.json", legacy_entry());
  const auto before = picture_of(world.home() + "/.rustassistant/cache");
  const Json report = world.migrate({"--verify"});
  CHECK(report["schema"] == "rustassistant.cache-migrate/1");
  CHECK(report["migrated"] == 1);
  CHECK(report["verified"] == true);
  CHECK(report["will_hit"] == 1);
  CHECK(picture_of(world.home() + "/.rustassistant/cache") == before);

  const Json result = world.first();
  CHECK(result["cache"] == "hit");
  CHECK(result["model"] == "grok-beta");
  CHECK(result["older_tool"] == true);
  CHECK(result["estimated"] == true);
  CHECK(result["usage"]["input_tokens"] == 1000);
  const Json smell = result["analysis"]["code_smells"][0];
  CHECK(smell["smell_type"] == "feature_envy");
  CHECK(smell["severity"] == "high");
  CHECK(smell["description"] == "of old");
  CHECK(smell["location"]["verified"] == true);
  CHECK(result["analysis"]["estimated_effort"] == "medium");
  // grok-beta: $5 per million tokens of input.
  CHECK(world.cache()["cost_nano_usd"] == 5'000'000);
  CHECK(world.cache()["estimated_entries"] == 1);

  const Json again = world.migrate({"--verify"});
  CHECK(again["already_present"] == 1);
  CHECK(again["verified"] == true);
}

TEST_CASE("every hit on an answer of the older tool says so, also after an archive, and in `cache why`") {
  const Old world;
  world.write("repo/b.rs", "fn b() {}\n");
  world.add("a.rs.json", legacy_entry());
  CHECK(world.migrate()["migrated"] == 1);
  CHECK_THAT(world.run({"refactor", "analyze", "a.rs"}).out,
             Contains("from the cache, answered by xai grok-beta through the older tool"));
  CHECK_THAT(world.run({"refactor", "analyze", "."}).out, Contains("1 from the cache (1 made by the older tool)"));
  CHECK_THAT(world.run({"cache", "why", "a.rs"}).out, Contains(", made by the older tool"));
  const Json document = world.run({"refactor", "analyze", ".", "--format", "json"}).json();
  CHECK(document["summary"]["hits"] == 2);
  CHECK(document["summary"]["older_tool_hits"] == 1);
  CHECK(document["results"][0]["older_tool"] == true);
  CHECK(document["results"][1]["older_tool"] == false);

  CHECK(world.run({"cache", "export", "all.zst"}).exit_code == 0);
  CHECK(world.run({"cache", "clear", "--all", "--yes"}).exit_code == 0);
  CHECK(world.run({"cache", "import", "all.zst"}).exit_code == 0);
  CHECK(world.first()["older_tool"] == true);
  const Json why = world.run({"cache", "why", "a.rs", "--format", "json"}).json();
  CHECK(why["hit"]["older_tool"] == true);
}

TEST_CASE("with another model configured, the report names the setting that lets old answers hit") {
  Old world;
  world.add("a.rs.json", legacy_entry());
  world.variables["XAI_API_KEY"] = kKey;
  const Outcome outcome = world.run({"cache", "migrate"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, Contains("will hit") && Contains("0 with the current configuration"));
  CHECK_THAT(outcome.err, Contains("accept_models = [\"grok-beta\"]"));
  world.configure("[cache]\naccept_models = [\"grok-beta\"]\n");
  CHECK(world.first()["model"] == "grok-beta");
  world.configure("");
  const Outcome named = world.analyze({"--model", "grok-beta", "--offline"});
  CHECK(named.json()["results"][0]["cache"] == "hit");
}

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

TEST_CASE("of several answers to one question the newest stays, in whatever order they come") {
  const Old world;
  Json newer = legacy_entry();
  newer["analyzed_at"] = "2026-03-01T00:00:00Z";
  newer["result"] = legacy_result("newer");
  Json oldest = legacy_entry();
  oldest["analyzed_at"] = "2025-01-01T00:00:00Z";
  world.add("1.json", legacy_entry());
  world.add("2.json", newer);
  world.add("3.json", oldest);
  const Json planned = world.migrate({"--dry-run"});
  CHECK(planned["migrated"] == 1);
  CHECK(planned["superseded"] == 2);
  CHECK_FALSE(fs::exists(world.in_home("cache.db")));
  for (int run = 0; run < 2; ++run) {
    const Json report = world.migrate({"--verify"});
    CHECK(report["migrated"] == (run == 0 ? 1 : 0));
    CHECK(report["already_present"] == (run == 0 ? 0 : 1));
    CHECK(report["superseded"] == 2);
    CHECK(report["verified"] == true);
  }
  CHECK(world.first()["analysis"]["code_smells"][0]["description"] == "newer");
}

TEST_CASE("an answer to another prompt is kept, told by `cache why`, and does not hit") {
  const Old world;
  Json foreign = legacy_entry();
  foreign["prompt_hash"] = "0123456789abcdef";
  world.add("a.json", foreign);
  world.write(world.source + "/0123abcd/meta.json", Json{{"path", world.repo()}}.dump());
  const Json report = world.migrate();
  CHECK(report["migrated"] == 1);
  CHECK(report["will_hit"] == 0);
  CHECK(report["older_prompts"] == 0);
  CHECK(world.first()["provider"] == "builtin");
  const Json why = world.run({"cache", "why", "a.rs", "--format", "json"}).json();
  CHECK(why["cache"] == "hit");  // by now the built-in analyzer's answer
  bool told = false;
  for (const Json& entry : why["related"]) {
    CHECK(entry["same_path"] == true);
    for (const Json& difference : entry["differences"])
      told = told || (difference["factor"] == "prompt_hash" && difference["stored"] == "0123456789abcdef");
  }
  CHECK(told);
}

TEST_CASE("a backup is made before anything else, never over another one, and not again of the same") {
  const Old world;
  world.add("a.json", legacy_entry());
  const std::string source = world.home() + "/.rustassistant/cache/repos";
  const auto before = picture_of(source);
  CHECK(world.migrate({"--backup"})["backup"] == source + ".backup");
  CHECK(world.migrate({"--backup"})["backup"] == source + ".backup");
  CHECK(picture_of(source) == before);
  CHECK_FALSE(fs::exists(source + ".backup-2"));
  CHECK_THAT(world.run({"cache", "migrate", "--backup"}).out, Contains("made before, unchanged"));
  world.add("b.json", legacy_entry("b.rs", "b"));
  CHECK(world.migrate({"--backup"})["backup"] == source + ".backup-2");
  CHECK(fs::exists(source + ".backup/0123abcd/cache/refactor/a.json"));
  CHECK_FALSE(fs::exists(source + ".backup/0123abcd/cache/refactor/b.json"));
  CHECK(fs::exists(source + ".backup-2/0123abcd/cache/refactor/b.json"));
}

TEST_CASE("a change of one byte in what was stored is found") {
  const Old world;
  world.add("a.json", legacy_entry());
  world.add("b.json", legacy_entry("b.rs", "b"));
  CHECK(world.migrate()["migrated"] == 2);
  execute(world.in_home("cache.db"),
          "UPDATE blob SET data = CAST(substr(data, 1, 20) || x'00' || substr(data, 22) AS BLOB) WHERE id = 1");
  const Json report = world.migrate({"--verify"});
  CHECK(report["verified"] == false);
  CHECK(report["failed"].get<int>() == 1);
  CHECK_THAT(report["failures"][0]["reason"].get<std::string>(), Contains("cannot be read back"));
  CHECK(world.migrate({"--verify"})["verified"] == true);  // the damaged one was removed, and came in again
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

TEST_CASE("entries with the older tool's own prompt hit, as those that name none do") {
  for (const char* own : {"acd151e433e330bf", "default"}) {
    CAPTURE(own);
    const Old world;
    Json entry = legacy_entry();
    entry["prompt_hash"] = own;
    world.add("a.json", entry);
    const Json report = world.migrate({"--verify"});
    CHECK(report["will_hit"] == 1);
    CHECK(report["older_prompts"] == 1);
    CHECK(world.first()["cache"] == "hit");
  }
}

TEST_CASE("what will not hit is reported with its reason and the setting that helps") {
  Old world;
  world.add("a.json", legacy_entry());
  Json foreign = legacy_entry("b.rs", "b");
  foreign["prompt_hash"] = "0123456789abcdef";
  world.add("b.json", foreign);
  world.variables["XAI_API_KEY"] = kKey;
  const Json report = world.migrate();
  CHECK(report["will_hit"] == 0);
  REQUIRE(report["will_not_hit"].size() == 2);
  std::map<std::string, Json> reasons;
  for (const Json& row : report["will_not_hit"]) reasons[row["reason"]] = row;
  CHECK(reasons["model"]["entries"] == 1);
  CHECK(reasons["model"]["value"] == "grok-beta");
  CHECK(reasons["model"]["remedy"] == "[cache] accept_models = [\"grok-beta\"]");
  CHECK(reasons["prompt"]["value"] == "0123456789abcdef");
  CHECK(reasons["prompt"]["remedy"] == nullptr);
  CHECK_THAT(world.run({"cache", "migrate"}).out, Contains("1: answers of grok-beta, and another model is configured"));
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

TEST_CASE("what is saved is told of the entries alone, and never below nothing") {
  const Old world;
  for (int i = 0; i < 20; ++i) world.write("repo/f" + std::to_string(i) + ".rs", kSource);
  CHECK(world.run({"refactor", "analyze", "."}).exit_code == 0);
  Json tiny = legacy_entry();
  tiny["result"] = {{"x", 1}};
  world.add("a.json", tiny);
  const Outcome outcome = world.run({"cache", "migrate"});
  CHECK(outcome.exit_code == 0);
  CHECK_THAT(outcome.out, !Contains("(-") && Contains("stored"));
  const Json report = world.migrate();
  CHECK(report["stored_bytes"] > 0);
  CHECK(report["stored_bytes"] < report["source_bytes"]);
  CHECK(report["destination_bytes"] > report["source_bytes"]);
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

// Of cache.db and its log.
std::uintmax_t bytes_in_cache(const World& world) {
  std::uintmax_t bytes = 0;
  for (const char* file : {"cache.db", "cache.db-wal"}) {
    std::error_code missing;
    const auto size = fs::file_size(world.in_home(file), missing);
    if (!missing) bytes += size;
  }
  return bytes;
}

TEST_CASE("killed at any moment and repeated, a migration ends in the same state") {
  const Old world;
  constexpr int kEntries = 300;
  for (int i = 0; i < kEntries; ++i) {
    const std::string name = std::to_string(i);
    world.add(name + ".json", legacy_entry(name + ".rs", name));
  }
  // RUSTASSISTANT_KILLS: how often; by default few.
  const char* wanted = std::getenv("RUSTASSISTANT_KILLS");
  const int kills = wanted == nullptr ? 10 : std::atoi(wanted);
  for (int i = 0; i < kills; ++i) {
    if (i % 20 == 0) fs::remove(world.in_home("cache.db"));
    const Started process = world.start({"cache", "migrate"});
    // At another point of its work each time: once so much is written, or once it has ended.
    const auto written = static_cast<std::uintmax_t>(i * 7919 % 150'000);
    while (bytes_in_cache(world) < written && process.is_running()) std::this_thread::yield();
    process.signal(SIGKILL);
    CHECK(process.wait().exit_code <= 128 + SIGKILL);
  }
  const Json report = world.migrate({"--verify"});
  CHECK(report["verified"] == true);
  CHECK(report["migrated"].get<int>() + report["already_present"].get<int>() == kEntries);
  CHECK(world.cache()["entries"] == kEntries);
}
