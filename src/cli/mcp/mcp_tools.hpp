// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "command.hpp"
#include "protocol.hpp"

namespace rustassistant::cli {

// What agents may ask for. Paths are within `folder` (canonical); others are refused. Nothing is sent anywhere, and
// nothing is spent. Context and settings must outlive the tools.
[[nodiscard]] std::vector<Tool> mcp_tools(const Context& context, const config::Loaded& loaded,
                                          const std::string& folder);

// A text of at most that many bytes; where it was cut it says so. Whole characters stay whole.
[[nodiscard]] std::string bounded_text(std::string text, std::size_t most);
inline constexpr std::size_t kMaxToolText = 30'000;  // bytes, about 8,000 tokens

}  // namespace rustassistant::cli
