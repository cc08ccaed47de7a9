// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rustassistant::source {

// Whether a file holds tests, by the name of it or of a folder around it: "tests/x.py", "x_test.go", "x.spec.ts". Give
// the path below the repository, so that folders around it do not count.
[[nodiscard]] bool is_test_path(std::string_view path);

}  // namespace rustassistant::source
