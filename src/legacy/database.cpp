// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/database.hpp"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <span>
#include <system_error>
#include <utility>
#include <vector>

#include "forms.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/db/connection.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

constexpr auto kAnswerTables = std::to_array<std::string_view>({"cache_entries", "file_analysis"});
constexpr std::string_view kUsageTable = "token_usage";

// A value and what its column may be called; the first that exists counts.
struct ColumnRow {
  std::string_view value;
  std::array<std::string_view, 8> names;
};
constexpr auto kAnswerColumns = std::to_array<ColumnRow>({
    {"file_path", {"file_path", "path"}},
    {"file_hash", {"file_hash", "content_hash", "file_content_hash", "hash"}},
    {"at", {"analyzed_at", "created_at", "cached_at", "timestamp", "updated_at"}},
    {"provider", {"provider", "llm_provider"}},
    {"model", {"model", "llm_model", "model_name"}},
    {"result",
     {"result", "result_blob", "result_json", "compressed_result", "analysis_json", "analysis", "response", "data"}},
    {"tokens", {"tokens_used", "llm_tokens", "total_tokens", "tokens"}},
    {"cost", {"cost_usd", "estimated_cost", "cost"}},
    {"type", {"cache_type", "analysis_type", "type"}},
    {"prompt_hash", {"prompt_hash"}},
    {"repo_path", {"repo_path", "repository_path", "repo"}},
});
constexpr auto kUsageColumns = std::to_array<ColumnRow>({
    {"at", {"timestamp", "created_at", "used_at", "recorded_at", "date"}},
    {"provider", {"provider", "llm_provider"}},
    {"model", {"model", "llm_model", "model_name"}},
    {"tokens", {"total_tokens", "tokens_used", "tokens"}},
    {"input", {"input_tokens", "prompt_tokens"}},
    {"output", {"output_tokens", "completion_tokens"}},
    {"cost", {"cost_usd", "estimated_cost_usd", "estimated_cost", "cost"}},
    {"file_path", {"file_path", "path"}},
});

Error unreadable(const std::string& path, const std::string& why) {
  return {Errc::input, "cannot read " + sys::quoted(path) + ": " + why, {}};
}

// A database to read from: the file as it stands, or a copy where newer rows stand in its log.
class Reading {
 public:
  static Result<Reading> open(const std::string& path) {
    Reading reading;
    std::string opened = path;
    std::error_code none;
    const auto log_size = fs::file_size(path + "-wal", none);
    const bool has_log = !none && log_size > 0;
    if (has_log) {
      TRY_ASSIGN(opened, reading.copy(path));
    }
    auto connection = db::Connection::open(opened, {has_log ? db::OpenMode::read_write : db::OpenMode::snapshot});
    if (!connection) return tl::unexpected(unreadable(path, connection.error().what));
    reading.connection_.emplace(*std::move(connection));
    return reading;
  }
  ~Reading() {
    connection_.reset();
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Reading(Reading&& other) noexcept
      : folder_(std::exchange(other.folder_, {})), connection_(std::exchange(other.connection_, std::nullopt)) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  Reading& operator=(Reading&&) = delete;

  [[nodiscard]] const db::Connection& connection() const { return *connection_; }

 private:
  Reading() = default;

  Result<std::string> copy(const std::string& path) {
    std::error_code failure;
    std::string name = (fs::temp_directory_path(failure) / "rustassistant-XXXXXX").native();
    if (failure || ::mkdtemp(name.data()) == nullptr) return tl::unexpected(unreadable(path, "no room for a copy"));
    folder_ = name;
    std::string target = sys::joined(folder_, "copy.db");
    for (const char* suffix : {"", "-wal"}) {
      if (!fs::copy_file(path + suffix, target + suffix, failure))
        return tl::unexpected(unreadable(path, failure.message()));
    }
    return target;
  }

  std::string folder_;
  std::optional<db::Connection> connection_;
};

db::Outcome<std::vector<std::string>> columns_of(const db::Connection& connection, std::string_view table) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT name FROM pragma_table_info(?1)"));
  query.bind(table);
  std::vector<std::string> names;
  while (true) {
    TRY_ASSIGN(const bool row, query.step());
    if (!row) return names;
    names.emplace_back(query.text(0));
  }
}

// Selects the values of `rows` in their order after the row's number; NULL for one that has no column.
std::string select_from(std::string_view table, std::span<const ColumnRow> rows,
                        const std::vector<std::string>& names) {
  std::string sql = "SELECT rowid";
  for (const ColumnRow& row : rows) {
    const auto* const found = std::find_if(row.names.begin(), row.names.end(), [&](std::string_view name) {
      return !name.empty() && std::find(names.begin(), names.end(), name) != names.end();
    });
    sql += found == row.names.end() ? std::string(", NULL") : ", \"" + std::string(*found) + "\"";
  }
  return sql + " FROM \"" + std::string(table) + "\" ORDER BY rowid";
}

// The values of a row by their names.
class Row {
 public:
  Row(const db::Statement& statement, std::span<const ColumnRow> rows) : statement_(statement), rows_(rows) {}

  [[nodiscard]] std::int64_t number() const { return statement_.integer(0); }
  [[nodiscard]] std::string text(std::string_view value) const { return std::string(statement_.text(column(value))); }
  [[nodiscard]] std::string_view bytes(std::string_view value) const {
    const db::Blob blob = statement_.blob(column(value));
    return {reinterpret_cast<const char*>(blob.data()), blob.size()};
  }
  [[nodiscard]] std::optional<Tokens> count(std::string_view value) const {
    const auto count = statement_.optional_integer(column(value));
    return count && *count >= 0 && *count <= domain::kMaxTokens ? count : std::nullopt;
  }
  [[nodiscard]] std::optional<NanoUsd> usd(std::string_view value) const {
    const std::string digits = text(value);
    return digits.empty() ? std::nullopt : usd_of(digits);
  }
  // Text in RFC 3339, a day alone, or seconds since 1970.
  [[nodiscard]] std::optional<UnixMillis> time(std::string_view value) const {
    const std::string written = text(value);
    if (const auto time = parse_rfc3339(written)) return time;
    if (const auto day = parse_rfc3339(written + "T00:00:00Z")) return day;
    const auto seconds = parse_integer(written);
    constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
    if (!seconds || *seconds < 0 || *seconds > kLastSecond) return std::nullopt;
    return UnixMillis{*seconds * 1000};
  }

 private:
  [[nodiscard]] int column(std::string_view value) const {
    int column = 1;
    for (const ColumnRow& row : rows_) {
      if (row.value == value) return column;
      ++column;
    }
    return 0;
  }

  const db::Statement& statement_;
  std::span<const ColumnRow> rows_;
};

Result<std::string> document_of(std::string_view stored) {
  constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
  if (!stored.starts_with(kZstdMagic)) return std::string(stored);
  auto text = codec::decompress_stream(stored, static_cast<std::size_t>(kMaxEntryBytes));
  if (!text) return fail(Errc::input, text.error().what);
  return text;
}

Result<Entry> answer_of(const Row& row) {
  TRY_ASSIGN(const std::string document, document_of(row.bytes("result")));
  // Some versions stored the whole entry, others its result alone.
  auto whole = parse_entry(document);
  const bool is_whole = whole.has_value();
  Entry entry = std::move(whole).value_or(Entry{});
  if (!is_whole) {
    TRY_ASSIGN(entry.result, compact_object(document));
  }
  const auto fill = [&](std::string& member, std::string_view value) {
    if (member.empty()) member = row.text(value);
  };
  fill(entry.file_path, "file_path");
  fill(entry.model, "model");
  fill(entry.cache_type, "type");
  fill(entry.prompt_hash, "prompt_hash");
  entry.cache_type = to_lower(entry.cache_type);
  if (!is_whole && !take_hash(row.text("file_hash"), entry)) return fail(Errc::input, "no hash of the file's content");
  if (entry.file_path.empty()) return fail(Errc::input, "no path");
  if (entry.model.empty()) return fail(Errc::input, "no model");
  if (!entry.analyzed_at) entry.analyzed_at = row.time("at");
  if (!entry.provider) entry.provider = provider_called(row.text("provider"));
  if (!entry.tokens) entry.tokens = row.count("tokens");
  if (!entry.cost) entry.cost = row.usd("cost");
  return entry;
}

// Calls `visit` for each row of a table; a table that is not there has none.
Result<void> each_row(const std::string& path, const db::Connection& connection, std::string_view table,
                      std::span<const ColumnRow> rows, const std::function<bool(const Row&)>& visit) {
  const auto read = [&]() -> db::Outcome<void> {
    TRY_ASSIGN(const bool present, connection.has_table(table));
    if (!present) return {};
    TRY_ASSIGN(const auto names, columns_of(connection, table));
    TRY_ASSIGN(auto query, connection.prepare(select_from(table, rows, names)));
    while (true) {
      TRY_ASSIGN(const bool row, query.step());
      if (!row || !visit(Row(query, rows))) return {};
    }
  };
  if (const auto done = read(); !done) return tl::unexpected(unreadable(path, done.error().what));
  return {};
}

}  // namespace

bool is_database(const std::string& path) {
  constexpr std::string_view kMagic = "SQLite format 3";
  std::error_code unknown;
  if (!fs::is_regular_file(fs::symlink_status(path, unknown))) return false;
  std::string start(kMagic.size(), '\0');
  std::FILE* const file = std::fopen(path.c_str(), "re");
  if (file == nullptr) return false;
  const std::size_t count = std::fread(start.data(), 1, start.size(), file);
  std::fclose(file);
  if (count != start.size() || start != kMagic) return false;
  const auto reading = Reading::open(path);
  if (!reading) return false;
  const auto identity = reading->connection().identity();
  if (!identity || identity->application_id != 0) return false;
  const auto has = [&](std::string_view table) { return reading->connection().has_table(table).value_or(false); };
  return std::any_of(kAnswerTables.begin(), kAnswerTables.end(), has) || has(kUsageTable);
}

Result<void> read_answers(const std::string& path, const std::function<bool(DatabaseRow)>& visit) {
  TRY_ASSIGN(const Reading reading, Reading::open(path));
  for (const std::string_view table : kAnswerTables) {
    bool wanted = true;
    TRY(each_row(path, reading.connection(), table, kAnswerColumns, [&](const Row& row) {
      wanted = visit(
          {"row " + std::to_string(row.number()) + " of " + std::string(table), row.text("repo_path"), answer_of(row)});
      return wanted;
    }));
    if (!wanted) return {};
  }
  return {};
}

Result<void> read_usage(const std::string& path, const std::function<bool(UsageRow)>& visit) {
  TRY_ASSIGN(const Reading reading, Reading::open(path));
  return each_row(path, reading.connection(), kUsageTable, kUsageColumns, [&](const Row& row) {
    const auto at = row.time("at");
    if (!at) return true;  // it belongs to no day
    auto input = row.count("input");
    auto output = row.count("output");
    if (!input && !output) input = row.count("tokens");
    return visit({"row " + std::to_string(row.number()), *at, provider_called(row.text("provider")), row.text("model"),
                  input, output, row.usd("cost"), row.text("file_path")});
  });
}

}  // namespace rustassistant::legacy
