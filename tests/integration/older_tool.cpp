// SPDX-License-Identifier: MIT
#include "older_tool.hpp"

#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "rustassistant/codec/sha256.hpp"

namespace rustassistant::test {

using Json = nlohmann::json;
namespace fs = std::filesystem;

std::string hash_of(std::string_view content) {
  return codec::sha256_hex(content);
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

Json legacy_entry(const std::string& path, std::string_view content) {
  return {
      {"file_path", path},   {"file_hash", hash_of(content)}, {"analyzed_at", "2026-02-04T03:12:42.813401651+00:00"},
      {"provider", "xai"},   {"model", "grok-beta"},          {"result", legacy_result("of old")},
      {"tokens_used", 1000}, {"file_size", content.size()},   {"cache_type", "refactor"}};
}

Json Old::migrate(std::vector<std::string> more) const {
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

void execute(const std::string& path, const std::string& sql, const std::string& blob) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  sqlite3_stmt* statement = nullptr;
  REQUIRE(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  if (!blob.empty()) sqlite3_bind_blob(statement, 1, blob.data(), static_cast<int>(blob.size()), SQLITE_TRANSIENT);
  CHECK(sqlite3_step(statement) == SQLITE_DONE);
  sqlite3_finalize(statement);
  sqlite3_close(database);
}

std::map<std::string, std::pair<std::string, fs::file_time_type>> picture_of(const std::string& folder) {
  std::map<std::string, std::pair<std::string, fs::file_time_type>> picture;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    picture[entry.path()] = {{std::istreambuf_iterator<char>(file), {}}, entry.last_write_time()};
  }
  return picture;
}

}  // namespace rustassistant::test
