// SPDX-License-Identifier: MIT
// Input of an agent, in pieces: each line is answered with one line of JSON that is a reply or several, or not at all,
// and ids come back as they were.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "lines.hpp"
#include "protocol.hpp"

namespace {

using namespace rustassistant::cli;

void require(bool holds) {
  if (!holds) std::abort();
}

McpServer echo_server() {
  McpServer server{"1", "Says things again.", {}};
  server.tools.push_back({"echo", "Echo", "Says it again.",
                          McpJson::parse(R"({"type":"object","properties":{"text":{"type":"string"},
                                             "times":{"type":"integer"},"loud":{"type":"boolean"}},"required":["text"]})"),
                          [](const nlohmann::json& arguments) {
                            return ToolAnswer{arguments.at("text").get<std::string>(), {{"said", arguments}}, false};
                          }});
  return server;
}

void require_reply(const nlohmann::json& reply) {
  require(reply.is_object() && reply.at("jsonrpc") == "2.0" && reply.contains("id"));
  require(reply.contains("result") != reply.contains("error"));
  if (!reply.contains("error")) return;
  require(reply["error"].at("code").is_number_integer() && reply["error"].at("message").is_string());
}

void answer(std::string_view line, const McpServer& server) {
  const auto reply = mcp_reply(line, server);
  if (!reply) return;
  require(reply->find('\n') == std::string::npos);
  const nlohmann::json parsed = nlohmann::json::parse(*reply);
  if (parsed.is_array()) {
    require(!parsed.empty());
    for (const nlohmann::json& one : parsed) require_reply(one);
    return;
  }
  require_reply(parsed);
  const nlohmann::json asked = nlohmann::json::parse(line, nullptr, false);
  if (parsed.contains("result")) require(asked.is_object() && asked.at("id") == parsed["id"]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const McpServer kServer = echo_server();
  if (size == 0) return 0;
  const std::size_t piece = data[0] % 64 + 1;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  constexpr std::size_t kMost = 2'000;
  McpLines lines(kMost);
  std::size_t seen = 0;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    lines.add(text.substr(at, piece));
    while (const auto line = lines.next()) {
      require(line->size() <= kMost + piece && line->find('\n') == std::string::npos);
      seen += line->size();
      answer(*line, kServer);
    }
  }
  if (const auto rest = lines.rest()) {
    seen += rest->size();
    answer(*rest, kServer);
  }
  require(seen <= text.size());
  return 0;
}
