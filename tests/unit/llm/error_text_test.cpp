// SPDX-License-Identifier: MIT
#include "error_text.hpp"

#include <catch2/catch.hpp>

#include "rustassistant/base/text.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;

namespace {

ErrorText text_of(std::string body, std::string type = "application/json") {
  return error_text({400, {{"content-type", std::move(type)}}, std::move(body)});
}

}  // namespace

TEST_CASE("an error's message is found in every shape that providers use") {
  CHECK(text_of(R"({"error":{"message":"m","type":"T","code":"c"}})").message == "m");
  CHECK(text_of(R"({"error":{"message":"m","type":"T","code":"c"}})").code == "c t");
  CHECK(text_of(R"({"code":"c","error":"m"})").message == "m");
  CHECK(text_of(R"({"error":"m"})").message == "m");
  CHECK(text_of(R"({"object":"error","message":"m","code":404})").message == "m");
  CHECK(text_of(R"({"detail":"m"})").message == "m");
  CHECK(text_of(R"({"detail":[{"loc":["body","messages",0],"msg":"m","type":"missing"}]})").message ==
        "body.messages.0: m");
  CHECK(text_of(R"({"success":false,"errors":[{"code":7003,"message":"m"}]})").message == "m");
  CHECK(text_of(R"({"errors":["m"]})").message == "m");
  CHECK(text_of(R"({"base_resp":{},"msg":"m"})").message == "m");
  CHECK(text_of(R"([{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}])").message == "m");
  CHECK(text_of("data: {\"type\":\"response.failed\",\"response\":{\"error\":{\"code\":\"server_error\","
                "\"message\":\"m\"}}}\n\ndata: {\"type\":\"x\"}\n\n")
            .message == "m");
  CHECK(text_of(R"("m")").message == "m");
  CHECK(text_of("m\n", "text/plain").message == "m");
  CHECK(text_of("").message.empty());
  CHECK(text_of(R"({"error":{"code":402,"message":"m"}})").status == 402);
  CHECK_FALSE(text_of(R"({"error":{"code":7,"message":"m"}})").status);
  CHECK(text_of(R"({"error":{"code":"402","message":"m"}})").status == 402);
  CHECK(text_of(R"({"error":{"code":"rate_limit_exceeded","message":"m"}})").status == 429);
}

TEST_CASE("what the provider behind a gateway said is told") {
  const auto raw = [](const char* value) {
    return text_of(std::string(R"({"error":{"message":"Provider returned error","code":400,"metadata":{"raw":)") +
                   value + R"(,"provider_name":"X"}}})")
        .message;
  };
  CHECK(raw(R"("too many tokens")") == "Provider returned error: too many tokens");
  CHECK(raw(R"("{\"error\":{\"message\":\"no such model\"}}")") == "Provider returned error: no such model");
  CHECK(raw(R"("{\"message\":\"no such model\"}")") == "Provider returned error: no such model");
  CHECK(raw(R"({"detail":"x"})") == R"(Provider returned error: {"detail":"x"})");
  CHECK(raw("null") == "Provider returned error");
}

TEST_CASE("an HTML page is named, not quoted") {
  CHECK(text_of("<p>Bad gateway", "text/html; charset=utf-8").message == "an HTML page came back, not JSON");
  CHECK(text_of("\n <!DOCTYPE HTML><html>", "").message == "an HTML page came back, not JSON");
}

TEST_CASE("members of unexpected types are passed over") {
  for (const char* body : {R"({"error":[]})", R"({"error":{"message":{},"code":[],"type":1.5}})", R"({"error":null})",
                           "{}", R"({"message":null})"}) {
    INFO(body);
    CHECK(text_of(body).message.empty());
  }
}

TEST_CASE("a message is one line of bounded length, cut between characters") {
  CHECK(one_line(" a\n\t b\r\nc ", 300) == "a b c");
  CHECK(one_line("", 300).empty());
  CHECK(one_line("abcdef", 3) == "abc…");
  CHECK(one_line("aä", 2) == "a…");
  CHECK(is_valid_utf8(text_of(std::string(1000, '\xff'), "text/plain").message));
  CHECK(text_of(std::string(100'000, 'x'), "text/plain").message.size() < 310);
}
