// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/base/result.hpp"

namespace rustassistant::app {

// Makes `<repository>/.rustassistant` fit to hold a cache: creates it with a .gitignore that ignores the cache. An
// Error (storage) where the folder or a cache in it may be somebody else's: tracked by git, a symbolic link, or not the
// user's own.
[[nodiscard]] Result<void> prepare_local_cache(const std::string& repository);

}  // namespace rustassistant::app
