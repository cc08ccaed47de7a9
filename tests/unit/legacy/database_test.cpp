// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/database.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;
using namespace rustassistant::legacy;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

const std::string kHash(64, 'a');

constexpr const char* kRoadmap =
    "CREATE TABLE file_analysis (id INTEGER PRIMARY KEY AUTOINCREMENT, file_path TEXT NOT NULL, content_hash TEXT NOT "
    "NULL, cache_key TEXT, analysis_json BLOB NOT NULL, analysis_type TEXT NOT NULL, model_id TEXT NOT NULL, "
    "prompt_hash TEXT, schema_version INTEGER, config_hash TEXT, generation_time_ms INTEGER, api_cost_millicents "
    "INTEGER, input_tokens INTEGER, output_tokens INTEGER, total_tokens INTEGER, created_at INTEGER, last_accessed "
    "INTEGER, access_count INTEGER, size_bytes INTEGER, repo_id TEXT, repo_path TEXT)";

db::Connection opened(const std::string& path) {
  auto connection = db::Connection::open(
      path, {db::OpenMode::create, std::chrono::milliseconds(100), db::Synchronous::normal, db::Journal::rollback});
  REQUIRE(connection);
  return *std::move(connection);
}

void execute(const std::string& path, const std::string& sql) {
  const auto done = opened(path).execute(sql);
  INFO((done ? std::string() : done.error().what));
  REQUIRE(done);
}

std::vector<DatabaseRow> answers(const std::string& path) {
  std::vector<DatabaseRow> rows;
  const auto read = read_answers(path, [&](DatabaseRow row) {
    rows.push_back(std::move(row));
    return true;
  });
  INFO((read ? std::string() : read.error().what));
  CHECK(read);
  return rows;
}

std::vector<UsageRow> usage(const std::string& path) {
  std::vector<UsageRow> rows;
  CHECK(read_usage(path, [&](UsageRow row) {
    rows.push_back(std::move(row));
    return true;
  }));
  return rows;
}

std::map<std::string, std::string> bytes_in(const std::string& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    files[entry.path().filename()] = {std::istreambuf_iterator<char>(file), {}};
  }
  return files;
}

}  // namespace

TEST_CASE("a file_analysis table with answers is taken whole") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path().native() + "/analysis.db";
  execute(path, kRoadmap);
  {
    const db::Connection connection = opened(path);
    auto insert =
        connection.prepare("INSERT INTO file_analysis VALUES (NULL, './src/a.rs', '" + kHash +
                           "', 'k', ?1, 'refactor', 'grok-4', 'acd151e433e330bf', 1, 'c', 1500, 123, 900, 100, "
                           "1000, 1769940000, 1772323200, 5, 9, '0123abcd', '/srv/project')");
    REQUIRE(insert);
    const std::string blob = codec::Compressor(3).compress(R"({"code_smells": []})");
    REQUIRE(insert->bind(db::Blob{reinterpret_cast<const std::uint8_t*>(blob.data()), blob.size()}).run());
  }
  REQUIRE(is_database(path));
  CHECK(contents_of(path)->answers == 1);
  const auto rows = answers(path);
  REQUIRE(rows.size() == 1);
  REQUIRE(rows[0].entry);
  const Entry& entry = *rows[0].entry;
  CHECK(rows[0].owner.path == "/srv/project");
  CHECK(rows[0].owner.id == "0123abcd");
  CHECK(entry.file_path == "./src/a.rs");
  CHECK(to_hex(entry.file_hash) == kHash);
  CHECK(entry.result == R"({"code_smells":[]})");
  CHECK(entry.model == "grok-4");
  CHECK(entry.cache_type == "refactor");
  CHECK(entry.prompt_hash.empty());
  CHECK(entry.generation_ms == 1500);
  CHECK(entry.cost->value == 1'230'000);  // 123 thousandths of a cent
  CHECK(entry.input == 900);
  CHECK(entry.output == 100);
  CHECK(entry.tokens == 1000);
  CHECK(entry.analyzed_at->value == 1'769'940'000'000);
  CHECK(entry.last_accessed->value == 1'772'323'200'000);
  CHECK(entry.access_count == 5);
}

TEST_CASE("a table for answers without a column for results is said to hold none") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path().native() + "/rustassistant.db";
  execute(path,
          "CREATE TABLE file_analysis (id TEXT PRIMARY KEY, repo_id TEXT, file_path TEXT, content_hash TEXT, summary "
          "TEXT, complexity_score INTEGER, created_at BIGINT)");
  execute(path, "INSERT INTO file_analysis VALUES ('x', 'r', 'a.rs', '" + kHash + "', 'a file', 5, 1)");
  REQUIRE(is_database(path));
  const auto contents = contents_of(path);
  REQUIRE(contents);
  CHECK(contents->answers == 0);
  CHECK(contents->without_answers == std::vector<std::string>{"file_analysis"});
  CHECK(answers(path).empty());
}

TEST_CASE("what calls came to is read from every table that noted it, and rows that cannot be read say why") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path().native() + "/budget.db";
  execute(path,
          "CREATE TABLE token_usage (id INTEGER PRIMARY KEY, timestamp INTEGER, repo_id TEXT, file_path TEXT, "
          "analysis_type TEXT, input_tokens INTEGER, output_tokens INTEGER, total_tokens INTEGER, cost_usd REAL);"
          "CREATE TABLE llm_costs (id INTEGER PRIMARY KEY, timestamp TEXT, operation TEXT, model TEXT, input_tokens "
          "INTEGER, output_tokens INTEGER, cached_tokens INTEGER, cost_usd REAL);"
          "CREATE TABLE llm_usage (id INTEGER PRIMARY KEY, task_id TEXT, operation TEXT, tokens_input INTEGER, "
          "tokens_output INTEGER, cost_usd REAL, model TEXT, created_at INTEGER);"
          "INSERT INTO token_usage VALUES (1, 1769940000, '0123abcd', 'a.rs', 'docs', 10, 20, 30, 0.5);"
          "INSERT INTO token_usage VALUES (2, 'whenever', '0123abcd', 'a.rs', 'docs', 10, 20, 30, 0.5);"
          "INSERT INTO token_usage VALUES (3, 1769940000, '0123abcd', 'a.rs', 'docs', -10, 20, 30, 0.5);"
          "INSERT INTO token_usage VALUES (4, 1769940000, '0123abcd', 'a.rs', 'docs', 10, 20, 30, 'much');"
          "INSERT INTO llm_costs VALUES (1, '2026-02-01 10:00:00', 'code_review', 'grok-4', 10, 20, 5, 0.25);"
          "INSERT INTO llm_usage VALUES (1, NULL, 'refactor', 7, 8, NULL, 'grok-4.1', 1769940000);");
  REQUIRE(is_database(path));
  const auto rows = usage(path);
  REQUIRE(rows.size() == 6);
  REQUIRE(rows[0].usage);
  CHECK(rows[0].place == "row 1 of token_usage");
  CHECK(rows[0].owner.id == "0123abcd");
  CHECK(rows[0].usage->at.value == 1'769'940'000'000);
  CHECK(rows[0].usage->type == "docs");
  CHECK(rows[0].usage->path == "a.rs");
  CHECK(rows[0].usage->input == 10);
  CHECK(rows[0].usage->output == 20);
  CHECK(rows[0].usage->cost->value == 500'000'000);
  CHECK_THAT(rows[1].usage.error().what, Contains("when"));
  CHECK_THAT(rows[2].usage.error().what, Contains("'input': expected a count"));
  CHECK_THAT(rows[3].usage.error().what, Contains("not an amount in dollars"));
  REQUIRE(rows[4].usage);
  CHECK(rows[4].usage->model == "grok-4");
  CHECK(rows[4].usage->type == "code_review");
  CHECK(rows[4].usage->cached == 5);
  CHECK(rows[4].usage->cost->value == 250'000'000);
  REQUIRE(rows[5].usage);
  CHECK(rows[5].usage->input == 7);
  CHECK(rows[5].usage->output == 8);
  CHECK_FALSE(rows[5].usage->cost);
}

TEST_CASE("a database whose last transaction was cut short is recovered as a copy, its files untouched") {
  const test::TemporaryFolder folder;
  const std::string live = folder.path().native() + "/live.db";
  execute(live, kRoadmap);
  constexpr int kRows = 200;
  for (int i = 0; i < kRows; ++i) {
    execute(live,
            "INSERT INTO file_analysis (file_path, content_hash, analysis_json, analysis_type, model_id) VALUES "
            "('a.rs', '" +
                kHash + "', CAST('{\"x\": \"" + std::string(2000, 'y') +
                "\"}' AS BLOB), 'refactor', "
                "'committed')");
  }
  fs::create_directory(folder.path().native() + "/killed");
  const std::string killed = folder.path().native() + "/killed/analysis.db";
  {
    // As a process leaves it that is killed in the middle: pages written, the journal beside them.
    const db::Connection connection = opened(live);
    REQUIRE(
        connection.execute("PRAGMA cache_size=2; BEGIN IMMEDIATE; UPDATE file_analysis SET model_id = 'half-way', "
                           "analysis_json = CAST('{\"x\": 1}' AS BLOB)"));
    fs::copy_file(live, killed);
    fs::copy_file(live + "-journal", killed + "-journal");
    REQUIRE(fs::file_size(killed + "-journal") > 0);
    REQUIRE(connection.execute("ROLLBACK"));
  }
  const auto before = bytes_in(folder.path().native() + "/killed");
  REQUIRE(is_database(killed));
  CHECK(contents_of(killed)->answers == kRows);
  const auto rows = answers(killed);
  CHECK(rows.size() == kRows);
  for (const DatabaseRow& row : rows) {
    REQUIRE(row.entry);
    REQUIRE(row.entry->model == "committed");
  }
  CHECK(bytes_in(folder.path().native() + "/killed") == before);
}

TEST_CASE("rows that only stand in the log are read, and nothing is written beside the source") {
  const test::TemporaryFolder folder;
  const std::string live = folder.path().native() + "/live.db";
  fs::create_directory(folder.path().native() + "/killed");
  const std::string killed = folder.path().native() + "/killed/cache.db";
  {
    const auto connection = db::Connection::open(live, {});
    REQUIRE(connection);
    REQUIRE(connection->execute(kRoadmap));
    REQUIRE(
        connection->execute("INSERT INTO file_analysis (file_path, content_hash, analysis_json, analysis_type, "
                            "model_id) VALUES ('a.rs', '" +
                            kHash + "', CAST('{}' AS BLOB), 'refactor', 'm')"));
    fs::copy_file(live, killed);
    fs::copy_file(live + "-wal", killed + "-wal");
  }
  const auto before = bytes_in(folder.path().native() + "/killed");
  CHECK(is_database(killed));
  CHECK(answers(killed).size() == 1);
  CHECK(bytes_in(folder.path().native() + "/killed") == before);
}

TEST_CASE("databases of others, of ours, and what is none are not taken for the older tool's") {
  const test::TemporaryFolder folder;
  const std::string path = folder.path().native() + "/x.db";
  CHECK_FALSE(is_database(path));
  std::ofstream(path) << "text";
  CHECK_FALSE(is_database(path));
  fs::remove(path);
  execute(path, "CREATE TABLE something (x)");
  CHECK_FALSE(is_database(path));
  execute(path, kRoadmap);
  CHECK(is_database(path));
  execute(path, "PRAGMA application_id = 7");
  CHECK_FALSE(is_database(path));
}
