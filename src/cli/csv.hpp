// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace rustassistant::cli {

// One record as in RFC 4180, with a line feed at its end: fields with a comma, a quote or a line break are quoted.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

}  // namespace rustassistant::cli
