// SPDX-License-Identifier: MIT
#pragma once

#include <filesystem>
#include <string>

#include "rustassistant/legacy/sources.hpp"

namespace rustassistant::legacy {

// Whose answers lie in `place`, told by the meta.json in it or next to it, by the repository around it, or by the
// folder's name.
[[nodiscard]] Tree tree_of(const std::filesystem::path& place);

}  // namespace rustassistant::legacy
