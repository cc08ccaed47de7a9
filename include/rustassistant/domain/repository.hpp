// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace rustassistant::domain {

// The first 8 hex digits of SHA-256 of a repository's canonical path.
[[nodiscard]] std::string repo_id(std::string_view canonical_path);

}  // namespace rustassistant::domain
