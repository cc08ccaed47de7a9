// SPDX-License-Identifier: MIT
#include "rustassistant/db/versions.hpp"

#include <sqlite3.h>

#include <string>

namespace rustassistant::db {

std::vector<LinkedLibrary> versions() {
  return {{"SQLite", sqlite3_libversion()}};
}

}  // namespace rustassistant::db
