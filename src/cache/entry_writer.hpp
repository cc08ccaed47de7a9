// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "rustassistant/cache/packed_entry.hpp"
#include "rustassistant/db/connection.hpp"

// Entries to rows.
namespace rustassistant::cache {

// The statements that store an entry, prepared once for each connection.
class EntryWriter {
 public:
  [[nodiscard]] static db::Outcome<EntryWriter> prepare(const db::Connection& connection);

  // What a transaction has written or read already, so that it need not be asked for again. Ends with the transaction:
  // what is rolled back is not there.
  struct Known {
    std::map<std::string, std::int64_t, std::less<>> variants;  // by their factors
    std::map<std::int64_t, std::string> repos;                  // paths by number
    std::set<std::int64_t> dictionaries;
  };
  // Whether an entry with the same key may be there.
  enum class Presence : bool { none, possible };
  // Replaces an entry with the same key; returns the id. To be called within a write transaction.
  [[nodiscard]] db::Outcome<std::int64_t> write(const db::Connection& connection, const PackedEntry& packed,
                                                Known& known, Presence presence = Presence::possible);

  // What importing an entry comes to, by what is stored under its key now, and the id of that, or 0.
  struct Judged {
    ImportVerdict verdict = ImportVerdict::added;
    std::int64_t id = 0;
  };
  [[nodiscard]] db::Outcome<Judged> judge(const PackedEntry& packed);

 private:
  static constexpr std::size_t kStatements = 9;

  explicit EntryWriter(std::array<db::Statement, kStatements> statements) : statements_(std::move(statements)) {}
  [[nodiscard]] db::Outcome<std::int64_t> variant_of(const EntryInfo& info);
  [[nodiscard]] db::Outcome<std::int64_t> known_variant_of(const EntryInfo& info, Known& known);
  [[nodiscard]] db::Statement& statement(int index) { return statements_[static_cast<std::size_t>(index)]; }

  std::array<db::Statement, kStatements> statements_;
};

}  // namespace rustassistant::cache
