// SPDX-License-Identifier: MIT
#include "answer_text.hpp"

#include <catch2/catch.hpp>

using rustassistant::llm::strip_wrapping;

TEST_CASE("white space, thoughts and a Markdown fence around an answer are dropped") {
  CHECK(strip_wrapping("  {\"a\":1}\n") == "{\"a\":1}");
  CHECK(strip_wrapping("```json\n{\"a\":1}\n```") == "{\"a\":1}");
  CHECK(strip_wrapping("```\n{}\n```\n") == "{}");
  CHECK(strip_wrapping("<think>\nhm ```x```\n</think>\n\n```json\n{}\n```") == "{}");
}

TEST_CASE("an answer that only looks wrapped stays as it is") {
  for (const char* text : {"", "```", "``````", "```json", "```json\n{}", "<think>{}", "{\"a\":\"```\"}"}) {
    CHECK(strip_wrapping(text) == text);
  }
}
