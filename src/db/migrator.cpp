// SPDX-License-Identifier: MIT
#include "rustassistant/db/migrator.hpp"

#include <string>

#include "rustassistant/db/transaction.hpp"

namespace rustassistant::db {

namespace {

// As schema_version(), within a transaction.
Outcome<std::int32_t> version_within(const Connection& connection, const Schema& schema) {
  TRY_ASSIGN(const Identity identity, connection.identity());
  const std::int32_t version = identity.user_version;
  if (identity.empty && identity.application_id == 0 && version == 0) return 0;
  if (identity.application_id != schema.application_id || version <= 0) {
    return fail(Problem::foreign, "'" + connection.path() + "' is a database of another application");
  }
  if (version > schema.version()) {
    return fail(Problem::newer_version,
                "'" + connection.path() + "' was written by a newer version of this program (its schema is " +
                    std::to_string(version) + ", this one knows " + std::to_string(schema.version()) + ")",
                "use that version, or another file");
  }
  return version;
}

// Applies the first migration that is missing. False: none is.
Outcome<bool> migrate_one_step(const Connection& connection, const Schema& schema) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(connection, TransactionKind::immediate));
  TRY_ASSIGN(const std::int32_t version, version_within(connection, schema));
  if (version == schema.version()) return false;
  const EmbeddedFile& file = schema.migrations[static_cast<std::size_t>(version)];
  if (auto done = connection.execute(std::string(file.content)); !done) {
    return fail(done.error().problem, "cannot apply migration " + std::string(file.name) + ": " + done.error().what);
  }
  TRY(connection.execute("PRAGMA application_id=" + std::to_string(schema.application_id)));
  TRY(connection.execute("PRAGMA user_version=" + std::to_string(version + 1)));
  TRY(transaction.commit());
  return true;
}

}  // namespace

Outcome<std::int32_t> schema_version(const Connection& connection, const Schema& schema) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(connection, TransactionKind::deferred));
  return version_within(connection, schema);
}

Outcome<void> migrate(const Connection& connection, const Schema& schema) {
  TRY_ASSIGN(const std::int32_t version, schema_version(connection, schema));
  if (version == schema.version()) return {};
  while (true) {
    TRY_ASSIGN(const bool more, migrate_one_step(connection, schema));
    if (!more) return {};
  }
}

}  // namespace rustassistant::db
