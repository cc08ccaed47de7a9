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

// What is offered to a client that may call it.
struct Tool {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  McpJson input_schema;  // of the arguments, which are checked against its types and required members
  std::function<ToolAnswer(const nlohmann::json& arguments)> call;
  bool may_spend = false;  // a call may cost money, and reach other machines
};

struct McpServer {
  std::string_view version;  // of this program
  std::string instructions;  // for a model: what the tools are good for
  std::vector<Tool> tools;
};

// Versions of the protocol that open with `initialize`, the newest last. In addition there is 2026-07-28, in which each
// request says its version itself; both kinds may come in any order.
[[nodiscard]] std::span<const std::string_view> mcp_versions();

// What is written in answer to one line, without a line feed; nothing for notifications and responses, and for a line
// of white space. A line that is no JSON or no request is answered with an error. A line may be an array of messages.
[[nodiscard]] std::optional<std::string> mcp_reply(std::string_view line, const McpServer& server);

// A longer line is refused.
inline constexpr std::size_t kMaxMcpLine = 1U << 20U;  // bytes

}  // namespace rustassistant::cli
