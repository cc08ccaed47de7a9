// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/config/load.hpp"

namespace rustassistant::app {

// The cache that serves the working folder, for commands that look after it. Notices are told as warnings.
struct OpenedCache {
  std::string path;
  std::unique_ptr<cache::SqliteCache> cache;
};
[[nodiscard]] Result<OpenedCache> open_working_cache(const config::Loaded& loaded, const Services& services);

// Closes it, with what closing has to tell.
[[nodiscard]] Result<void> close(OpenedCache opened, const Services& services);

// The repository that a path lies in, by its id; a path that does not exist any more stands for itself.
[[nodiscard]] std::string repo_id_of(const std::string& path, const sys::Environment& environment);

// Both for a file: its repository's id, and its path in there. The file need not exist, its folder should.
struct FileInRepository {
  std::string repo_id;
  std::string path;
};
[[nodiscard]] FileInRepository locate(const std::string& path, const sys::Environment& environment);

}  // namespace rustassistant::app
