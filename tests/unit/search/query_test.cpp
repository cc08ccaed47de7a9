// SPDX-License-Identifier: MIT
#include "rustassistant/search/query.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant::search;
using List = std::vector<std::string>;

TEST_CASE("a question is looked for by the words that say something") {
  const Query query = parse_query("how are the retries of a request spaced out?");
  CHECK(query.terms == List{"retri", "request", "space"});
  CHECK(query.words == "how are the retries of a request spaced out?");
  CHECK(query.symbol.empty());
  CHECK(parse_query("how is it").terms == List{"how", "is", "it"});
  CHECK(parse_query("").terms.empty());
  CHECK(parse_query("-> :: {}").terms.empty());
}

TEST_CASE("a single name is a symbol, as written, and may be qualified") {
  CHECK(parse_query("FromRequest").symbol == "FromRequest");
  CHECK(parse_query("  parse_body ").symbol == "parse_body");
  CHECK(parse_query("FromRequest").terms == List{"request", "fromrequest"});
  CHECK(parse_query("two words").symbol.empty());
  CHECK(parse_query("std::vector").symbol == "std::vector");
  CHECK(parse_query("Backoff.next").symbol == "Backoff.next");
  for (const char* other : {"::vector", "std::", "std::vector<int>", "a..b", "version.2", "a/b", "next()", "-next"})
    CHECK(parse_query(other).symbol.empty());
  CHECK(parse_query("404").symbol.empty());
  CHECK(parse_query("$ZodType").symbol == "$ZodType");
  CHECK(parse_query("sym:$ZodType").symbol == "$ZodType");
  CHECK(parse_query("$").symbol.empty());
}

TEST_CASE("filters are taken out of a query wherever they stand") {
  const Query query = parse_query("lang:rust retry path:src/** -path:tests sym:Backoff path:\"my folder/*\"");
  CHECK(query.languages == List{"rust"});
  CHECK(query.paths == List{"src/**", "my folder/*"});
  CHECK(query.without == List{"tests"});
  CHECK(query.symbols == List{"Backoff"});
  CHECK(query.words == "retry");
  CHECK(query.terms == List{"retri"});
}

TEST_CASE("what only looks like a filter is a word") {
  CHECK(parse_query("path::join").words == "path::join");
  CHECK(parse_query("lang: rust").words == "lang: rust");
  CHECK(parse_query("sym:").words == "sym:");
  CHECK(parse_query("language:rust").languages.empty());
}

TEST_CASE("without other words a name that is to be defined is looked for") {
  const Query query = parse_query("sym:Foo::next_delay");
  CHECK(query.terms == List{"foo", "next", "delai", "nextdelay"});
  CHECK(query.symbols == List{"Foo::next_delay"});
  CHECK(query.symbol == "Foo::next_delay");
  CHECK(parse_query("retry sym:Foo").symbol == "retry");
  CHECK(parse_query("sym:Foo sym:Bar").symbol.empty());
}

TEST_CASE("what stands in quotes is a phrase, and its words count, too") {
  const Query query = parse_query("error \"no such file\" \"open");
  CHECK(query.phrases == List{"no such file", "open"});
  CHECK(query.terms == List{"error", "no", "file", "open"});
  CHECK(parse_query("\"\"").phrases.empty());
}

TEST_CASE("a query that names tests asks for them") {
  CHECK(parse_query("test for retries").about_tests);
  CHECK(parse_query("TestServer").about_tests);
  CHECK(parse_query("benchmarks").about_tests);
  CHECK_FALSE(parse_query("latest contest").about_tests);
}

TEST_CASE("a long query is cut, and repeated words count once") {
  std::string text;
  for (int i = 100; i < 300; ++i) text += "word" + std::to_string(i) + " ";
  CHECK(parse_query(text).terms.size() == kMaxTerms);
  CHECK(parse_query("retry retry retries").terms == List{"retri"});
}

TEST_CASE("a phrase is found in either case, over any white space") {
  CHECK(holds_phrase("The  Quick\n\tFox", "quick fox"));
  CHECK(holds_phrase("a->b", "->"));
  CHECK_FALSE(holds_phrase("quickfox", "quick fox"));
  CHECK_FALSE(holds_phrase("quick", "quick fox"));
  CHECK(find_phrase("aaab", "aab") == 1);
  CHECK(find_phrase("ab ab", "ab", 1) == 3);
  CHECK(find_phrase("", "x") == std::string::npos);
}

TEST_CASE("a definition is named by its own name, or with what is around it") {
  CHECK(names("next", "next", "Backoff::next"));
  CHECK(names("Backoff::next", "next", "Backoff::next"));
  CHECK(names("Backoff.next", "next", "retry::Backoff::next"));
  CHECK_FALSE(names("off::next", "next", "Backoff::next"));
  CHECK_FALSE(names("Next", "next", "Backoff::next"));
  CHECK_FALSE(names("", "next", "next"));
}

TEST_CASE("loosely, case and the signs around and between words make no other name") {
  CHECK(names_loosely("ZodType", "$ZodType", "$ZodType"));
  CHECK(names_loosely("next_delay", "nextDelay", "Backoff.nextDelay"));
  CHECK(names_loosely("backoff.next_delay", "NextDelay", "Backoff::NextDelay"));
  CHECK_FALSE(names_loosely("ZodType", "ZodTypes", "ZodTypes"));
  CHECK_FALSE(names_loosely("other.next_delay", "nextDelay", "Backoff.nextDelay"));
  CHECK_FALSE(names_loosely("_", "__", "__"));
}
