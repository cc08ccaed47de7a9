// SPDX-License-Identifier: MIT
#include "rustassistant/legacy/database.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "forms.hpp"
#include "names.hpp"
#include "row.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/zstd.hpp"
#include "rustassistant/sys/files.hpp"
#include "snapshot.hpp"

namespace rustassistant::legacy {
namespace {

namespace fs = std::filesystem;

// A database that no program has put its number on, as ours do: told by the first bytes alone.
bool is_anonymous_database(const std::string& path) {
  constexpr std::string_view kMagic = "SQLite format 3";
  constexpr std::size_t kApplicationId = 68;  // where it is in the file's header: four bytes
  std::error_code unknown;
  if (!fs::is_regular_file(fs::symlink_status(path, unknown))) return false;
  std::string start(kApplicationId + 4, '\0');
  std::FILE* const file = std::fopen(path.c_str(), "re");
  if (file == nullptr) return false;
  const std::size_t count = std::fread(start.data(), 1, start.size(), file);
  std::fclose(file);
  return count == start.size() && start.starts_with(kMagic) &&
         start.find_first_not_of('\0', kApplicationId) == std::string::npos;
}

enum class Recognition : std::uint8_t { ours_or_foreign, of_older_tool, unknown };

Recognition recognize(const Result<Snapshot>& snapshot) {
  if (!snapshot) return Recognition::unknown;
  const auto identity = snapshot->connection().identity();
  if (!identity) return Recognition::unknown;
  if (identity->application_id != 0) return Recognition::ours_or_foreign;
  const auto has = [&](std::string_view table) { return snapshot->connection().has_table(table).value_or(false); };
  const bool known = std::any_of(kAnswerTables.begin(), kAnswerTables.end(), has) ||
                     std::any_of(kUsageTables.begin(), kUsageTables.end(), has);
  return known ? Recognition::of_older_tool : Recognition::unknown;
}

Result<std::string> document_of(std::string_view stored) {
  constexpr std::string_view kZstdMagic = "\x28\xb5\x2f\xfd";
  if (!stored.starts_with(kZstdMagic)) return std::string(stored);
  auto text = codec::decompress_stream(stored, static_cast<std::size_t>(kMaxEntryBytes));
  if (!text) return fail(Errc::input, text.error().what);
  return text;
}

Result<void> fill(std::string& member, const Row& row, std::string_view value) {
  if (!member.empty()) return {};
  member = row.text(value);
  const bool sound = is_valid_utf8(member) && member.find('\0') == std::string::npos;
  return sound ? Result<void>() : fail(Errc::input, "'" + std::string(value) + "': not UTF-8");
}

template <typename T>
Result<void> fill(std::optional<T>& member, Result<std::optional<T>> stored) {
  if (!stored) return tl::unexpected(std::move(stored).error());
  if (!member) member = *stored;
  return {};
}

Result<Entry> answer_of(const Row& row) {
  TRY_ASSIGN(const std::string document, document_of(row.bytes("result")));
  // Some versions stored the whole entry, others its result alone.
  auto whole = parse_entry(document);
  const bool is_whole = whole.has_value();
  Entry entry = std::move(whole).value_or(Entry{});
  if (!is_whole) {
    TRY_ASSIGN(entry.result, compact_object(document));
    if (!take_hash(row.text("file_hash"), entry)) return fail(Errc::input, "no hash of the file's content");
    entry.prompt_hash = foreign_prompt(row.text("prompt_hash"));
  }
  TRY(fill(entry.file_path, row, "file_path"));
  TRY(fill(entry.model, row, "model"));
  TRY(fill(entry.cache_type, row, "type"));
  entry.cache_type = to_lower(entry.cache_type);
  if (entry.file_path.empty()) return fail(Errc::input, "no path");
  if (entry.model.empty()) return fail(Errc::input, "no model");
  if (!entry.analyzed_at) entry.analyzed_at = row.time("at");
  if (!entry.provider) entry.provider = provider_called(row.text("provider"));
  TRY(fill(entry.tokens, row.count("tokens")));
  TRY(fill(entry.input, row.count("input")));
  TRY(fill(entry.output, row.count("output")));
  TRY(fill(entry.cost, row.cost()));
  // What is not understood of these is not worth losing an answer.
  if (!entry.generation_ms) entry.generation_ms = row.count("generation_ms").value_or(std::nullopt);
  if (!entry.access_count) entry.access_count = row.count("access_count").value_or(std::nullopt);
  if (!entry.last_accessed) entry.last_accessed = row.time("last_accessed");
  return entry;
}

Result<Usage> usage_of(const Row& row) {
  const auto at = row.time("at");
  if (!at) return fail(Errc::input, "it does not say when the call was made");
  Usage usage;
  usage.at = *at;
  usage.provider = provider_called(row.text("provider"));
  usage.type = to_lower(row.text("type"));
  TRY(fill(usage.model, row, "model"));
  TRY(fill(usage.path, row, "file_path"));
  TRY_ASSIGN(usage.input, row.count("input"));
  TRY_ASSIGN(usage.cached, row.count("cached"));
  TRY_ASSIGN(usage.output, row.count("output"));
  TRY_ASSIGN(const auto total, row.count("tokens"));
  if (!usage.input && !usage.output) usage.input = total;
  TRY_ASSIGN(usage.cost, row.cost());
  return usage;
}

Owner owner_of(const Row& row) {
  Owner owner{row.text("repo_path"), to_lower(row.text("repo_id"))};
  if (!is_repo_id(owner.id)) owner.id.clear();
  if (!is_valid_utf8(owner.path) || owner.path.find('\0') != std::string::npos) owner.path.clear();
  return owner;
}

std::string place_of(const Row& row, std::string_view table) {
  return "row " + std::to_string(row.number()) + " of " + std::string(table);
}

// The tables among `tables` that exist and have a column for `value`; the others that exist go to `without`.
db::Outcome<std::vector<std::string_view>> tables_with(const db::Connection& connection, std::string_view value,
                                                       std::vector<std::string>& without) {
  std::vector<std::string_view> found;
  for (const std::string_view table : kAnswerTables) {
    TRY_ASSIGN(const bool present, connection.has_table(table));
    if (!present) continue;
    TRY_ASSIGN(const bool has, has_value(connection, table, kAnswerColumns, value));
    if (has) {
      found.push_back(table);
    } else {
      without.emplace_back(table);
    }
  }
  return found;
}

template <typename T>
Result<T> of_file(const std::string& path, db::Outcome<T> outcome) {
  if (!outcome) return tl::unexpected(unreadable(path, outcome.error().what));
  return *std::move(outcome);
}

}  // namespace

bool is_database(const std::string& path) {
  if (!is_anonymous_database(path)) return false;
  const Recognition alone = recognize(Snapshot::open_without_logs(path));
  // Its tables may stand in its log alone.
  if (alone == Recognition::unknown && has_log(path))
    return recognize(Snapshot::open(path)) == Recognition::of_older_tool;
  return alone == Recognition::of_older_tool;
}

Result<Contents> contents_of(const std::string& path) {
  TRY_ASSIGN(const Snapshot snapshot, Snapshot::open(path));
  const db::Connection& connection = snapshot.connection();
  const auto read = [&]() -> db::Outcome<Contents> {
    Contents contents;
    TRY_ASSIGN(const auto tables, tables_with(connection, "result", contents.without_answers));
    for (const std::string_view table : tables) {
      TRY_ASSIGN(const std::int64_t rows, connection.integer("SELECT count(*) FROM \"" + std::string(table) + "\""));
      contents.answers += rows;
    }
    return contents;
  };
  return of_file(path, read());
}

Result<void> read_answers(const std::string& path, const std::function<bool(DatabaseRow)>& visit) {
  TRY_ASSIGN(const Snapshot snapshot, Snapshot::open(path));
  std::vector<std::string> without;
  TRY_ASSIGN(const auto tables, of_file(path, tables_with(snapshot.connection(), "result", without)));
  for (const std::string_view table : tables) {
    TRY_ASSIGN(const bool all,
               of_file(path, each_row(snapshot.connection(), table, kAnswerColumns, [&](const Row& row) {
                         return visit({place_of(row, table), owner_of(row), answer_of(row)});
                       })));
    if (!all) return {};
  }
  return snapshot.check_unchanged();
}

Result<void> read_usage(const std::string& path, const std::function<bool(UsageRow)>& visit) {
  TRY_ASSIGN(const Snapshot snapshot, Snapshot::open(path));
  for (const std::string_view table : kUsageTables) {
    TRY_ASSIGN(const bool all, of_file(path, each_row(snapshot.connection(), table, kUsageColumns, [&](const Row& row) {
                                         return visit({place_of(row, table), owner_of(row), usage_of(row)});
                                       })));
    if (!all) return {};
  }
  return snapshot.check_unchanged();
}

}  // namespace rustassistant::legacy
