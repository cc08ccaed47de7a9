// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rustassistant::cli {

// Lines of "label  value", with the values aligned.
using LabelledRows = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string aligned(const LabelledRows& rows);

// "1 file", "1,234 files".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view one, std::string_view many);

}  // namespace rustassistant::cli
