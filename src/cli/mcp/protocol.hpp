// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The Model Context Protocol (modelcontextprotocol.io), as far as tools need it: JSON-RPC 2.0, one message a line.
// Pure.
namespace rustassistant::cli {

using McpJson = nlohmann::ordered_json;

struct ToolAnswer {
  std::string text;    // for a model to read
  McpJson structured;  // the same for a program; null: nothing
  bool is_error = false;
};

struct Tool {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  McpJson input_schema;  // of the arguments, which are checked against its types and required members
  std::function<ToolAnswer(const nlohmann::json& arguments)> call;
};

// Versions of the protocol, the newest last.
[[nodiscard]] std::span<const std::string_view> mcp_versions();

// What is written in answer to one line, without a line feed; nothing for notifications and responses, and for a line
// of white space. A line that is no JSON or no request is answered with an error. `tool_version`: of this program.
[[nodiscard]] std::optional<std::string> mcp_reply(std::string_view line, std::span<const Tool> tools,
                                                   std::string_view tool_version);

// A longer line is refused.
inline constexpr std::size_t kMaxMcpLine = 1U << 20U;  // bytes

}  // namespace rustassistant::cli
