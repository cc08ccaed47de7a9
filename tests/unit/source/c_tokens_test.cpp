// SPDX-License-Identifier: MIT
#include "c_tokens.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant;

namespace {

std::vector<std::string> tokens_of(std::string_view content) {
  const source::CText text = source::tokenize_c(content);
  std::vector<std::string> tokens;
  for (const source::CToken& token : text.tokens) tokens.emplace_back(text.of(token));
  return tokens;
}

}  // namespace

TEST_CASE("a literal of C is one token, up to its closing quote") {
  using Tokens = std::vector<std::string>;
  CHECK(tokens_of("f(\"a b { c\", 'x');") == Tokens{"f", "(", "\"a b { c\"", ",", "'x'", ")", ";"});
  CHECK(tokens_of("s = \"a \\\" b\";") == Tokens{"s", "=", "\"a \\\" b\"", ";"});
}

TEST_CASE("a literal of C spans lines only behind a backslash; one without an end ends with its line") {
  using Tokens = std::vector<std::string>;
  CHECK(tokens_of("\"a\\\nb\" c") == Tokens{"\"a\\\nb\"", "c"});
  CHECK(tokens_of("\"a b\nc") == Tokens{"\"a b", "c"});
}
