// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

// What somebody meant who mistyped a path.
namespace rustassistant::sys {

// The path nearest to one that does not exist: among what lies in the nearest folder above it that exists, and `known`.
[[nodiscard]] std::optional<std::string> nearest_path(const std::string& path, std::vector<std::string> known = {});

// What to do about a path that cannot be read, by the number that errno had. May be empty.
[[nodiscard]] std::string hint_for_path(const std::string& path, int error);

}  // namespace rustassistant::sys
