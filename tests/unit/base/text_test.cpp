// SPDX-License-Identifier: MIT
#include "rustassistant/base/text.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;

TEST_CASE("UTF-8 is valid only in its shortest, standard form") {
  CHECK(is_valid_utf8("plain, \xC3\xA9, \xE2\x82\xAC, \xF0\x9F\x98\x80"));
  CHECK_FALSE(is_valid_utf8("\xC0\xAF"));                // overlong
  CHECK_FALSE(is_valid_utf8("\xE0\x80\x80"));            // overlong
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));            // surrogate
  CHECK_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));        // above U+10FFFF
  CHECK_FALSE(is_valid_utf8("\xE2\x82"));                // cut off
  CHECK_FALSE(is_valid_utf8(std::string_view("\x80")));  // continuation without a start
}

TEST_CASE("malformed UTF-8 becomes one replacement character per ill-formed part") {
  CHECK(to_valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
  CHECK(to_valid_utf8("\xE2\x82") == "\xEF\xBF\xBD");
  CHECK(to_valid_utf8("\xE2\x28\xA1") == "\xEF\xBF\xBD(\xEF\xBF\xBD");
  CHECK(to_valid_utf8("fine") == "fine");
}

TEST_CASE("what would steer a terminal becomes visible") {
  CHECK(neutralise("a\x1b[31mb") == "a\\x1b[31mb");
  CHECK(neutralise("a\nb\tc\r") == "a\\x0ab\\x09c\\x0d");
  CHECK(neutralise("a\nb\tc\r", Newlines::keep) == "a\nb\tc\\x0d");
  CHECK(neutralise("\xC2\x9B"
                   "2J") == "\\u{9b}2J");  // C1 control sequence introducer
  CHECK(neutralise("\xE2\x80\xAE"
                   "gpj.exe") == "\\u{202e}gpj.exe");  // right-to-left override
  CHECK(neutralise("gr\xC3\xBC\xC3\x9F dich") == "gr\xC3\xBC\xC3\x9F dich");
  CHECK(neutralise(std::string_view("\x7F\0", 2)) == "\\x7f\\x00");
}

TEST_CASE("hex goes both ways and refuses anything else") {
  const std::vector<std::uint8_t> bytes{0x00, 0x7f, 0xff};
  CHECK(to_hex(bytes) == "007fff");
  CHECK(from_hex("007FFF") == bytes);
  CHECK_FALSE(from_hex("0"));
  CHECK_FALSE(from_hex("0g"));
}

TEST_CASE("a whole number is a number and nothing else") {
  CHECK(parse_integer("42") == 42);
  CHECK(parse_integer("-1") == -1);
  for (const char* bad : {"", " 1", "1 ", "+1", "1.0", "0x1", "9223372036854775808"}) CHECK_FALSE(parse_integer(bad));
}

TEST_CASE("the nearest word is found where it is near") {
  const std::vector<std::string_view> words{"analyze", "status", "prune"};
  CHECK(nearest("analyse", words) == "analyze");
  CHECK(nearest("stats", words) == "status");
  CHECK(nearest("pruen", words) == "prune");
  CHECK_FALSE(nearest("frobnicate", words));
}

TEST_CASE("text is split at every separator and trimmed of ASCII space") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(trim(" \t a b \r\n") == "a b");
  CHECK(trim("  ").empty());
  CHECK(to_lower("RuSt-\xC3\x84") == "rust-\xC3\x84");
}

TEST_CASE("text is checked to its last byte, wherever what is not ASCII stands") {
  for (std::size_t length = 0; length < 40; ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      CAPTURE(length, at);
      std::string text(length, 'a');
      CHECK(is_valid_utf8(text));
      CHECK(is_valid_utf8(std::string(text).insert(at, "\u00e9\U0001F600")));
      CHECK_FALSE(is_valid_utf8(std::string(text).insert(at, "\xff")));
      CHECK_FALSE(is_valid_utf8(std::string(text).insert(at, "\xc3")));
    }
  }
}

TEST_CASE("no line of a text is a workflow command") {
  CHECK(without_commands("::error::x\n  ::warning::y\nz ::notice::\n##[group]\n") ==
        ": :error::x\n  : :warning::y\nz ::notice::\n## [group]\n");
  CHECK(without_commands("") == "");
  CHECK(without_commands("a\n::") == "a\n: :");
}
