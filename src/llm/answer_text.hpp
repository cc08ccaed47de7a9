// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace rustassistant::llm {

// The JSON in what a model wrote, without what stands around it: thoughts (<think>, <thinking>, <thought>; their
// opening may be missing), one Markdown code fence, and words before and after either.
[[nodiscard]] std::string_view strip_wrapping(std::string_view text);

// The same, with its strings made readable (reply_json.hpp).
[[nodiscard]] std::string answer_json(std::string_view text);

}  // namespace rustassistant::llm
