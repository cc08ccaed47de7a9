// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "command.hpp"
#include "protocol.hpp"

namespace rustassistant::cli {

// What agents may ask for. Paths are within `folder` (canonical), which is the working folder; others are refused.
// Nothing is sent anywhere, and nothing is spent, unless the setting mcp.may_spend allows it. Context and settings must
// outlive the server.
[[nodiscard]] McpServer mcp_server(const Context& context, const config::Loaded& loaded, const std::string& folder);

}  // namespace rustassistant::cli
