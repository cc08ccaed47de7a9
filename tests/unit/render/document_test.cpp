// SPDX-License-Identifier: MIT
#include "rustassistant/render/document.hpp"

#include <catch2/catch.hpp>

#include "csv.hpp"

using namespace rustassistant;
using namespace rustassistant::render;
using Catch::Matchers::Contains;

TEST_CASE("no control character reaches a terminal raw in a JSON document") {
  const std::string hostile = "a\x1b[2J\x7f\xc2\x85\xe2\x80\xae\xe2\x80\xa8\xd8\x9c z\xe2\x82\xac";
  const std::string written = to_text(Json{{"text", hostile}});
  CHECK_THAT(written, Contains("\\u001b") && Contains("\\u007f") && Contains("\\u0085") && Contains("\\u202e") &&
                          Contains("\\u2028") && Contains("\\u061c") && Contains("€"));
  for (const char* raw : {"\x1b", "\x7f", "\xc2\x85", "\xe2\x80\xae", "\xe2\x80\xa8", "\xd8\x9c"})
    CHECK_THAT(written, !Contains(raw));
  CHECK(Json::parse(written)["text"] == hostile);
  CHECK(Json::parse(to_line(Json(hostile))) == hostile);
}

TEST_CASE("CSV keeps its bytes, but not on a terminal") {
  View view;
  CHECK(csv_line(view, {"a", "b\x1b[m", "c,\"d\""}) == "a,b\x1b[m,\"c,\"\"d\"\"\"\n");
  view.terminal = true;
  CHECK(csv_line(view, {"a", "b\x1b[m"}) == "a,b\\x1b[m\n");
  CHECK(csv_line(view, {"", ""}) == ",\n");
  CHECK(csv_line(view, {"=cmd|' x'!A1", "+1.py", "@SUM(1)", "-x", "a=b"}) == "'=cmd|' x'!A1,'+1.py,'@SUM(1),'-x,a=b\n");
  CHECK(csv_line(view, {"-12.50", "+3", "1"}) == "-12.50,+3,1\n");
}

TEST_CASE("unknown amounts and times are null") {
  CHECK(amount(std::nullopt).is_null());
  CHECK(amount(NanoUsd{0}) == 0);
  CHECK(instant(std::nullopt).is_null());
  CHECK(instant(UnixMillis{0}) == "1970-01-01T00:00:00Z");
}

TEST_CASE("beside every amount in nano-dollars stands a text for people") {
  const Json written = Json::parse(to_line(Json{{"cost_nano_usd", 2'300'000},
                                                {"open_nano_usd", nullptr},
                                                {"cap_nano_usd", 10'000},
                                                {"burn_rate_nano_usd_per_day", 1'000'000'000},
                                                {"unsettled", {{"nano_usd", 0}}},
                                                {"rows", {{{"spent_nano_usd", 1}}}},
                                                {"nano_usd_per_million_tokens", {{"input", 75'000'000}}},
                                                {"name", "nano_usd"}}));
  CHECK(written["cost_nano_usd"] == 2'300'000);
  CHECK(written["cost_usd"] == "$0.0023");
  CHECK(written["open_usd"].is_null());
  CHECK(written["cap_usd"] == "$0.00001");
  CHECK(written["burn_rate_usd_per_day"] == "$1.00");
  CHECK(written["unsettled"]["usd"] == "$0.00");
  CHECK(written["rows"][0]["spent_usd"] == "$0.0001");
  CHECK(written["usd_per_million_tokens"]["input"] == "$0.0750");
  CHECK(written.size() == 13);
}

TEST_CASE("a failure is one document of a schema of its own") {
  const Json document = Json::parse(error_document({Errc::budget, "the call would exceed the cap", "wait"}));
  CHECK(document["schema"] == "rustassistant.error/1");
  CHECK(document["error"] == Json{{"code", "budget"}, {"message", "the call would exceed the cap"}, {"hint", "wait"}});
}
