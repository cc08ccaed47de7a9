// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// Makes the folder of a repository's own cache fit to hold it: `path` is <repository>/.rustassistant/cache.db, and that
// folder, which is created with a .gitignore that ignores the cache, is not the user's home. Any other path is left as
// it is. Error (storage): the folder, or the database, a log of it or another file that the cache reads may be somebody
// else's: tracked by git, a symbolic link, or not the user's own.
[[nodiscard]] Result<void> check_place_of_cache(const std::string& path, const sys::Environment& environment);

}  // namespace rustassistant::app
