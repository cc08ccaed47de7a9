// SPDX-License-Identifier: MIT
#include "rustassistant/search/terms.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace rustassistant::search;
using Terms = std::vector<std::string>;

namespace {

Terms in_order(std::string_view text) {
  Terms terms;
  for_each_term(text, [&](std::string_view term) { terms.emplace_back(term); });
  return terms;
}

std::string stemmed(std::string word) {
  stem(word);
  return word;
}

}  // namespace

TEST_CASE("an identifier is found by its parts and as a whole, however it is written") {
  CHECK(in_order("parse_body") == Terms{"pars", "bodi", "parsebody"});
  CHECK(in_order("parseBody") == Terms{"pars", "bodi", "parsebody"});
  CHECK(in_order("ParseBody") == Terms{"pars", "bodi", "parsebody"});
  CHECK(in_order("HTTPServer") == Terms{"http", "server", "httpserver"});
  CHECK(in_order("PARSE_BODY") == Terms{"pars", "bodi", "parsebody"});
  CHECK(in_order("__init__") == Terms{"init"});
}

TEST_CASE("digits are parts of their own, and single bytes are none") {
  CHECK(in_order("utf8_decode") == Terms{"utf", "decod", "utf8decode"});
  CHECK(in_order("x") == Terms{});
  CHECK(in_order("v4") == Terms{"v4"});
  CHECK(in_order("error 404") == Terms{"error", "404"});
  CHECK(in_order("12ab") == Terms{"12", "ab"});
}

TEST_CASE("what is data rather than a name is no term") {
  CHECK(in_order("0xDEADBEEF a 0x1f") == Terms{});
  CHECK(in_order(std::string(kMaxIdentifier + 1, 'q')) == Terms{});
  CHECK(in_order(std::string(kMaxIdentifier, 'q')).size() == 1);
  CHECK(in_order("") == Terms{});
  CHECK(in_order("+-*/ \t\n{}") == Terms{});
}

TEST_CASE("letters beyond ASCII are letters, punctuation beyond ASCII is none") {
  CHECK(in_order("gr\xC3\xB6\xC3\x9F"
                 "e") == Terms{"gr\xC3\xB6\xC3\x9F"
                               "e"});
  CHECK(in_order("left\xE2\x80\x94right") == Terms{"left", "right"});
  CHECK(in_order("\xC2\xABquoted\xC2\xBB") == Terms{"quot"});
  CHECK(in_order("\xE9\x87\x8D\xE8\xAF\x95") == Terms{"\xE9\x87\x8D\xE8\xAF\x95"});
}

TEST_CASE("malformed UTF-8 separates words and disturbs nothing") {
  CHECK(in_order("ab\x80\x80zz") == Terms{"ab", "zz"});
  CHECK(in_order("ab\xE2") == Terms{"ab"});
  CHECK(in_order("\xFF\xFE").size() <= 1);
}

TEST_CASE("words are reduced to their stems as Porter's paper has it") {
  CHECK(stemmed("caresses") == "caress");
  CHECK(stemmed("ponies") == "poni");
  CHECK(stemmed("feed") == "feed");
  CHECK(stemmed("agreed") == "agre");
  CHECK(stemmed("plastered") == "plaster");
  CHECK(stemmed("bled") == "bled");
  CHECK(stemmed("motoring") == "motor");
  CHECK(stemmed("sing") == "sing");
  CHECK(stemmed("conflated") == "conflat");
  CHECK(stemmed("hopping") == "hop");
  CHECK(stemmed("falling") == "fall");
  CHECK(stemmed("filing") == "file");
  CHECK(stemmed("happy") == "happi");
  CHECK(stemmed("sky") == "sky");
  CHECK(stemmed("relational") == "relat");
  CHECK(stemmed("digitizer") == "digit");
  CHECK(stemmed("hopefulness") == "hope");
  CHECK(stemmed("formalize") == "formal");
  CHECK(stemmed("electrical") == "electr");
  CHECK(stemmed("adjustment") == "adjust");
  CHECK(stemmed("adoption") == "adopt");
  CHECK(stemmed("controlling") == "control");
  CHECK(stemmed("rate") == "rate");
  CHECK(stemmed("generalizations") == "gener");
}

TEST_CASE("forms of one word have one stem, and what is no word stays") {
  CHECK(stemmed("retries") == stemmed("retry"));
  CHECK(stemmed("retrying") == stemmed("retry"));
  CHECK(stemmed("parsing") == stemmed("parses"));
  CHECK(stemmed("is") == "is");
  CHECK(stemmed("x86s") == "x86s");
  CHECK(stemmed("yyyyyyyying").size() < 12);
  CHECK(stemmed("") == "");
}

TEST_CASE("the terms of a text are sorted and each is once") {
  CHECK(terms_in("b_tree tree B") == Terms{"btree", "tree"});
}
