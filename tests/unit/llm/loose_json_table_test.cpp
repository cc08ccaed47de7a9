// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "loose_json.hpp"

using namespace rustassistant::llm;

namespace {

struct LooseRow {
  std::string_view written;
  std::string_view repaired;
};

void check_loose_rows(std::span<const LooseRow> rows) {
  for (const LooseRow& row : rows) {
    CAPTURE(row.written);
    CHECK(repaired_json(row.written) == row.repaired);
  }
}

struct AfterRow {
  std::string_view text;
  std::optional<std::string_view> after;
};

}  // namespace

TEST_CASE("each escape in a string is kept, replaced or doubled") {
  constexpr auto kRows = std::to_array<LooseRow>({
      {R"(["\"\\\/\b\f\n\r\t"])", R"(["\"\\\/\b\f\n\r\t"])"},
      {R"(["\u0000\u09af\u09AF\uffff"])", R"(["\u0000\u09af\u09AF\uffff"])"},
      {R"(["\ud7ff\ue000"])", R"(["\ud7ff\ue000"])"},
      {R"(["\ud800"])", R"(["\ufffd"])"},
      {R"(["\udbff"])", R"(["\ufffd"])"},
      {R"(["\udc00"])", R"(["\ufffd"])"},
      {R"(["\udfff"])", R"(["\ufffd"])"},
      {R"(["\uD800\uDC00"])", R"(["\uD800\uDC00"])"},
      {R"(["\udbff\udfff"])", R"(["\udbff\udfff"])"},
      {R"(["\udbff\ue000"])", R"(["\ufffd\ue000"])"},
      {R"(["\udbff\udbff"])", R"(["\ufffd\ufffd"])"},
      {R"(["\udc00\ud800"])", R"(["\ufffd\ufffd"])"},
      {R"(["\udc00\udc00"])", R"(["\ufffd\ufffd"])"},
      {R"(["\ud800x\udc00"])", R"(["\ufffdx\ufffd"])"},
      {R"(["\u12"])", R"(["\\u12"])"},
      {R"(["\u12g4"])", R"(["\\u12g4"])"},
      {R"(["\u004G"])", R"(["\\u004G"])"},
      {R"(["\U0041"])", R"(["\\U0041"])"},
      {R"(["\x41\xaF"])", R"(["\u0041\u00aF"])"},
      {R"(["\x4"])", R"(["\\x4"])"},
      {R"(["\x4g"])", R"(["\\x4g"])"},
      {R"(["\xg4"])", R"(["\\xg4"])"},
      {R"(["\y41"])", R"(["\\y41"])"},
      {R"(['a\'b'])", R"(["a'b"])"},
      {R"(["a\'b"])", R"(["a'b"])"},
      {"[\"a\\\nb\"]", "[\"ab\"]"},
      {R"(["\d\\d"])", R"(["\\d\\d"])"},
      {"[\"\x1f\x7f \r\n\t\b\"]", "[\"\\ufffd\x7f \\r\\n\\t\\ufffd\"]"},
      {"[\"\xc3\xa4\xff\"]", "[\"\xc3\xa4\xef\xbf\xbd\"]"},
      {"[\"a\\", "[\"a\\"},
      {"[\"a\\u123", "[\"a\\\\u123"},
      {"[\"a\\x4", "[\"a\\\\x4"},
      {"[\"a\\x41", "[\"a\\u0041"},
      {"[\"a", "[\"a"},
      {"[\"", "[\""},
      {"['", "[\""},
  });
  check_loose_rows(kRows);
}

TEST_CASE("each word of another language is the one that JSON has, and no other word is changed") {
  constexpr auto kRows = std::to_array<LooseRow>({
      {"[NaN]", "[null]"},
      {"[Infinity]", "[null]"},
      {"[-Infinity]", "[null]"},
      {"[+Infinity]", "[null]"},
      {"[None]", "[null]"},
      {"[undefined]", "[null]"},
      {"[nil]", "[null]"},
      {"[True]", "[true]"},
      {"[False]", "[false]"},
      {"[true]", "[true]"},
      {"[false]", "[false]"},
      {"[null]", "[null]"},
      {"[none]", "[none]"},
      {"[Nonesuch]", "[Nonesuch]"},
      {"{None: None}", R"({"None": null})"},
      {"{None : None}", R"({"None" : null})"},
      {"{a/* of */:1}", R"({"a":1})"},
      {"{_a: 1, $b: 2, c-d: 3, e1: 4, f$_: 5}", R"({"_a": 1, "$b": 2, "c-d": 3, "e1": 4, "f$_": 5})"},
      {"None", "None"},
      {"a: None, {b: None} c: None", R"(a: None, {"b": null} c: None)"},
  });
  check_loose_rows(kRows);
}

TEST_CASE("each number of another language is written as JSON has it") {
  constexpr auto kRows = std::to_array<LooseRow>({
      {"[0,9,-1,1.5,-1.5e+3,2E-1]", "[0,9,-1,1.5,-1.5e+3,2E-1]"},
      {"[+1]", "[1]"},
      {"[+.5]", "[0.5]"},
      {"[.5]", "[0.5]"},
      {"[-.5]", "[-0.5]"},
      {"[5.]", "[5.0]"},
      {"[5.e3]", "[5.0e3]"},
      {"[.]", "[0.0]"},
      {"[1_000_000]", "[1000000]"},
      {"[1_0.0_1]", "[10.01]"},
      {"[09.90]", "[09.90]"},
      {"[1 2]", "[1 ,2]"},
      {"[1 +2]", "[1 ,2]"},
      {"[1\"a\"]", "[1,\"a\"]"},
      {"[%]", "[%]"},
      {"[1%2]", "[1%,2]"},
      {"[1", "[1"},
      {"+1 .5 (1,) 'a", "+1 .5 (1,) 'a"},
  });
  check_loose_rows(kRows);
}

TEST_CASE("each comma that is missing is added, and each one too many is taken away") {
  constexpr auto kRows = std::to_array<LooseRow>({
      {"[1,]", "[1]"},
      {"[1, ]", "[1 ]"},
      {"{\"a\":1,}", "{\"a\":1}"},
      {"[(1,)]", "[[1]]"},
      {"[1, // last\n]", "[1 \n]"},
      {"[1, /* last */ ]", "[1  ]"},
      {"[1,2]", "[1,2]"},
      {"[[] []]", "[[] ,[]]"},
      {"[{} {}]", "[{} ,{}]"},
      {"[() ()]", "[[] ,[]]"},
      {"[(1) 2]", "[[1] ,2]"},
      {"[\"a\"\n\"b\"]", "[\"a\"\n,\"b\"]"},
      {"['a'\n'b']", "[\"a\"\n,\"b\"]"},
      {"[true false]", "[true ,false]"},
      {"[1 true]", "[1 ,true]"},
      {"[true 1]", "[true ,1]"},
      {"[1 {}]", "[1 ,{}]"},
      {"[{} 1]", "[{} ,1]"},
      {"{a: 1 b: 2}", R"({"a": 1 ,"b": 2})"},
      {"{a: {} b: 2}", R"({"a": {} ,"b": 2})"},
      {"{\"a\": \"b\"\n\"c\": 1}", "{\"a\": \"b\"\n,\"c\": 1}"},
      {"{\"a\": 1 \"c\": 1}", "{\"a\": 1 ,\"c\": 1}"},
      {"{a:,}", "{\"a\":}"},
      {"[:]", "[:]"},
      {"{} {}", "{} {}"},
      {"\"a\" [1]", "\"a\" [1]"},
      {"{}{'a':1}", "{}{\"a\":1}"},
  });
  check_loose_rows(kRows);
}

TEST_CASE("each comment within braces is left out, and none outside of them") {
  constexpr auto kRows = std::to_array<LooseRow>({
      {"[1 // a\n,2]", "[1 \n,2]"},
      {"[1 # a\n,2]", "[1 \n,2]"},
      {"[1 /* a\n * b */,2]", "[1 ,2]"},
      {"[1 /**/,2]", "[1 ,2]"},
      {"[1 /*/ */,2]", "[1 ,2]"},
      {"[1 // a", "[1 "},
      {"[1 # a", "[1 "},
      {"[1 /* a", "[1 "},
      {"[1 / 2]", "[1 / ,2]"},
      {"// a\n[1] # b /* c */", "// a\n[1] # b /* c */"},
      {"[\"// a # b /* c */\"]", "[\"// a # b /* c */\"]"},
      {"[\"a\" // b\n]", "[\"a\" \n]"},
      {"[\"a\" # b\n]", "[\"a\" \n]"},
  });
  check_loose_rows(kRows);
}

TEST_CASE("each quote within a string is told from the one at its end by what follows") {
  constexpr auto kRows = std::to_array<LooseRow>({
      {R"(["a "b" c"])", R"(["a \"b\" c"])"},
      {"[\"f(\"x\", y)\"]", "[\"f(\\\"x\\\", y)\"]"},
      {R"(["a", "b"])", R"(["a", "b"])"},
      {R"(["a", 'b'])", R"(["a", "b"])"},
      {R"(["a", {}])", R"(["a", {}])"},
      {R"(["a", []])", R"(["a", []])"},
      {R"(["a", ()])", R"(["a", []])"},
      {R"(["a", -1, "b", +1, "c", .5])", R"(["a", -1, "b", 1, "c", 0.5])"},
      {R"(["a", 0, "b", 1, "c", 2, "d", 3, "e", 4])", R"(["a", 0, "b", 1, "c", 2, "d", 3, "e", 4])"},
      {R"(["a", 5, "b", 6, "c", 7, "d", 8, "e", 9])", R"(["a", 5, "b", 6, "c", 7, "d", 8, "e", 9])"},
      {R"(["a", None, "b", true])", R"(["a", null, "b", true])"},
      {R"({"a": "b", c: 1})", R"({"a": "b", "c": 1})"},
      {R"({"a": "b", c : 1})", R"({"a": "b", "c" : 1})"},
      {R"(["a", b", "c"])", R"(["a\", b", "c"])"},
      {"['a', true, 'b', None]", R"(["a", true, "b", null])"},
      {"{'a': 'b', c: 'd', e : 1}", R"({"a": "b", "c": "d", "e" : 1})"},
      {"['a', b', 'c']", R"(["a', b", "c"])"},
      {"[\"a\", // b\n\"c\"]", "[\"a\", \n\"c\"]"},
      {"[\"a\", # b\n\"c\"]", "[\"a\", \n\"c\"]"},
      {"['it's']", "[\"it's\"]"},
      {"['say \"a\"', \"it's\"]", R"(["say \"a\"", "it's"])"},
      {"{'a': 'b'}", R"({"a": "b"})"},
      {"[('a')]", R"([["a"]])"},
      {"[u'a']", "[\"a\"]"},
      {"[b\"b\"]", "[\"b\"]"},
      {"[rb'c']", "[\"c\"]"},
      {"[abc'a']", R"([abc,"a"])"},
      {"[\"a\",]", "[\"a\"]"},
      {"it's 'so' (a) \"b \\x41\"", "it's 'so' (a) \"b \\u0041\""},
  });
  check_loose_rows(kRows);
}

TEST_CASE("the text after a document is exactly what stands behind its last brace") {
  constexpr auto kRows = std::to_array<AfterRow>({
      {"{}", ""},
      {"[]", ""},
      {"{}}", "}"},
      {"[] []", " []"},
      {"[[]]x", "x"},
      {"{\"a\":[{}]},", ","},
      {"[{]]", ""},
      {"[\"]\"]x", "x"},
      {"[']']x", "x"},
      {"[\"\\\"]\"]x", "x"},
      {"[// ]\n]x", "x"},
      {"[# ]\n]x", "x"},
      {"[/* ] */]x", "x"},
      {"[1]// ]", "// ]"},
      {"", std::nullopt},
      {"[", std::nullopt},
      {"{", std::nullopt},
      {"[[]", std::nullopt},
      {"[\"]", std::nullopt},
      {"[# ]", std::nullopt},
  });
  for (const AfterRow& row : kRows) {
    CAPTURE(row.text);
    CHECK(after_json(row.text) == row.after);
  }
}
