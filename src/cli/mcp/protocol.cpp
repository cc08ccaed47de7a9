// SPDX-License-Identifier: MIT
#include "protocol.hpp"

#include <algorithm>
#include <array>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"

namespace rustassistant::cli {
namespace {

using In = nlohmann::json;

// Codes of JSON-RPC 2.0.
constexpr int kParseError = -32700;
constexpr int kInvalidRequest = -32600;
constexpr int kUnknownMethod = -32601;
constexpr int kInvalidParams = -32602;

constexpr std::size_t kMaxDepth = 32;

constexpr auto kVersions = std::to_array<std::string_view>({"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"});

struct Fault {
  int code = 0;
  std::string message;
};
using Answer = tl::expected<McpJson, Fault>;

tl::unexpected<Fault> fault(int code, std::string message) {
  return tl::unexpected<Fault>(Fault{code, std::move(message)});
}

McpJson envelope(const In& id) {
  McpJson reply;
  reply["jsonrpc"] = "2.0";
  reply["id"] = id;
  return reply;
}

McpJson error_reply(const In& id, const Fault& what) {
  McpJson reply = envelope(id);
  reply["error"] = {{"code", what.code}, {"message", what.message}};
  return reply;
}

// An object's member; null where there is none.
const In& member(const In& object, const char* name) {
  static const In none;
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : none;
}

McpJson initialized(const In& params, std::string_view tool_version) {
  const In& wanted = member(params, "protocolVersion");
  const std::string version = wanted.is_string() ? wanted.get<std::string>() : std::string();
  const bool known = std::find(kVersions.begin(), kVersions.end(), version) != kVersions.end();
  McpJson result;
  result["protocolVersion"] = known ? version : std::string(kVersions.back());
  result["capabilities"] = {{"tools", {{"listChanged", false}}}};
  result["serverInfo"] = {{"name", "rustassistant"}, {"title", "rustassistant"}, {"version", tool_version}};
  result["instructions"] =
      "Finds source in the repository that the server was started in: use `search` before reading files one by one. "
      "Nothing is sent anywhere, and nothing costs money.";
  return result;
}

McpJson listed(std::span<const Tool> tools) {
  McpJson list = McpJson::array();
  for (const Tool& tool : tools) {
    McpJson entry;
    entry["name"] = tool.name;
    entry["title"] = tool.title;
    entry["description"] = tool.description;
    entry["inputSchema"] = tool.input_schema;
    entry["annotations"] = {{"readOnlyHint", true}, {"openWorldHint", false}};
    list.push_back(std::move(entry));
  }
  McpJson result;
  result["tools"] = std::move(list);
  return result;
}

bool has_type(const In& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "boolean") return value.is_boolean();
  return false;
}

// What is wrong with arguments; empty: nothing.
std::string problem_with(const In& arguments, const McpJson& schema) {
  if (!arguments.is_object()) return "the arguments are not an object";
  for (const McpJson& name : schema["required"]) {
    if (!arguments.contains(name.get<std::string>()))
      return "the argument '" + name.get<std::string>() + "' is missing";
  }
  for (const auto& [name, value] : arguments.items()) {
    const auto known = schema["properties"].find(name);
    if (known == schema["properties"].end()) return "there is no argument '" + neutralise(name) + "'";
    const std::string type = (*known)["type"];
    if (has_type(value, type)) continue;
    std::string what = "the argument '";
    what += name;
    what += "' is not of type ";
    what += type;
    return what;
  }
  return {};
}

McpJson called(const Tool& tool, const In& arguments) {
  ToolAnswer answer;
  const std::string problem = problem_with(arguments, tool.input_schema);
  if (problem.empty()) {
    answer = tool.call(arguments);
  } else {
    answer.text = problem;
    answer.is_error = true;
  }
  McpJson result;
  result["content"] = McpJson::array({{{"type", "text"}, {"text", to_valid_utf8(answer.text)}}});
  if (!answer.structured.is_null()) result["structuredContent"] = std::move(answer.structured);
  result["isError"] = answer.is_error;
  return result;
}

Answer answer_to(const std::string& method, const In& params, std::span<const Tool> tools,
                 std::string_view tool_version) {
  if (method == "initialize") return initialized(params, tool_version);
  if (method == "ping") return McpJson::object();
  if (method == "tools/list") return listed(tools);
  if (method != "tools/call") return fault(kUnknownMethod, "there is no method '" + neutralise(method) + "'");
  const In& name = member(params, "name");
  if (!name.is_string()) return fault(kInvalidParams, "`name` is missing or no text");
  const auto tool = std::find_if(tools.begin(), tools.end(), [&](const Tool& one) { return name == one.name; });
  if (tool == tools.end())
    return fault(kInvalidParams, "there is no tool '" + neutralise(name.get<std::string>()) + "'");
  const In& arguments = member(params, "arguments");
  return called(*tool, arguments.is_null() ? In::object() : arguments);
}

std::optional<McpJson> reply_to(const In& message, std::span<const Tool> tools, std::string_view tool_version) {
  if (!message.is_object()) return error_reply(nullptr, {kInvalidRequest, "a message is an object"});
  const In& id = member(message, "id");
  const bool fit_id = id.is_string() || id.is_number();
  const In& method = member(message, "method");
  if (!method.is_string()) {
    // A response: we have asked nothing.
    if (message.contains("result") || message.contains("error")) return std::nullopt;
    return error_reply(fit_id ? id : In(), {kInvalidRequest, "`method` is missing or no text"});
  }
  if (!message.contains("id")) return std::nullopt;  // a notification
  if (!fit_id) return error_reply(nullptr, {kInvalidRequest, "`id` is neither a text nor a number"});
  if (member(message, "jsonrpc") != "2.0") return error_reply(id, {kInvalidRequest, "`jsonrpc` is not \"2.0\""});
  Answer answer = answer_to(method.get<std::string>(), member(message, "params"), tools, tool_version);
  if (!answer) return error_reply(id, answer.error());
  McpJson reply = envelope(id);
  reply["result"] = *std::move(answer);
  return reply;
}

}  // namespace

std::span<const std::string_view> mcp_versions() {
  return kVersions;
}

std::optional<std::string> mcp_reply(std::string_view line, std::span<const Tool> tools,
                                     std::string_view tool_version) {
  if (trim(line).empty()) return std::nullopt;
  const auto message = codec::parse_json(line, {kMaxMcpLine, kMaxDepth});
  if (!message) {
    const McpJson reply = error_reply(nullptr, {kParseError, message.error().what});
    return codec::dump_json(reply, codec::JsonStyle::compact);
  }
  const auto reply = reply_to(*message, tools, tool_version);
  if (!reply) return std::nullopt;
  return codec::dump_json(*reply, codec::JsonStyle::compact);
}

}  // namespace rustassistant::cli
