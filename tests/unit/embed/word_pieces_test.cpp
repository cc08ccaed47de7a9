// SPDX-License-Identifier: MIT
#include "rustassistant/embed/word_pieces.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using Catch::Contains;
using embed::WordPieces;
using Ids = std::vector<std::uint32_t>;

namespace {

constexpr const char* kVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##aff\n##able\ncafe\n(\n)\n世\n界\n_\nfn\nи\n##ß\nstra\n\xE1\x84\x80\n##"
    "\xE1\x85\xA1\nA\n[\n]\n";

// Without the tokens before and behind.
Ids ids_of(const WordPieces& pieces, std::string_view text) {
  Ids ids = pieces.ids(text, 200);
  REQUIRE(ids.size() >= 2);
  CHECK(ids.front() == 2);
  CHECK(ids.back() == 3);
  return {ids.begin() + 1, ids.end() - 1};
}

WordPieces pieces() {
  return WordPieces::from_vocabulary(kVocabulary, true).value();
}

}  // namespace

TEST_CASE("a word is the longest pieces of the vocabulary from its beginning on") {
  CHECK(ids_of(pieces(), "unaffable") == Ids{4, 5, 6});
  CHECK(ids_of(pieces(), "un affable") == Ids{4, 1});
  CHECK(ids_of(pieces(), "unaffableX un") == Ids{1, 4});
  CHECK(ids_of(pieces(), "").empty());
}

TEST_CASE("capitals and accents do not count, and punctuation and ideographs are words of their own") {
  CHECK(ids_of(pieces(), "CAFÉ Cafe\u0301") == Ids{7, 7});
  CHECK(ids_of(pieces(), "fn(un_un)") == Ids{13, 8, 4, 12, 4, 9});
  CHECK(ids_of(pieces(), "un世界un") == Ids{4, 10, 11, 4});
  CHECK(ids_of(pieces(), "Й") == Ids{14});  // И with a mark
  CHECK(ids_of(pieces(), "STRAß") == Ids{16, 15});
  CHECK(ids_of(pieces(), "가") == Ids{17, 18});  // taken apart into its letters
}

TEST_CASE("control characters and what is no UTF-8 are left out, and any space parts words") {
  CHECK(ids_of(pieces(), std::string_view("u\0n\u200Bun\x7F", 8)) == Ids{1});
  CHECK(ids_of(pieces(), "u\x01n\xEF\xBB\xBF\xFF") == Ids{4});
  CHECK(ids_of(pieces(), "un\tun\r\nun\u00A0un\u3000un\u2028un") == Ids(6, 4));
}

TEST_CASE("a special token that a text spells out is not one") {
  CHECK(ids_of(pieces(), "[SEP]") == Ids{20, 1, 21});
}

TEST_CASE("a word of more than a hundred characters is unknown") {
  const auto known = WordPieces::from_vocabulary("[UNK]\n[PAD]\n[CLS]\n[SEP]\na\n##a\n", true).value();
  CHECK(ids_of(known, std::string(100, 'a')).size() == 100);
  CHECK(ids_of(known, std::string(101, 'a')) == Ids{0});
}

TEST_CASE("of a long text as many tokens are taken as fit") {
  CHECK(pieces().ids("un un un un", 4) == Ids{2, 4, 4, 3});
  CHECK(pieces().ids("unaffable", 4) == Ids{2, 4, 5, 3});
  CHECK(pieces().ids("un", 2) == Ids{2, 3});
}

TEST_CASE("a vocabulary with capitals keeps them") {
  const auto cased = WordPieces::from_vocabulary(kVocabulary, false).value();
  CHECK(ids_of(cased, "A") == Ids{19});
  CHECK(ids_of(cased, "CAFE") == Ids{1});
}

TEST_CASE("tokenizer.json says the same as a vocabulary") {
  const auto from = [](std::string_view model, std::string_view normalizer) {
    return WordPieces::from_json(R"({"model":)" + std::string(model) + R"(,"normalizer":)" + std::string(normalizer) +
                                 R"(,"pre_tokenizer":{"type":"BertPreTokenizer"}})");
  };
  const char* const model =
      R"({"type":"WordPiece","unk_token":"<u>","continuing_subword_prefix":"@@","max_input_chars_per_word":4,
          "vocab":{"<u>":0,"[CLS]":2,"[SEP]":3,"ab":9,"@@c":5}})";
  const char* const lower = R"({"type":"BertNormalizer","lowercase":true,"strip_accents":null})";
  const auto known = from(model, lower);
  REQUIRE(known);
  CHECK(known->size() == 10);
  CHECK(ids_of(*known, "ABCC abccc") == Ids{9, 5, 5, 0});
  CHECK_THAT(from(R"({"type":"BPE"})", lower).error().what, Contains("not WordPiece"));
  CHECK_THAT(from(model, R"({"type":"Lowercase"})").error().what, Contains("BertNormalizer"));
  CHECK_THAT(from(model, R"({"type":"BertNormalizer","lowercase":true,"strip_accents":false})").error().what,
             Contains("accents"));
  CHECK_THAT(from(R"({"type":"WordPiece","vocab":{"a":-1}})", lower).error().what, Contains("'a'"));
  CHECK_FALSE(WordPieces::from_json("[]"));
  CHECK_FALSE(WordPieces::from_json("{"));
}

TEST_CASE("a vocabulary that lacks a token, or has one twice, is refused") {
  CHECK_THAT(WordPieces::from_vocabulary("[UNK]\n[CLS]\n", true).error().what, Contains("[SEP] is missing"));
  CHECK_THAT(WordPieces::from_vocabulary("[UNK]\na\na\n", true).error().what, Contains("'a' is in it twice"));
}
