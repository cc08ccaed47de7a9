// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "answers.hpp"
#include "lines.hpp"
#include "protocol.hpp"

using namespace rustassistant::cli;
using Json = nlohmann::json;

namespace {

McpServer one_tool() {
  McpServer server{"1.2.3", "Says things.", {}};
  server.tools.push_back(
      {"echo", "Echo", "Says it again.",
       McpJson::parse(R"({"type":"object","properties":{"text":{"type":"string"},"times":{"type":"integer"}},
                                     "required":["text"]})"),
       [](const Json& arguments) {
         return ToolAnswer{arguments["text"].get<std::string>(), {{"said", arguments["text"]}}, false};
       }});
  return server;
}

Json reply(const std::string& line) {
  const auto text = mcp_reply(line, one_tool());
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
    CHECK_FALSE(mcp_reply(line, one_tool()));
}

TEST_CASE("what is no request is told so with the codes of JSON-RPC") {
  CHECK(reply("{")["error"]["code"] == -32700);
  CHECK(reply("{")["id"].is_null());
  CHECK(reply("[]")["error"]["code"] == -32600);
  CHECK(reply("3")["error"]["code"] == -32600);
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

TEST_CASE("several messages in an array are answered in one") {
  const Json answers = reply(
      R"([{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"},1,{"jsonrpc":"2.0","id":2,"method":"no"}])");
  REQUIRE(answers.size() == 3);
  CHECK(answers[0]["id"] == 1);
  CHECK(answers[1]["error"]["code"] == -32600);
  CHECK(answers[2]["error"]["code"] == -32601);
  CHECK_FALSE(mcp_reply(R"([{"jsonrpc":"2.0","method":"notifications/x"}])", one_tool()));
  std::string many = "[1";
  for (int i = 0; i < 100; ++i) many += ",1";
  CHECK(reply(many + "]")["error"]["code"] == -32600);
}

namespace {

constexpr const char* kVersionKey = "io.modelcontextprotocol/protocolVersion";

Json stateless(const std::string& method, Json params = Json::object(), const char* version = "2026-07-28") {
  params["_meta"][kVersionKey] = version;
  params["_meta"]["io.modelcontextprotocol/clientCapabilities"] = Json::object();
  return {{"jsonrpc", "2.0"}, {"id", 1}, {"method", method}, {"params", std::move(params)}};
}

}  // namespace

TEST_CASE("a request that says its version itself needs no session") {
  const Json found = reply(stateless("server/discover").dump())["result"];
  CHECK(found["resultType"] == "complete");
  CHECK(found["supportedVersions"] == Json{"2026-07-28"});
  CHECK(found["capabilities"].contains("tools"));
  CHECK(found["ttlMs"] > 0);
  CHECK(found["cacheScope"] == "private");
  CHECK(found["_meta"]["io.modelcontextprotocol/serverInfo"]["version"] == "1.2.3");
  const Json tools = reply(stateless("tools/list").dump())["result"];
  CHECK(tools["tools"].size() == 1);
  CHECK(tools["ttlMs"] > 0);
  const Json called =
      reply(stateless("tools/call", {{"name", "echo"}, {"arguments", {{"text", "hello"}}}}).dump())["result"];
  CHECK(called["resultType"] == "complete");
  CHECK(called["content"][0]["text"] == "hello");
  CHECK_FALSE(called.contains("ttlMs"));
}

TEST_CASE("what only sessions have is unknown without one") {
  for (const char* method : {"initialize", "ping", "logging/setLevel", "prompts/list", "no/such"}) {
    CAPTURE(method);
    CHECK(reply(stateless(method).dump())["error"]["code"] == -32601);
  }
}

TEST_CASE("a version that is not known is told with those that are") {
  for (const char* version : {"1900-01-01", "2025-11-25", ""}) {
    const Json error = reply(stateless("server/discover", Json::object(), version).dump())["error"];
    CHECK(error["code"] == -32022);
    CHECK(error["data"]["supported"] == Json{"2026-07-28"});
    CHECK(error["data"]["requested"] == version);
  }
}

TEST_CASE("a request that lacks a part of what makes it stateless is refused") {
  Json message = stateless("server/discover");
  message["params"]["_meta"].erase("io.modelcontextprotocol/clientCapabilities");
  CHECK(reply(message.dump())["error"]["code"] == -32602);
  message = stateless("tools/list");
  message["params"]["_meta"].erase(kVersionKey);
  CHECK(reply(message.dump())["error"]["code"] == -32602);
  CHECK(reply(R"({"jsonrpc":"2.0","id":1,"method":"server/discover"})")["error"]["code"] == -32602);
  CHECK(reply(R"({"jsonrpc":"2.0","id":1,"method":"server/discover","params":[]})")["error"]["code"] == -32602);
  // Other members of `_meta` say nothing about the version.
  CHECK(reply(R"({"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"progressToken":1}}})").contains("result"));
}

TEST_CASE("a tool that may spend money is not said to be harmless") {
  McpServer server = one_tool();
  server.tools.front().may_spend = true;
  const auto text = mcp_reply(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", server);
  REQUIRE(text);
  const Json tool = Json::parse(*text)["result"]["tools"][0];
  CHECK(tool["annotations"]["readOnlyHint"] == false);
  CHECK(tool["annotations"]["openWorldHint"] == true);
}

TEST_CASE("input comes apart into lines, whatever pieces it comes in") {
  const std::string input = "one\n\ntwo\nrest";
  for (std::size_t size = 1; size <= input.size(); ++size) {
    McpLines lines(100);
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < input.size(); at += size) {
      lines.add(std::string_view(input).substr(at, size));
      while (auto line = lines.next()) seen.push_back(*std::move(line));
    }
    CHECK(seen == std::vector<std::string>{"one", "", "two"});
    CHECK(lines.rest() == "rest");
    CHECK_FALSE(lines.rest());
  }
}

TEST_CASE("of a line that is too long the beginning is seen once, and the next line whole") {
  for (const std::size_t size : {1U, 3U, 7U, 50U}) {
    const std::string input = std::string(40, 'x') + "\nnext\n" + std::string(40, 'y');
    McpLines lines(10);
    std::vector<std::string> seen;
    for (std::size_t at = 0; at < input.size(); at += size) {
      lines.add(std::string_view(input).substr(at, size));
      while (auto line = lines.next()) seen.push_back(*std::move(line));
    }
    CAPTURE(size, seen);
    REQUIRE(seen.size() == 3);
    CHECK(seen[0].size() > 10);
    CHECK(seen[1] == "next");
    CHECK(seen[2].size() > 10);
    CHECK_FALSE(lines.rest());
  }
}

TEST_CASE("a text that is too long is cut between characters, and says so") {
  const std::string cut = bounded_text("a\xC3\xB6\xC3\xB6", 4);
  CHECK(cut.substr(0, 4) == "a\xC3\xB6\n");
  CHECK(bounded_text("short", 5) == "short");
}
