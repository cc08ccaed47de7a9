// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

#include "rustassistant/base/embedded.hpp"
#include "rustassistant/db/connection.hpp"

namespace rustassistant::db {

// The migrations of one kind of database: file N ("003_why.sql" is the third) leads from user_version N - 1 to N.
struct Schema {
  std::int32_t application_id = 0;
  std::span<const EmbeddedFile> migrations;

  [[nodiscard]] std::int32_t version() const { return static_cast<std::int32_t>(migrations.size()); }
};

// Whether a database is of this schema and how far: nothing is changed. Problem::foreign for a database of another
// application, Problem::newer_version for one from a newer program. An empty database is of version 0.
[[nodiscard]] Outcome<std::int32_t> schema_version(const Connection& connection, const Schema& schema);

// Brings an empty or older database to the newest version. Each migration is one transaction that looks at the version
// again once it is the only writer, so that processes which start at once do not disturb each other. Refuses what
// schema_version() refuses, unharmed.
[[nodiscard]] Outcome<void> migrate(const Connection& connection, const Schema& schema);

}  // namespace rustassistant::db
