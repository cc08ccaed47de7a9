// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/legacy/entry.hpp"

// SQLite files of the older tool: tables cache_entries or file_analysis (answers) and token_usage (what calls came to).
// Its versions called their columns differently; src/legacy/database.cpp has the names. Nothing is written to the file:
// one with a write-ahead log is read as a copy.
namespace rustassistant::legacy {

// Whether the file is one, and not a database of ours.
[[nodiscard]] bool is_database(const std::string& path);

struct DatabaseRow {
  std::string place;      // "row 7 of cache_entries"
  std::string repo_path;  // empty: the row does not say
  Result<Entry> entry;
};

// What a call came to, by the older tool's own estimate.
struct UsageRow {
  std::string place;
  UnixMillis at;
  std::optional<domain::Provider> provider;
  std::string model;
  std::optional<Tokens> input;  // the whole, where input and output are not told apart
  std::optional<Tokens> output;
  std::optional<NanoUsd> cost;
  std::string path;
};

// Calls `visit` for each row, in order; false ends it. Error (input): the file cannot be read, or is damaged (after
// what could be read). Memory does not grow with the number of rows.
[[nodiscard]] Result<void> read_answers(const std::string& path, const std::function<bool(DatabaseRow)>& visit);
[[nodiscard]] Result<void> read_usage(const std::string& path, const std::function<bool(UsageRow)>& visit);

}  // namespace rustassistant::legacy
