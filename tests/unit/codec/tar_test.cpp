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

TEST_CASE("each field of a header lies where POSIX says, as other programs read it") {
  const std::string block = *tar_header({std::string(99, 'n'), 077'777'777'777}, {1'795'262'400'999});
  const auto field = [&](std::size_t at, std::size_t size) { return block.substr(at, size); };
  CHECK(field(0, 100) == std::string(99, 'n') + '\0');
  CHECK(field(100, 8) == std::string("0000600\0", 8));
  CHECK(field(108, 8) == std::string("0000000\0", 8));
  CHECK(field(116, 8) == std::string("0000000\0", 8));
  CHECK(field(124, 12) == std::string("77777777777\0", 12));
  CHECK(field(136, 12) == std::string("15300303700\0", 12));
  CHECK(block[154] == '\0');
  CHECK(block[155] == ' ');
  CHECK(block[156] == '0');
  CHECK(field(257, 8) == std::string("ustar\00000", 8));
  CHECK(block.find_first_not_of('\0', 265) == std::string::npos);
  CHECK_FALSE(tar_header({"n", 0100'000'000'000}, {}));
  CHECK(tar_header({"n", 0}, {-1'000})->substr(136, 11) == "00000000000");
  CHECK(tar_end().size() == 1024);
  CHECK(tar_padding(1).size() == 511);
  CHECK(tar_padding(511).size() == 1);
  // A file of an old format, whose kind is a zero byte, is a file; a folder is none.
  std::string other = *tar_header({"n", 5}, {});
  const auto with_kind = [&](char kind) {
    const int more = kind - other[156];
    other[156] = kind;
    int sum = std::stoi(other.substr(148, 6), nullptr, 8) + more;
    for (std::size_t i = 154; i > 148; --i, sum /= 8) other[i - 1] = static_cast<char>('0' + sum % 8);
    return parse_tar_header(other).has_value();
  };
  CHECK(with_kind('0'));
  CHECK(with_kind('\0'));
  CHECK_FALSE(with_kind('5'));
  CHECK_FALSE(with_kind('1'));
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
