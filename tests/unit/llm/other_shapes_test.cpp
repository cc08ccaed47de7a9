// SPDX-License-Identifier: MIT
// Replies that are not of the protocol's form, as gateways and older servers send them.
#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "llm_fixtures.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;

namespace {

constexpr const char* kText = R"("{\"a\":1}")";
constexpr const char* kAnswer = R"({"a":1})";

// @ stands for the answer as a text, # for the answer itself.
std::string filled(std::string body) {
  for (const auto& [mark, text] : {std::pair("@", kText), std::pair("#", kAnswer)}) {
    for (auto at = body.find(mark); at != std::string::npos; at = body.find(mark)) body.replace(at, 1, text);
  }
  return body;
}

void check_all(Provider provider, const std::vector<std::string>& bodies) {
  for (const std::string& body : bodies) {
    CAPTURE(body);
    const auto answer = attempt_with(provider, 200, filled(body));
    INFO((answer ? "" : answer.error().error.what));
    REQUIRE(answer);
    CHECK(answer->text == kAnswer);
  }
}

}  // namespace

TEST_CASE("chat completions in other forms are answers") {
  check_all(
      Provider::openai,
      {R"({"choices":[{"message":{"content":[{"type":"output_text","text":@}]}}]})",
       R"({"choices":[{"message":{"content":[{"type":"thinking","thinking":[]},{"type":"text","text":@}]}}]})",
       R"({"choices":[{"message":{"content":#}}]})", R"({"choices":[{"message":{"content":null,"parsed":#}}]})",
       R"({"choices":[{"message":{"content":"","reasoning_content":@},"finish_reason":"stop"}]})",
       R"({"choices":[{"text":@,"finish_reason":"stop"}]})", R"({"choices":[{"delta":{"content":@}}]})",
       R"({"choices":{"message":{"content":@}}})", R"({"choices":[{"message":@}]})",
       R"({"choices":[{"message":{"content":@},"finish_reason":7}]})",
       R"({"choices":[{"message":{"content":@,"tool_calls":null},"finish_reason":"tool_calls"}]})",
       R"({"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"r","arguments":@}}]},
                 "finish_reason":"tool_calls"}]})",
       R"({"choices":[{"message":{"content":@}}],"error":{}})", R"({"choices":[{"message":{"content":@}}],"error":""})",
       R"({"model":"m","message":{"role":"assistant","content":@},"done":true,"done_reason":"stop"})",
       "\xef\xbb\xbf{\"choices\":[{\"message\":{\"content\":@}}]}",
       "\xef\xbb\xbf"
       "data: {\"choices\":[{\"delta\":{\"content\":@}}]}\n\ndata: [DONE]\n\n",
       ")]}'\n{\"choices\":[{\"message\":{\"content\":@}}]}"});
}

TEST_CASE("what a gateway puts around a reply is taken off, and another protocol is read as what it is") {
  const std::string chat =
      R"({"choices":[{"message":{"content":@}}],"usage":{"prompt_tokens":7,"completion_tokens":3}})";
  for (const Provider provider : {Provider::openai, Provider::anthropic, Provider::google}) {
    check_all(provider,
              {chat, R"({"code":200,"data":)" + chat + "}", R"({"result":)" + chat + R"(,"success":true,"errors":[]})",
               R"({"response":)" + chat + "}", R"({"candidates":[{"content":{"parts":[{"text":@}]}}]})",
               R"({"content":[{"type":"text","text":@}]})",
               R"({"output":[{"type":"message","content":[{"type":"output_text","text":@}]}]})"});
    const auto answer = attempt_with(provider, 200, filled(chat));
    REQUIRE(answer->usage);
    CHECK(answer->usage->input == 7);
    CHECK(answer->usage->output == 3);
  }
}

TEST_CASE("Anthropic's messages in other forms are answers") {
  check_all(Provider::anthropic,
            {R"({"completion":@,"stop_reason":"stop_sequence"})", R"({"content":{"type":"text","text":@}})",
             R"({"content":[{"text":@}]})", R"({"content":[@]})",
             R"({"content":[{"type":"text","text":null},{"type":"text","text":@}],"stop_reason":7})",
             R"({"content":[{"type":"tool_use","input":#}],"stop_reason":"tool_use"})"});
}

TEST_CASE("Google's candidates in other forms are answers") {
  check_all(Provider::google,
            {R"({"candidates":[{"content":{"parts":[{"text":@}]},"finishReason":1}]})",
             R"({"candidates":[{"content":{"parts":[{"functionCall":{"name":"r","args":#}}]},"finishReason":"STOP"}]})",
             R"({"candidates":[{"content":{"parts":{"text":@}}}]})", R"({"candidates":[{"content":@}]})",
             R"({"candidates":[{"output":@}]})", R"({"candidates":{"content":{"parts":[{"text":@}]}}})"});
}

TEST_CASE("what is no answer in any form stays none") {
  for (const char* body : {R"({"choices":[]})", R"({"choices":[7]})", R"({"data":{"choices":[]}})", R"({"data":[1]})",
                           R"({"choices":[{"message":7}]})", R"({"choices":[{"message":{"content":7}}]})",
                           R"({"choices":[{"message":{"content":"","reasoning_content":"hm"}}]})", "{}", "[]", "7"}) {
    CAPTURE(body);
    for (const Provider provider : {Provider::openai, Provider::anthropic, Provider::google})
      CHECK_FALSE(attempt_with(provider, 200, body));
  }
}
