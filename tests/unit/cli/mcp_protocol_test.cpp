// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "mcp_tools.hpp"
#include "protocol.hpp"

using namespace rustassistant::cli;
using Json = nlohmann::json;

namespace {

std::vector<Tool> one_tool() {
  std::vector<Tool> tools;
  tools.push_back(
      {"echo", "Echo", "Says it again.",
       McpJson::parse(R"({"type":"object","properties":{"text":{"type":"string"},"times":{"type":"integer"}},
                                     "required":["text"]})"),
       [](const Json& arguments) {
         return ToolAnswer{arguments["text"].get<std::string>(), {{"said", arguments["text"]}}, false};
       }});
  return tools;
}

Json reply(const std::string& line) {
  const auto text = mcp_reply(line, one_tool(), "1.2.3");
  REQUIRE(text);
  CHECK(text->find('\n') == std::string::npos);
  return Json::parse(*text);
}

std::string call(const std::string& arguments) {
  return R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":)" + arguments + "}}";
}

}  // namespace

TEST_CASE("a client that knows a version of ours gets that one, any other the newest") {
  for (const std::string_view version : mcp_versions()) {
    const Json answer =
        reply(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":")" + std::string(version) +
              R"(","capabilities":{},"clientInfo":{"name":"a","version":"1"}}})");
    CHECK(answer["result"]["protocolVersion"] == version);
    CHECK(answer["result"]["serverInfo"]["version"] == "1.2.3");
    CHECK(answer["result"]["capabilities"].contains("tools"));
  }
  const Json other =
      reply(R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"1999-01-01"}})");
  CHECK(other["result"]["protocolVersion"] == mcp_versions().back());
}

TEST_CASE("an id comes back with its type") {
  CHECK(reply(R"({"jsonrpc":"2.0","id":7,"method":"ping"})")["id"] == 7);
  CHECK(reply(R"({"jsonrpc":"2.0","id":"7","method":"ping"})")["id"] == "7");
  CHECK(reply(R"({"jsonrpc":"2.0","id":7,"method":"ping"})")["result"] == Json::object());
}

TEST_CASE("notifications, responses and empty lines are not answered") {
  for (const char* line :
       {R"({"jsonrpc":"2.0","method":"notifications/initialized"})",
        R"({"jsonrpc":"2.0","method":"no/such/notification"})", R"({"jsonrpc":"2.0","id":1,"result":{}})", "", " \t "})
    CHECK_FALSE(mcp_reply(line, one_tool(), "1"));
}

TEST_CASE("what is no request is told so with the codes of JSON-RPC") {
  CHECK(reply("{")["error"]["code"] == -32700);
  CHECK(reply("{")["id"].is_null());
  CHECK(reply("[1]")["error"]["code"] == -32600);
  CHECK(reply(R"({"jsonrpc":"2.0","id":1})")["error"]["code"] == -32600);
  CHECK(reply(R"({"jsonrpc":"1.0","id":1,"method":"ping"})")["error"]["code"] == -32600);
  CHECK(reply(R"({"jsonrpc":"2.0","id":{},"method":"ping"})")["error"]["code"] == -32600);
  CHECK(reply(R"({"jsonrpc":"2.0","id":1,"method":"resources/list"})")["error"]["code"] == -32601);
  CHECK(reply(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"no"}})")["error"]["code"] == -32602);
  CHECK(reply(R"({"jsonrpc":"2.0","id":1,"method":"tools/call"})")["error"]["code"] == -32602);
  CHECK(reply(std::string(200, '['))["error"]["code"] == -32700);
}

TEST_CASE("tools are listed with their schemas, and called") {
  const Json tools = reply(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})")["result"]["tools"];
  REQUIRE(tools.size() == 1);
  CHECK(tools[0]["inputSchema"]["required"] == Json{"text"});
  CHECK(tools[0]["annotations"]["readOnlyHint"] == true);
  const Json answer = reply(call(R"({"text":"hello","times":2})"))["result"];
  CHECK(answer["isError"] == false);
  CHECK(answer["content"][0]["text"] == "hello");
  CHECK(answer["structuredContent"]["said"] == "hello");
}

TEST_CASE("arguments that do not fit are an error of the tool, which a model can mend") {
  for (const char* arguments :
       {"{}", R"({"text":1})", R"({"text":"a","times":"b"})", R"({"text":"a","more":1})", "[]"}) {
    CAPTURE(arguments);
    const Json answer = reply(call(arguments));
    REQUIRE(answer.contains("result"));
    CHECK(answer["result"]["isError"] == true);
    CHECK_FALSE(answer["result"].contains("structuredContent"));
  }
}

TEST_CASE("a text that is too long is cut between characters, and says so") {
  const std::string cut = bounded_text("a\xC3\xB6\xC3\xB6", 4);
  CHECK(cut.substr(0, 4) == "a\xC3\xB6\n");
  CHECK(bounded_text("short", 5) == "short");
}
