// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/services.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"

namespace rustassistant::app {

// The cache that serves the working folder, for commands that look after it.
[[nodiscard]] Result<OpenedCache> open_working_cache(const config::Loaded& loaded, const Services& services);

// Closes it, with what closing has to report. On every other way out the destructor does so, but cannot fail.
[[nodiscard]] Result<void> close(OpenedCache opened);

// The repository that a path lies in, by its id; a path that does not exist any more stands for itself.
[[nodiscard]] std::string repo_id_of(const std::string& path, const sys::Environment& environment);

// Both for a file: its repository's id, and its path in there. The file need not exist, its folder should.
struct FileInRepository {
  std::string repo_id;
  std::string path;
};
[[nodiscard]] FileInRepository locate(const std::string& path, const sys::Environment& environment);

}  // namespace rustassistant::app
