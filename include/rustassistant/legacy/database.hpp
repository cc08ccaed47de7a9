// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/legacy/entry.hpp"

// SQLite files of the older tool: tables with answers, and tables with what calls came to. Its versions named their
// columns differently; src/legacy/names.hpp lists them. Nothing is written to a file or beside it: one with a
// write-ahead log or a rollback journal is recovered as a copy in the temporary folder.
namespace rustassistant::legacy {

// Whether the file is one, and not a database of ours. Cheap for any other file.
[[nodiscard]] bool is_database(const std::string& path);

// What a database holds.
struct Contents {
  std::int64_t answers = 0;                  // rows
  std::vector<std::string> without_answers;  // tables for answers that have no column with results
};
// Error (input): the file cannot be read.
[[nodiscard]] Result<Contents> contents_of(const std::string& path);

// Which repository a row belongs to, as far as it says.
struct Owner {
  std::string path;  // as written: may be relative; empty: unknown
  std::string id;    // 8 hex digits; empty: unknown
};

struct DatabaseRow {
  std::string place;  // "row 7 of cache_entries"
  Owner owner;
  Result<Entry> entry;
};

// What a call came to, by the older tool's own estimate.
struct Usage {
  UnixMillis at;
  std::optional<domain::Provider> provider;
  std::string model;            // empty: it does not say
  std::string type;             // "refactor", or what the older tool called the operation; empty: it does not say
  std::optional<Tokens> input;  // the whole, where input and output are not distinguished
  std::optional<Tokens> cached;
  std::optional<Tokens> output;
  std::optional<NanoUsd> cost;
  std::string path;
};

struct UsageRow {
  std::string place;  // "row 7 of token_usage"
  Owner owner;
  Result<Usage> usage;
};

// Calls `visit` for each row, in order; false ends it. Error (input): the file cannot be read, is damaged (after what
// could be read), or changed meanwhile. Memory does not grow with the number of rows.
[[nodiscard]] Result<void> read_answers(const std::string& path, const std::function<bool(DatabaseRow)>& visit);
[[nodiscard]] Result<void> read_usage(const std::string& path, const std::function<bool(UsageRow)>& visit);

}  // namespace rustassistant::legacy
