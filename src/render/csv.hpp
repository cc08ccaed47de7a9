// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "rustassistant/render/view.hpp"

namespace rustassistant::render {

// One record as in RFC 4180, with a line feed at its end: fields with a comma, a quote or a line break are quoted, and
// what a spreadsheet would take for a formula has an apostrophe before it. For a terminal, control characters are
// replaced by visible escapes; elsewhere the bytes are kept.
[[nodiscard]] std::string csv_line(const View& view, const std::vector<std::string>& fields);

}  // namespace rustassistant::render
