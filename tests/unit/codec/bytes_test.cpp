// SPDX-License-Identifier: MIT
#include <catch2/catch.hpp>

#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/codec/zstd.hpp"

using namespace rustassistant;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
  CHECK(codec::sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(codec::sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  codec::Sha256 pieces;
  pieces.update("a");
  pieces.update("bc");
  CHECK(pieces.finish() == codec::sha256("abc"));
}

TEST_CASE("a compressed frame gives its content back") {
  const std::string text(100'000, 'x');
  const std::string frame = codec::Compressor(3).compress(text);
  CHECK(frame.size() < 1000);
  CHECK(codec::decompress(frame, text.size()).value() == text);
  CHECK(codec::decompress(codec::Compressor(3).compress(""), 0).value().empty());
}

TEST_CASE("a frame is refused when it is too large, cut, changed or none at all") {
  std::string frame = codec::Compressor(3).compress(std::string(1000, 'x') + "tail");
  CHECK_FALSE(codec::decompress(frame, 1003));
  CHECK_FALSE(codec::decompress(frame.substr(0, frame.size() - 1), 10'000));
  CHECK_FALSE(codec::decompress("not a frame", 10'000));
  CHECK_FALSE(codec::decompress("", 10'000));
  frame[frame.size() - 6] = static_cast<char>(frame[frame.size() - 6] ^ 1);
  CHECK_FALSE(codec::decompress(frame, 10'000));
}

TEST_CASE("a dictionary makes documents like its samples smaller, and is needed to read them") {
  std::vector<std::string> samples;
  for (int i = 0; i < 200; ++i) {
    samples.push_back(R"({"smell_type":"long_function","severity":"high","description":"the function f)" +
                      codec::sha256_hex(std::to_string(i)) + R"( has many lines","impact":"Hard to read."})");
  }
  const auto bytes = codec::train_dictionary(samples, 4096);
  REQUIRE(bytes);
  CHECK(bytes->size() <= 4096);
  const auto dictionary = codec::Dictionary::load(*bytes);
  REQUIRE(dictionary);
  CHECK((*dictionary)->id() != 0);
  CHECK((*dictionary)->bytes() == *bytes);
  const std::string frame = codec::Compressor(3, *dictionary).compress(samples[7]);
  CHECK(frame.size() < codec::Compressor(3).compress(samples[7]).size() * 2 / 3);
  CHECK(codec::decompress(frame, 10'000, dictionary->get()).value() == samples[7]);
  CHECK_FALSE(codec::decompress(frame, 10'000));
  // One thread may use several in turn.
  CHECK(codec::Compressor(3).compress(samples[7]).size() > frame.size());
}

TEST_CASE("what is no dictionary is refused, and too little to learn from makes none") {
  for (const std::string& bytes : {std::string(), std::string("text"), std::string(1000, 'x')})
    CHECK_FALSE(codec::Dictionary::load(bytes));
  CHECK_FALSE(codec::train_dictionary({}, 4096));
  CHECK_FALSE(codec::train_dictionary({"one", "two"}, 4096));
}
