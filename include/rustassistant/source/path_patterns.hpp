// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rustassistant::source {

// Whether a path from the top of a repository fits one of the patterns, or lies in a folder that does. They are in the
// syntax of .gitignore: "*.rs", "src/**", "tests", "/build"; of those that fit, the last decides, and "!" negates.
// Without patterns nothing fits. The function may be copied, and called by several threads.
[[nodiscard]] std::function<bool(std::string_view path)> path_matcher(const std::vector<std::string>& patterns);

}  // namespace rustassistant::source
