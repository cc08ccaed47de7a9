// SPDX-License-Identifier: MIT
#include "reply_json.hpp"

#include <catch2/catch.hpp>

#include "llm_fixtures.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace rustassistant::llm::test;
using domain::Provider;

namespace {

Json no_stream(std::span<const Json> /*events*/) {
  return "a stream";
}

// A stream of events, each with an empty line after it.
std::string stream_of(std::initializer_list<const char*> events) {
  std::string text;
  for (const char* event : events) text.append("data: ").append(event).append("\n\n");
  return text;
}

}  // namespace

TEST_CASE("a reply with one bad byte or half a surrogate is a reply") {
  for (const char* content : {"\xff", "\\ud800", "\x01"}) {
    const auto answer = attempt_with(Provider::openai, 200,
                                     std::string(R"({"choices":[{"message":{"content":"{\"a\":\")") + content +
                                         R"(\"}"},"finish_reason":"stop"}]})");
    REQUIRE(answer);
    CHECK(answer->text == "{\"a\":\"\xef\xbf\xbd\"}");
  }
  // In the model's own JSON.
  const auto answer =
      attempt_with(Provider::openai, 200, R"({"choices":[{"message":{"content":"{\"a\":\"\\ud800\"}"}}]})");
  REQUIRE(answer);
  CHECK(answer->text == R"({"a":"\ufffd"})");
}

TEST_CASE("what ends a stream may stand after a document") {
  CHECK(parse_reply("{\"a\":1}\n\ndata: [DONE]\n", no_stream).value() == Json{{"a", 1}});
  CHECK(parse_reply("{\"a\":1}data:[DONE]", no_stream).value() == Json{{"a", 1}});
  CHECK(parse_reply("{\"a\":1} [DONE]", no_stream).value() == Json{{"a", 1}});
  CHECK(parse_reply("{\"a\":\"}\"}\n<br>warning: {x", no_stream).value() == Json{{"a", "}"}});
  CHECK_FALSE(parse_reply("{\"a\":1", no_stream));
  CHECK_FALSE(parse_reply(std::string(300, '['), no_stream));
  CHECK_FALSE(parse_reply("data: " + std::string(300, '['), no_stream));
}

TEST_CASE("a stream may also come as lines or as an array; an array of one is what it holds") {
  const auto count = [](std::string_view text) {
    return parse_reply(text, [](std::span<const Json> events) { return Json(events.size()); }).value();
  };
  CHECK(count("{\"a\":1}\n{\"b\":2}\n") == 2);
  CHECK(count("[{\"a\":1},\r\n{\"b\":2}]") == 2);
  CHECK(count("[{\"a\":1}]") == Json{{"a", 1}});
  CHECK(count("[]") == Json::array());
}

TEST_CASE("events are told apart by empty lines, or by being whole") {
  const auto count = [](std::string_view text) {
    return parse_reply(text, [](std::span<const Json> events) { return Json(events.size()); });
  };
  CHECK(count("data: {}\n\ndata: {}\n\n").value() == 2);
  CHECK(count("data: {}\ndata: {}\ndata: [DONE]").value() == 2);
  CHECK(count(": comment\r\n\r\nevent: x\r\ndata: {\"a\":\r\ndata: 1}\r\n\r\n").value() == 1);
  CHECK(count("data: [DONE]").value() == 0);
  CHECK_FALSE(count("data: {\n\n"));
}

TEST_CASE("a chat completion that is streamed although nobody asked is put together, with its last usage") {
  const std::string stream = stream_of(
      {R"({"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]})",
       R"({"model":"m","choices":[{"index":0,"delta":{"content":"{\"a\""}}],"usage":{"prompt_tokens":1,"completion_tokens":1}})",
       R"({"model":"m","choices":[{"index":0,"delta":{"content":":1}"},"finish_reason":"stop"}]})",
       R"({"model":"m","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5}})", "[DONE]"});
  const auto answer = attempt_with(Provider::openai_compatible, 200, stream);
  REQUIRE(answer);
  CHECK(answer->text == R"({"a":1})");
  CHECK(answer->model == "m");
  CHECK(answer->usage.value().input == 10);
  CHECK(answer->usage->output == 5);
  const auto cut_off =
      attempt_with(Provider::openai_compatible, 200,
                   stream_of({R"({"choices":[{"delta":{"content":"{"},"finish_reason":"length"}]})", "[DONE]"}));
  CHECK(cut_off.error().remedy == AttemptFailure::Remedy::larger_cap);
}

TEST_CASE("Anthropic's and Google's streams are put together too") {
  const auto anthropic = attempt_with(
      Provider::anthropic, 200,
      stream_of(
          {R"({"type":"message_start","message":{"model":"m","content":[],"usage":{"input_tokens":10,"output_tokens":1}}})",
           R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{\"a\""}})",
           R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":":1}"}})",
           R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":5}})",
           R"({"type":"message_stop"})"}));
  REQUIRE(anthropic);
  CHECK(anthropic->text == R"({"a":1})");
  CHECK(anthropic->usage.value().input == 10);
  CHECK(anthropic->usage->output == 5);

  // Cut off before its output was counted.
  const auto cut = attempt_with(
      Provider::anthropic, 200,
      stream_of({R"({"type":"message_start","message":{"content":[],"usage":{"input_tokens":10,"output_tokens":1}}})",
                 R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{\"a\":1}"}})"}));
  REQUIRE(cut);
  CHECK_FALSE(cut->usage);

  const auto google = attempt_with(
      Provider::google, 200,
      stream_of(
          {R"({"candidates":[{"content":{"parts":[{"text":"{\"a\""}]}}],"usageMetadata":{"promptTokenCount":10}})",
           R"({"candidates":[{"content":{"parts":[{"text":":1}"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5}})"}));
  REQUIRE(google);
  CHECK(google->text == R"({"a":1})");
  CHECK(google->usage.value().output == 5);
}
