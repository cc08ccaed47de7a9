// SPDX-License-Identifier: MIT
#include "rustassistant/base/hex_array.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>

namespace rustassistant {

TEST_CASE("bytes in hex are taken if they are as many as asked for") {
  using Four = std::array<std::uint8_t, 4>;
  CHECK(array_from_hex<Four>("00ff7A01") == Four{0, 255, 122, 1});
  CHECK_FALSE(array_from_hex<Four>("00ff7a"));
  CHECK_FALSE(array_from_hex<Four>("00ff7a0102"));
  CHECK_FALSE(array_from_hex<Four>("00ff7a0x"));
  CHECK_FALSE(array_from_hex<Four>(""));
}

}  // namespace rustassistant
