// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace rustassistant::cli {

// Lines of "label  value", with the values aligned.
using LabelledRows = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string aligned(const LabelledRows& rows);

}  // namespace rustassistant::cli
