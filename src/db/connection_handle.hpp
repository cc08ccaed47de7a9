// SPDX-License-Identifier: MIT
#pragma once

#include <sqlite3.h>

#include "rustassistant/db/connection.hpp"

namespace rustassistant::db {

// SQLite's own object behind a connection, for what of SQLite this room wraps elsewhere.
[[nodiscard]] sqlite3* handle_of(const Connection& connection);

}  // namespace rustassistant::db
