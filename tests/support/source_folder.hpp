// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace rustassistant::test {

// The project's top folder.
[[nodiscard]] std::string source_folder();

}  // namespace rustassistant::test
