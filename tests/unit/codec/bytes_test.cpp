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
  const std::string frame = codec::compress(text, 3);
  CHECK(frame.size() < 1000);
  CHECK(codec::decompress(frame, text.size()).value() == text);
  CHECK(codec::decompress(codec::compress("", 3), 0).value().empty());
}

TEST_CASE("a frame is refused when it is too large, cut, changed or none at all") {
  std::string frame = codec::compress(std::string(1000, 'x') + "tail", 3);
  CHECK_FALSE(codec::decompress(frame, 1003));
  CHECK_FALSE(codec::decompress(frame.substr(0, frame.size() - 1), 10'000));
  CHECK_FALSE(codec::decompress("not a frame", 10'000));
  CHECK_FALSE(codec::decompress("", 10'000));
  frame[frame.size() - 6] = static_cast<char>(frame[frame.size() - 6] ^ 1);
  CHECK_FALSE(codec::decompress(frame, 10'000));
}
