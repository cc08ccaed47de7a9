// SPDX-License-Identifier: MIT
#include "rustassistant/db/full_text.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "connection_handle.hpp"
#include "sqlite_failure.hpp"

namespace rustassistant::db {
namespace {

using Visit = std::function<void(const TextMatch&)>;

// FTS5's door, which a statement opens: its address is written through a pointer that is bound.
fts5_api* full_text_of(sqlite3* handle) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

// An auxiliary function of FTS5: called for each row; its user data is the Visit.
void show_match(const Fts5ExtensionApi* api, Fts5Context* context, sqlite3_context* result, int /*count*/,
                sqlite3_value** /*arguments*/) {
  std::array<std::uint32_t, kMaxPhrases> columns{};
  const auto phrases = std::min<std::size_t>(static_cast<std::size_t>(api->xPhraseCount(context)), kMaxPhrases);
  for (std::size_t phrase = 0; phrase < phrases; ++phrase) {
    Fts5PhraseIter iterator{};
    int column = 0;
    const int status = api->xPhraseFirstColumn(context, static_cast<int>(phrase), &iterator, &column);
    if (status != SQLITE_OK) return sqlite3_result_error_code(result, status);
    for (; column >= 0; api->xPhraseNextColumn(context, &iterator, &column)) {
      if (column < 32) columns[phrase] |= 1U << static_cast<unsigned>(column);
    }
  }
  (*static_cast<const Visit*>(api->xUserData(context)))(
      {api->xRowid(context), std::span<const std::uint32_t>(columns).first(phrases)});
}

}  // namespace

Outcome<void> for_each_match(const Connection& connection, std::string_view table, std::string_view query,
                             const Visit& visit) {
  sqlite3* const handle = handle_of(connection);
  fts5_api* const api = full_text_of(handle);
  if (api == nullptr) return fail(Problem::other, "SQLite was built without full-text search");
  // Registered anew each time: what it calls is the visitor of this query. Nothing runs between the two.
  const int status =
      api->xCreateFunction(api, "show_match", const_cast<void*>(static_cast<const void*>(&visit)), show_match, nullptr);
  if (status != SQLITE_OK) return sqlite_failure(handle, status);
  const std::string name(table);
  std::string sql = "SELECT show_match(";
  sql += name;
  sql += ") FROM ";
  sql += name;
  sql += " WHERE ";
  sql += name;
  sql += " MATCH ?1";
  TRY_ASSIGN(Statement statement, connection.prepare(sql));
  statement.bind(query);
  return for_each(statement, [] {});
}

}  // namespace rustassistant::db
