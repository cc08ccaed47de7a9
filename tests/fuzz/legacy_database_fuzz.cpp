// SPDX-License-Identifier: MIT
// Rows of the older tool's databases: whatever is in their columns, a row is an entry or a call with sound values,
// or says why it is none; and reading it twice says the same.
#include <stdlib.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/db/connection.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/legacy/database.hpp"

namespace {

using namespace rustassistant;

void require(bool holds) {
  if (!holds) std::abort();
}

// Tables without types, so that every value stays what it is; made once for each process.
const std::string& database() {
  static const std::string path = [] {
    std::string folder = "/tmp/legacy-database-fuzz-XXXXXX";
    require(::mkdtemp(folder.data()) != nullptr);
    const auto connection = db::Connection::open(
        folder + "/cache.db",
        {db::OpenMode::create, std::chrono::milliseconds(0), db::Synchronous::normal, db::Journal::rollback});
    require(connection.has_value());
    require(connection
                ->execute("CREATE TABLE file_analysis (file_path, file_hash, created_at, model, analysis_json, "
                          "total_tokens, input_tokens, cost_usd, api_cost_millicents, prompt_hash, repo_path, repo_id);"
                          "CREATE TABLE llm_costs (timestamp, provider, model, input_tokens, cached_tokens, "
                          "output_tokens, cost_usd, operation, repo_path, repo_id, file_path, api_cost_millicents);")
                .has_value());
    return folder + "/cache.db";
  }();
  return path;
}

// A line for each value; what follows them makes a number of one.
void fill(const db::Connection& connection, std::string_view table, std::string_view data) {
  require(connection.execute("DELETE FROM " + std::string(table)).has_value());
  auto insert = connection.prepare("INSERT INTO " + std::string(table) +
                                   " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");
  auto as_number = connection.prepare("UPDATE " + std::string(table) + " SET model = CAST(model AS INTEGER)");
  require(insert.has_value() && as_number.has_value());
  std::array<std::string_view, 12> values{};
  for (std::string_view& value : values) {
    const std::size_t end = data.find('\n');
    value = data.substr(0, end);
    data.remove_prefix(end == std::string_view::npos ? data.size() : end + 1);
  }
  require(insert
              ->bind(values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7], values[8],
                     values[9], values[10], values[11])
              .run()
              .has_value());
  if (!data.empty()) require(as_number->run().has_value());
}

std::vector<std::string> answers() {
  std::vector<std::string> seen;
  require(legacy::read_answers(database(), [&](const legacy::DatabaseRow& row) {
            if (row.entry) {
              require(!row.entry->file_path.empty() && !row.entry->model.empty());
              require(row.entry->result.front() == '{' && row.entry->result.back() == '}');
              require(row.entry->tokens.value_or(0) >= 0 && row.entry->cost.value_or(NanoUsd{}).value >= 0);
            }
            seen.push_back(row.entry ? row.entry->file_path + row.entry->result : row.entry.error().what);
            return true;
          }).has_value());
  return seen;
}

std::vector<std::string> calls() {
  std::vector<std::string> seen;
  require(legacy::read_usage(database(), [&](const legacy::UsageRow& row) {
            if (row.usage) {
              require(row.usage->input.value_or(0) >= 0 && row.usage->input.value_or(0) <= domain::kMaxTokens);
              require(row.usage->cost.value_or(NanoUsd{}).value >= 0);
            }
            seen.push_back(row.usage ? std::to_string(row.usage->at.value) : row.usage.error().what);
            return true;
          }).has_value());
  return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  {
    const auto connection = db::Connection::open(database(), {db::OpenMode::read_write});
    require(connection.has_value());
    fill(*connection, "file_analysis", text);
    fill(*connection, "llm_costs", text);
  }
  require(legacy::is_database(database()));
  require(answers() == answers());
  require(calls() == calls());
  return 0;
}
