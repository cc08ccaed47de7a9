// SPDX-License-Identifier: MIT
#include "rustassistant/codec/tar.hpp"

#include <catch2/catch.hpp>

namespace rustassistant::codec {

TEST_CASE("a header comes back as it was written") {
  const auto block = tar_header({"ledger.jsonl.zst", 12'345}, {1'795'262'400'000});
  REQUIRE(block);
  CHECK(block->size() == kTarBlock);
  const auto member = parse_tar_header(*block);
  REQUIRE(member);
  REQUIRE(*member);
  CHECK((*member)->name == "ledger.jsonl.zst");
  CHECK((*member)->size == 12'345);
  CHECK(tar_padding(0).empty());
  CHECK(tar_padding(512).empty());
  CHECK(tar_padding(513).size() == 511);
  CHECK(*parse_tar_header(tar_end().substr(0, kTarBlock)) == std::nullopt);
}

TEST_CASE("what does not fit is refused, and so is what is not sound") {
  CHECK_FALSE(tar_header({std::string(100, 'n'), 1}, {}));
  CHECK_FALSE(tar_header({"", 1}, {}));
  CHECK_FALSE(tar_header({"n", -1}, {}));
  CHECK_FALSE(tar_header({"n", std::int64_t{1} << 33}, {}));
  const std::string sound = *tar_header({"n", 5}, {});
  CHECK_FALSE(parse_tar_header(sound.substr(1)));
  for (std::size_t i = 0; i < 345; ++i) {
    std::string broken = sound;
    broken[i] = static_cast<char>(broken[i] ^ 1);
    CAPTURE(i);
    // Blanks and ends within a number are the same number.
    const auto parsed = parse_tar_header(broken);
    if (parsed) CHECK((*parsed)->size == 5);
  }
  std::string link = sound;
  link[156] = '2';
  CHECK_FALSE(parse_tar_header(link));
}

}  // namespace rustassistant::codec
