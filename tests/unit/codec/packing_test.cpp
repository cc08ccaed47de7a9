// SPDX-License-Identifier: MIT
#include "rustassistant/codec/packing.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <string>
#include <vector>

using namespace rustassistant::codec;

TEST_CASE("what was packed is read back") {
  Packer packer;
  packer.number(0);
  packer.number(127);
  packer.number(128);
  packer.number((std::uint64_t{1} << 35U) - 1);
  packer.text(std::string("a\0b", 3));
  packer.texts({"", "x"});
  const std::string bytes = packer.take();
  Unpacker unpacker(bytes);
  CHECK(unpacker.number() == 0);
  CHECK(unpacker.number() == 127);
  CHECK(unpacker.small_number() == 128);
  CHECK(unpacker.number() == (std::uint64_t{1} << 35U) - 1);
  CHECK(unpacker.text() == std::string("a\0b", 3));
  CHECK(unpacker.texts() == std::vector<std::string>{"", "x"});
  CHECK(unpacker.is_sound());
  CHECK(unpacker.at_end());
}

TEST_CASE("a number without an end, one that does not fit, and a length behind the end are no good") {
  Unpacker endless("\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
  CHECK(endless.number() == 0);
  CHECK_FALSE(endless.is_sound());
  Packer packer;
  packer.number(std::uint64_t{1} << 33U);
  const std::string large = packer.take();
  Unpacker unpacker(large);
  CHECK(unpacker.small_number() == 0);
  CHECK_FALSE(unpacker.is_sound());
  Unpacker cut(
      "\x05"
      "abc");
  CHECK(cut.text().empty());
  CHECK_FALSE(cut.is_sound());
}
