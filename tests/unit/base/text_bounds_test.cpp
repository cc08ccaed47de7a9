// SPDX-License-Identifier: MIT
// Texts, quantities and times on both sides of each of their bounds.
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"

using namespace rustassistant;

namespace {

const std::string kReplaced = "\xEF\xBF\xBD";

std::string replaced(int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += kReplaced;
  return text;
}

}  // namespace

TEST_CASE("each form of UTF-8 begins and ends where the standard has it") {
  for (const char* text :
       {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xE0\xBF\xBF", "\xE1\x80\x80", "\xEC\xBF\xBF", "\xED\x80\x80",
        "\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF0\xBF\xBF\xBF", "\xF1\x80\x80\x80",
        "\xF3\xBF\xBF\xBF", "\xF4\x80\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(is_valid_utf8(text));
    CHECK(to_valid_utf8(text) == text);
    CHECK(to_valid_utf8(std::string(text) + "\xFFz") == text + kReplaced + "z");
    CHECK(neutralise(std::string(text) + "\xFFz").ends_with(kReplaced + "z"));
  }
  struct Row {
    const char* text;
    int parts;  // ill-formed ones
  };
  for (const Row& row :
       {Row{"\x80", 1}, Row{"\xBF", 1}, Row{"\xC0\x80", 2}, Row{"\xC1\xBF", 2}, Row{"\xC2\xC2", 2}, Row{"\xC2", 1},
        Row{"\xE0\x9F\xBF", 3}, Row{"\xE0\xA0", 1}, Row{"\xE1\x80\xC0", 2}, Row{"\xED\xA0\x80", 3},
        Row{"\xF0\x8F\xBF\xBF", 4}, Row{"\xF0\x90\x80", 1}, Row{"\xF0\x90\x80\xC0", 2}, Row{"\xF4\x90\x80\x80", 4},
        Row{"\xF5\x80\x80\x80", 4}, Row{"\xFF", 1}}) {
    CAPTURE(to_hex(std::vector<std::uint8_t>(row.text, row.text + std::string_view(row.text).size())));
    CHECK_FALSE(is_valid_utf8(row.text));
    CHECK(to_valid_utf8(row.text) == replaced(row.parts));
    CHECK(neutralise(row.text) == replaced(row.parts));
    CHECK(to_valid_utf8(std::string("a") + row.text + "z") == "a" + replaced(row.parts) + "z");
  }
  CHECK(to_valid_utf8("\xC2\x7F") == kReplaced + "\x7F");
  CHECK(to_valid_utf8("\xE1\x80\x7F") == kReplaced + "\x7F");
}

TEST_CASE("which characters are made visible, on both sides of each range") {
  struct Row {
    const char* text;
    const char* shown;  // null: it stays
  };
  for (const Row& row :
       {Row{"\x01", "\\x01"},       Row{"\x1F", "\\x1f"},       Row{" ", nullptr},          Row{"~", nullptr},
        Row{"\x7F", "\\x7f"},       Row{"\u0080", "\\u{80}"},   Row{"\u009F", "\\u{9f}"},   Row{"\u00A0", nullptr},
        Row{"\u061B", nullptr},     Row{"\u061C", "\\u{61c}"},  Row{"\u061D", nullptr},     Row{"\u200D", nullptr},
        Row{"\u200E", "\\u{200e}"}, Row{"\u200F", "\\u{200f}"}, Row{"\u2010", nullptr},     Row{"\u2027", nullptr},
        Row{"\u2028", "\\u{2028}"}, Row{"\u2029", "\\u{2029}"}, Row{"\u202A", "\\u{202a}"}, Row{"\u202E", "\\u{202e}"},
        Row{"\u202F", nullptr},     Row{"\u2065", nullptr},     Row{"\u2066", "\\u{2066}"}, Row{"\u2069", "\\u{2069}"},
        Row{"\u206A", nullptr},     Row{"\n", "\\x0a"},         Row{"\t", "\\x09"}}) {
    CHECK(neutralise(row.text) == (row.shown == nullptr ? row.text : row.shown));
  }
  CHECK(neutralise("\n\t\v\f\r\x1F", Newlines::keep) == "\n\t\\x0b\\x0c\\x0d\\x1f");
}

TEST_CASE("letters and digits end where their ranges do") {
  CHECK(to_lower("@AZ[`az{") == "@az[`az{");
  CHECK(from_hex("09afAF") == std::vector<std::uint8_t>{0x09, 0xAF, 0xAF});
  for (const char* bad : {"/0", "0/", ":0", "0:", "`0", "0`", "g0", "0g", "@0", "0@", "G0", "0G", "000"})
    CHECK_FALSE(from_hex(bad));
  CHECK(from_hex("")->empty());
  CHECK(to_hex(std::vector<std::uint8_t>{0x0F, 0xF0, 0x1A}) == "0ff01a");
  CHECK(parse_integer("9223372036854775807") == INT64_MAX);
  CHECK(parse_integer("-9223372036854775808") == INT64_MIN);
  CHECK_FALSE(parse_integer("-9223372036854775809"));
  CHECK_FALSE(parse_integer("-"));
}

TEST_CASE("text is trimmed of each kind of space, and only at its ends") {
  CHECK(trim(" \t\r\n\f\va \t b\v\f\n\r\t ") == "a \t b");
  CHECK(trim("a") == "a");
  CHECK(trim("").empty());
  CHECK(split(",a,", ',') == std::vector<std::string_view>{"", "a", ""});
}

TEST_CASE(
    "a word is near up to a third of its length, the first of equals is "
    "taken") {
  struct Row {
    std::string_view word;
    std::string_view candidate;
    bool is_near;
  };
  for (const Row& row : {
           Row{"a", "b", true},           // one edit is near, however short the word
           Row{"ab", "cd", false},        // two are not
           Row{"abcde", "abxye", false},  // nor of five letters
           Row{"abcdef", "abxyef", true},
           Row{"abcdef", "axyzef", false},
           Row{"abcdefghi", "xyzdefghi", true},
           Row{"abcdefghi", "wxyzefghi", false},
           Row{"abcdefgh", "xyzdefgh", false},
           Row{"ab", "ba", true},     // a swap is one edit
           Row{"abc", "bca", false},  // and so is no other move
           Row{"abcdef", "badcef", true},
           Row{"abc", "abcd", true},
           Row{"abcd", "abc", true},
           Row{"abc", "abcde", false},
           Row{"abc", "a", false},
           Row{"abc", "xabc", true},
           Row{"abcdef", "cdef", true},
           Row{"abcdef", "cef", false},
           Row{"ca", "abc", false},
           Row{"abcdef", "abcdef", true},
       }) {
    CAPTURE(row.word, row.candidate);
    const std::vector<std::string_view> candidates{row.candidate};
    CHECK(nearest(row.word, candidates).has_value() == row.is_near);
  }
  const std::vector<std::string_view> equals{"status_", "statusy", "statusz"};
  CHECK(nearest("statusx", equals) == "status_");
  const std::vector<std::string_view> better{"stat", "statu", "status"};
  CHECK(nearest("statuss", better) == "status");
  CHECK_FALSE(nearest("x", {}));
}

TEST_CASE("commands are broken up wherever they stand") {
  CHECK(without_commands("##[##[a") == "## [## [a");
  CHECK(without_commands("#[a##") == "#[a##");
  CHECK(without_commands(":a\n::\n\n ::b") == ":a\n: :\n\n : :b");
  CHECK(without_commands("\t\r::x") == "\t\r: :x");
  CHECK(without_commands("a\n \n::b\n") == "a\n \n: :b\n");
  CHECK(without_commands("x ##[y\n::z") == "x ## [y\n: :z");
}

TEST_CASE("every unit of size has its bytes, up to ten to the fifteenth") {
  struct Row {
    const char* text;
    std::optional<std::int64_t> bytes;
  };
  for (const Row& row : {Row{"7", 7},
                         Row{"7b", 7},
                         Row{"7K", 7'000},
                         Row{"7kB", 7'000},
                         Row{"7KiB", 7'168},
                         Row{"7M", 7'000'000},
                         Row{"7MB", 7'000'000},
                         Row{"7MiB", 7'340'032},
                         Row{"7G", 7'000'000'000},
                         Row{"7gb", 7'000'000'000},
                         Row{"7GiB", 7'516'192'768},
                         Row{"7T", 7'000'000'000'000},
                         Row{"7TB", 7'000'000'000'000},
                         Row{"7TiB", 7'696'581'394'432},
                         Row{"1000T", 1'000'000'000'000'000},
                         Row{"1001T", std::nullopt},
                         Row{"1000000000000000", 1'000'000'000'000'000},
                         Row{"1000000000000001", std::nullopt},
                         Row{"1.0", 1},
                         Row{"1.001k", 1'001},
                         Row{"1.999G", 1'999'000'000},
                         Row{"0", 0},
                         Row{"1 ", 1},
                         Row{"1\tk", 1'000},
                         Row{" 1", std::nullopt},
                         Row{"1k k", std::nullopt}}) {
    CAPTURE(row.text);
    CHECK(parse_size(row.text) == row.bytes);
  }
}

TEST_CASE("every unit of age has its seconds, up to a century") {
  struct Row {
    const char* text;
    std::int64_t seconds;
  };
  for (const Row& row : {Row{"7s", 7}, Row{"7min", 420}, Row{"7h", 25'200}, Row{"7d", 604'800}, Row{"7w", 4'233'600},
                         Row{"7mo", 18'144'000}, Row{"7y", 220'752'000}, Row{"36525d", 3'155'760'000},
                         Row{"3155760000s", 3'155'760'000}, Row{"100y", 3'153'600'000}}) {
    REQUIRE(parse_age(row.text));
    CHECK(*parse_age(row.text) == row.seconds * 1'000);
  }
  for (const char* bad : {"36526d", "3155760001s", "101y", "5218w"}) CHECK_FALSE(parse_age(bad));
  CHECK(parse_age("5217w"));
  const auto none = parse_age("x");
  REQUIRE_FALSE(none);
  CHECK(none.error().code == Errc::usage);
  CHECK(none.error().what == "'x' is not an age");
  CHECK(parse_age("m").error().what == "'m' is not an age");
  CHECK(parse_age("5m").error().what == "the age '5m' could be minutes or months");
}

TEST_CASE("percent from nothing to all, in each form") {
  struct Row {
    const char* text;
    std::optional<int> percent;
  };
  for (const Row& row : {Row{"0%", 0}, Row{"100%", 100}, Row{"99", 99}, Row{"0.0", 0}, Row{"0.01", 1}, Row{"1.00", 100},
                         Row{"1.01", std::nullopt}, Row{"2.0", std::nullopt}, Row{"101", std::nullopt},
                         Row{"5.%", std::nullopt}, Row{"5 ", std::nullopt}, Row{"5%%", std::nullopt}})
    CHECK(parse_percent(row.text) == row.percent);
}

TEST_CASE("decimals keep each digit, and stop at ten to the fifteenth") {
  CHECK(parse_decimal("12", 0) == 12);
  CHECK(parse_decimal("12.3", 1) == 123);
  CHECK(parse_decimal("12.3", 3) == 12'300);
  CHECK(parse_decimal("12", 3) == 12'000);
  CHECK_FALSE(parse_decimal("12.3", 0));
  CHECK_FALSE(parse_decimal("12.34", 1));
  CHECK(parse_decimal("1000000000000000", 0) == 1'000'000'000'000'000);
  CHECK_FALSE(parse_decimal("1000000000000001", 0));
  CHECK(parse_decimal("100000000000000", 1) == 1'000'000'000'000'000);
  CHECK_FALSE(parse_decimal("100000000000001", 1));
  CHECK_FALSE(parse_decimal("1:", 0));
  CHECK_FALSE(parse_decimal("1/1", 0));
}

TEST_CASE("sizes, counts and durations change their form where they should") {
  struct Row {
    std::int64_t bytes;
    const char* text;
  };
  for (const Row& row :
       {Row{1, "1 B"}, Row{999, "999 B"}, Row{1'000, "1.0 kB"}, Row{1'099, "1.0 kB"}, Row{1'100, "1.1 kB"},
        Row{999'999, "999.9 kB"}, Row{1'000'000, "1.0 MB"}, Row{999'999'999, "999.9 MB"}, Row{1'000'000'000, "1.0 GB"},
        Row{2'340'000'000'000, "2.3 TB"}, Row{5'000'000'000'000'000, "5000.0 TB"}})
    CHECK(format_size(row.bytes) == row.text);
  for (const Row& row :
       {Row{9, "9"}, Row{999, "999"}, Row{1'000, "1,000"}, Row{100'000, "100,000"}, Row{1'000'000, "1,000,000"},
        Row{-999, "-999"}, Row{-1'000, "-1,000"}, Row{-100'000, "-100,000"}})
    CHECK(format_count(row.bytes) == row.text);
  for (const Row& row :
       {Row{0, "0.0 ms"}, Row{99, "0.0 ms"}, Row{100, "0.1 ms"}, Row{9'999, "9.9 ms"}, Row{10'000, "10 ms"},
        Row{999'999, "999 ms"}, Row{1'000'000, "1.0 s"}, Row{12'345'678, "12.3 s"}, Row{59'999'999, "59.9 s"},
        Row{60'000'000, "1 m 00 s"}, Row{3'725'000'000, "62 m 05 s"}})
    CHECK(format_duration(row.bytes) == row.text);
  CHECK(counted(1, "file", "files") == "1 file");
  CHECK(counted(0, "file", "files") == "0 files");
  CHECK(counted(2, "file", "files") == "2 files");
  CHECK(counted(-1, "file", "files") == "-1 files");
}

TEST_CASE("each part of a time has its range and its sign") {
  struct Row {
    const char* text;
    std::optional<std::int64_t> millis;
  };
  constexpr std::int64_t kDay = 86'400'000;
  for (const Row& row : {Row{"1970-01-02T00:00:00Z", kDay},
                         Row{"1970-01-01t23:59:59z", kDay - 1'000},
                         Row{"1970-01-01 23:59:60", kDay},
                         Row{"1970-01-01T23:59:61Z", std::nullopt},
                         Row{"1970-01-01T23:60:00Z", std::nullopt},
                         Row{"1970-01-01T24:00:00Z", std::nullopt},
                         Row{"1970-01-01T01:02:03.4Z", 3'723'400},
                         Row{"1970-01-01T01:02:03.45Z", 3'723'450},
                         Row{"1970-01-01T01:02:03.456Z", 3'723'456},
                         Row{"1970-01-01T01:02:03.4569Z", 3'723'456},
                         Row{"1970-01-01T01:02:03.", std::nullopt},
                         Row{"1970-01-02T00:00:00+23:59", 60'000},
                         Row{"1970-01-01T00:00:00-23:59", kDay - 60'000},
                         Row{"1970-01-01T00:00:00-01:30", 5'400'000},
                         Row{"1970-01-02T00:00:00+24:00", std::nullopt},
                         Row{"1970-01-02T00:00:00+00:60", std::nullopt},
                         Row{"1970-01-02T00:00:00*00:00", std::nullopt},
                         Row{"1970-01-02T00:00:00+00-00", std::nullopt},
                         Row{"1970-01-02T00:00:00+0000", std::nullopt},
                         Row{"1970/01-02T00:00:00Z", std::nullopt},
                         Row{"1970-01/02T00:00:00Z", std::nullopt},
                         Row{"1970-01-02x00:00:00Z", std::nullopt},
                         Row{"1970-01-02T00.00:00Z", std::nullopt},
                         Row{"1970-01-02T00:00.00Z", std::nullopt},
                         Row{"197a-01-02T00:00:00Z", std::nullopt},
                         Row{"1970-a1-02T00:00:00Z", std::nullopt},
                         Row{"1970-01-0aT00:00:00Z", std::nullopt},
                         Row{"1970-01-02Ta0:00:00Z", std::nullopt},
                         Row{"1970-01-02T00:a0:00Z", std::nullopt},
                         Row{"1970-01-02T00:00:a0Z", std::nullopt},
                         Row{"1970-01-02T00:00:0", std::nullopt},
                         Row{"1970-00-02T00:00:00Z", std::nullopt},
                         Row{"1970-02-29T00:00:00Z", std::nullopt}}) {
    CAPTURE(row.text);
    const auto instant = parse_rfc3339(row.text);
    CHECK(instant.has_value() == row.millis.has_value());
    if (instant && row.millis) CHECK(instant->value == *row.millis);
  }
  CHECK(to_rfc3339({0}, 60) == "1970-01-01T00:01:00+00:01");
  CHECK(to_rfc3339({0}, -1'800) == "1969-12-31T23:30:00-00:30");
  CHECK(to_rfc3339({kDay - 1}, 0) == "1970-01-01T23:59:59Z");
  CHECK(to_rfc3339({3'723'000}, 3'600) == "1970-01-01T02:02:03+01:00");
}
