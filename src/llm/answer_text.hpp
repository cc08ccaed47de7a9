// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rustassistant::llm {

// The JSON in what a model wrote: without white space around it, a leading <think> block, and a Markdown code fence.
[[nodiscard]] std::string_view strip_wrapping(std::string_view text);

}  // namespace rustassistant::llm
