// SPDX-License-Identifier: MIT
#include "protocol.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

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

// Code of the protocol itself, since 2026-07-28.
constexpr int kUnsupportedVersion = -32022;

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxBatch = 100;  // messages in one line

constexpr auto kVersions = std::to_array<std::string_view>({"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"});
constexpr std::string_view kStatelessVersion = "2026-07-28";

// Members of `_meta` in a request that belongs to no session.
constexpr const char* kVersionKey = "io.modelcontextprotocol/protocolVersion";
constexpr const char* kClientCapabilitiesKey = "io.modelcontextprotocol/clientCapabilities";
constexpr const char* kClientInfoKey = "io.modelcontextprotocol/clientInfo";
constexpr const char* kServerInfoKey = "io.modelcontextprotocol/serverInfo";

// How long a client may keep what it was told of the server and its tools, which are the same until it ends.
constexpr int kKeepMillis = 3'600'000;

struct Fault {
  int code = 0;
  std::string message;
  McpJson data = nullptr;
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

McpJson server_info(const McpServer& server) {
  return {{"name", "rustassistant"}, {"title", "rustassistant"}, {"version", server.version}};
}

McpJson error_reply(const In& id, const Fault& what) {
  McpJson reply = envelope(id);
  reply["error"] = {{"code", what.code}, {"message", what.message}};
  if (!what.data.is_null()) reply["error"]["data"] = what.data;
  return reply;
}

// An object's member; null where there is none.
const In& member(const In& object, const char* name) {
  static const In none;
  const auto found = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && found != object.end() ? *found : none;
}

McpJson capabilities() {
  return {{"tools", {{"listChanged", false}}}};
}

McpJson initialized(const In& params, const McpServer& server) {
  const In& wanted = member(params, "protocolVersion");
  const std::string version = wanted.is_string() ? wanted.get<std::string>() : std::string();
  const bool known = std::find(kVersions.begin(), kVersions.end(), version) != kVersions.end();
  McpJson result;
  result["protocolVersion"] = known ? version : std::string(kVersions.back());
  result["capabilities"] = capabilities();
  result["serverInfo"] = server_info(server);
  result["instructions"] = server.instructions;
  return result;
}

McpJson discovered(const McpServer& server) {
  McpJson result;
  result["supportedVersions"] = McpJson::array({kStatelessVersion});
  result["capabilities"] = capabilities();
  result["instructions"] = server.instructions;
  return result;
}

McpJson listed(const McpServer& server) {
  McpJson list = McpJson::array();
  for (const Tool& tool : server.tools) {
    McpJson entry;
    entry["name"] = tool.name;
    entry["title"] = tool.title;
    entry["description"] = tool.description;
    entry["inputSchema"] = tool.input_schema;
    entry["annotations"] = {{"readOnlyHint", !tool.may_spend}, {"openWorldHint", tool.may_spend}};
    if (tool.may_spend) entry["annotations"]["destructiveHint"] = false;
    list.push_back(std::move(entry));
  }
  McpJson result;
  result["tools"] = std::move(list);
  return result;
}

bool has_type(const In& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") {
    // JSON knows no other numbers: 1.0 is an integer, too.
    return value.is_number_integer() ||
           (value.is_number_float() && std::trunc(value.get<double>()) == value.get<double>());
  }
  if (type == "boolean") return value.is_boolean();
  return false;
}

std::string wrong(std::string_view argument, std::string_view what) {
  return fmt::format("the argument '{}' is not {}", argument, what);
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
    if (!has_type(value, type)) return wrong(name, "of type " + type);
    const auto least = known->find("minimum");
    if (least == known->end()) continue;
    const McpJson& most = (*known)["maximum"];
    const auto number = value.get<double>();
    if (number < least->get<double>() || number > most.get<double>())
      return wrong(name, fmt::format("between {} and {}", least->dump(), most.dump()));
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

Answer called_by_name(const In& params, const McpServer& server) {
  const In& name = member(params, "name");
  if (!name.is_string()) return fault(kInvalidParams, "`name` is missing or no text");
  const auto tool =
      std::find_if(server.tools.begin(), server.tools.end(), [&](const Tool& one) { return name == one.name; });
  if (tool == server.tools.end())
    return fault(kInvalidParams, "there is no tool '" + neutralise(name.get<std::string>()) + "'");
  const In& arguments = member(params, "arguments");
  return called(*tool, arguments.is_null() ? In::object() : arguments);
}

tl::unexpected<Fault> unknown_method(const std::string& method) {
  return fault(kUnknownMethod, "there is no method '" + neutralise(method) + "'");
}

// Within a session that `initialize` has opened. Nothing depends on it: methods are answered before it, too.
Answer answer_in_session(const std::string& method, const In& params, const McpServer& server) {
  if (method == "initialize") return initialized(params, server);
  if (method == "ping") return McpJson::object();
  if (method == "tools/list") return listed(server);
  if (method == "tools/call") return called_by_name(params, server);
  return unknown_method(method);
}

// A request that says itself by which version it is to be understood.
bool is_stateless(const std::string& method, const In& meta) {
  const auto has = [&](const char* key) { return meta.is_object() && meta.contains(key); };
  return method == "server/discover" || has(kVersionKey) || has(kClientCapabilitiesKey) || has(kClientInfoKey);
}

std::optional<Fault> problem_with_meta(const In& meta) {
  const In& version = member(meta, kVersionKey);
  const auto missing = [](const char* key, const char* form) {
    return Fault{kInvalidParams, "`_meta` needs \"" + std::string(key) + "\", " + form};
  };
  if (!version.is_string()) return missing(kVersionKey, "a text");
  if (version != kStatelessVersion) {
    const std::string requested = version.get<std::string>();
    return Fault{kUnsupportedVersion,
                 "version '" + neutralise(requested) + "' of the protocol is not supported",
                 {{"supported", McpJson::array({kStatelessVersion})}, {"requested", requested}}};
  }
  if (!member(meta, kClientCapabilitiesKey).is_object()) return missing(kClientCapabilitiesKey, "an object");
  return std::nullopt;
}

Answer stateless_answer(const std::string& method, const In& params, const McpServer& server) {
  if (auto problem = problem_with_meta(member(params, "_meta"))) return tl::unexpected(*std::move(problem));
  const bool may_be_kept = method == "server/discover" || method == "tools/list";
  Answer answer = method == "server/discover" ? Answer(discovered(server))
                  : method == "tools/list"    ? Answer(listed(server))
                  : method == "tools/call"    ? called_by_name(params, server)
                                              : Answer(unknown_method(method));
  if (!answer) return answer;
  McpJson result;
  result["resultType"] = "complete";
  result.update(*answer);
  if (may_be_kept) {
    result["ttlMs"] = kKeepMillis;
    result["cacheScope"] = "private";
  }
  result["_meta"] = {{kServerInfoKey, server_info(server)}};
  return result;
}

std::optional<McpJson> reply_to(const In& message, const McpServer& server) {
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
  const std::string name = method.get<std::string>();
  const In& params = member(message, "params");
  Answer answer = is_stateless(name, member(params, "_meta")) ? stateless_answer(name, params, server)
                                                              : answer_in_session(name, params, server);
  if (!answer) return error_reply(id, answer.error());
  McpJson reply = envelope(id);
  reply["result"] = *std::move(answer);
  return reply;
}

// Version 2025-03-26 lets a client send several messages in one array, and wants the replies in one.
std::optional<McpJson> replies_to(const In& messages, const McpServer& server) {
  if (messages.empty() || messages.size() > kMaxBatch) {
    return error_reply(nullptr, {kInvalidRequest, "an array holds 1 to " + std::to_string(kMaxBatch) + " messages"});
  }
  McpJson replies = McpJson::array();
  for (const In& message : messages) {
    if (auto reply = reply_to(message, server)) replies.push_back(*std::move(reply));
  }
  if (replies.empty()) return std::nullopt;
  return replies;
}

}  // namespace

std::span<const std::string_view> mcp_versions() {
  return kVersions;
}

std::optional<std::string> mcp_reply(std::string_view line, const McpServer& server) {
  if (trim(line).empty()) return std::nullopt;
  const auto message = codec::parse_json(line, {kMaxMcpLine, kMaxDepth});
  if (!message) {
    const McpJson reply = error_reply(nullptr, {kParseError, message.error().what});
    return codec::dump_json(reply, codec::JsonStyle::compact);
  }
  const auto reply = message->is_array() ? replies_to(*message, server) : reply_to(*message, server);
  if (!reply) return std::nullopt;
  return codec::dump_json(*reply, codec::JsonStyle::compact);
}

}  // namespace rustassistant::cli
