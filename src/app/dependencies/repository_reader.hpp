// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/source/dependencies.hpp"

namespace rustassistant::app {

// The source files below a folder (canonical) with their imports, sorted by path, and the manifests. Files that cannot
// be read are warnings and left out. What `cache` knows of a content is not read from it again, and what is read is
// kept there; null: nothing is. A cache that fails is a warning. Errors: input (the folder cannot be read),
// interrupted.
[[nodiscard]] Result<source::Repository> read_repository(const std::string& top,
                                                         const config::AnalysisSettings& settings,
                                                         cache::SqliteCache* cache, const Services& services);

}  // namespace rustassistant::app
