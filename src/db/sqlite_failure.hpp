// SPDX-License-Identifier: MIT
#pragma once

#include <sqlite3.h>

#include "rustassistant/db/failure.hpp"

namespace rustassistant::db {

// What a result code of SQLite means. `system_error`: what the kernel said (errno), or 0. SQLite tells a full disk as
// such only where it writes pages.
[[nodiscard]] Problem problem_of(int code, int system_error);

// The failure that a result code of SQLite means. Call it before anything else is done with the handle: it reads the
// handle's message.
[[nodiscard]] tl::unexpected<Failure> sqlite_failure(sqlite3* handle, int code);

}  // namespace rustassistant::db
