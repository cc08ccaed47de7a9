// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/source/dependencies.hpp"

namespace rustassistant::app {

// The source files below a folder (canonical) with their imports, sorted by path, and the manifests. Files that cannot
// be read are warnings and left out. Errors: input (the folder cannot be read), interrupted.
[[nodiscard]] Result<source::Repository> read_repository(const std::string& top,
                                                         const config::AnalysisSettings& settings,
                                                         const Services& services);

}  // namespace rustassistant::app
