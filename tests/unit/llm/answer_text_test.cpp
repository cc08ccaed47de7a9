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

TEST_CASE("thoughts are dropped under each of their names, and where their opening is missing") {
  for (const char* text :
       {"<think>hm {\"b\":2}</think>{\"a\":1}", "hm\n</think>\n{\"a\":1}", "<thinking>\nhm\n</thinking>{\"a\":1}",
        "<thought>hm</thought>\n```json\n{\"a\":1}\n```", "</think>{\"a\":1}", "<reasoning>hm</reasoning>{\"a\":1}",
        "<seed:think>hm</seed:think>{\"a\":1}", "[THINK]hm {\"b\":2}[/THINK]{\"a\":1}",
        "<|channel|>analysis<|message|>hm "
        "{\"b\":2}<|end|><|start|>assistant<|channel|>final<|message|>{\"a\":1}<|return|>"}) {
    CAPTURE(text);
    CHECK(strip_wrapping(text) == "{\"a\":1}");
  }
  CHECK(strip_wrapping("<think>a</think>\n<think>b {\"c\":1}</think>\n<thought>d</thought>{\"a\":1}") == "{\"a\":1}");
  CHECK(strip_wrapping("a</think><thought>b</thought>\n<think>c</think>{\"a\":1}") == "{\"a\":1}");
  CHECK(strip_wrapping("{\"a\":\"</think>\"}") == "{\"a\":\"</think>\"}");
}

TEST_CASE("words around the JSON or around its only fence are dropped") {
  for (const char* text :
       {"Here it is:\n```json\n{\"a\":\"```\"}\n```\nAnything else?", "```\n{\"a\":\"```\"}\n```\nDone.",
        "{\"a\":\"```\"}\n\nI hope this helps {really}.", "Sure!\n{\"a\":\"```\"}", "Sure {really}! {\"a\":\"```\"}",
        "```json\n{\"a\":\"```\"}", "```rust\nfn f() {}\n```\nmeans\n```json\n{\"a\":\"```\"}\n```", "{\"a\":\"```\"}}",
        "<answer>{\"a\":\"```\"}</answer>", "<json>\n{\"a\":\"```\"}\n</json>"}) {
    CAPTURE(text);
    CHECK(strip_wrapping(text) == "{\"a\":\"```\"}");
  }
}

TEST_CASE("of two fences none is chosen") {
  const std::string text = "```json\n{\"a\":1}\n```\nor\n```json\n{\"a\":2}\n```";
  CHECK(strip_wrapping(text) == text);
}

TEST_CASE("an answer that only looks wrapped stays as it is") {
  for (const char* text : {"", "```", "``````", "```json", "```json\n{", "<think>{}", "[THINK]{}", "{\"a\":\"```\"}"}) {
    CHECK(strip_wrapping(text) == text);
  }
}
