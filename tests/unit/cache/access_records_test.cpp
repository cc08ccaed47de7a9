// SPDX-License-Identifier: MIT
#include "access_records.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <limits>
#include <random>

#include "access_file.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::cache {

namespace {

Access access_number(std::int64_t number) {
  return {number, {1'795'000'000'000 + number}, domain::AnalysisType::docs, 0xdeadbeef, 0x80000001};
}

std::string encoded(std::int64_t count) {
  std::string bytes;
  for (std::int64_t i = 1; i <= count; ++i) bytes += encode(access_number(i));
  return bytes;
}

}  // namespace

TEST_CASE("an access record is 32 bytes and comes back as it was") {
  const Access access = GENERATE(Access{}, access_number(7),
                                 Access{std::numeric_limits<std::int64_t>::max(),
                                        {std::numeric_limits<std::int64_t>::min()},
                                        domain::AnalysisType::todos,
                                        0xffffffff,
                                        0xffffffff});
  const std::string bytes = encode(access);
  REQUIRE(bytes.size() == kAccessRecordBytes);
  const auto decoded = decode_accesses(bytes);
  REQUIRE(decoded.size() == 1);
  CHECK(decoded.front() == access);
}

TEST_CASE("an access record has the documented bytes") {
  const std::string bytes = encode({2, {3}, domain::AnalysisType::docs, 0x0badcafe, 0x01020304});
  CHECK(bytes.substr(0, 4) == std::string("RA\x01\x01", 4));
  CHECK(bytes.substr(8) == std::string("\2\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\xfe\xca\xad\x0b\4\3\2\1", 24));
}

TEST_CASE("a changed bit anywhere costs that record alone") {
  const std::string sound = encoded(3);
  for (std::size_t bit = 0; bit < kAccessRecordBytes * 8; ++bit) {
    std::string bytes = sound;
    bytes[kAccessRecordBytes + bit / 8] = static_cast<char>(bytes[kAccessRecordBytes + bit / 8] ^ (1 << (bit % 8)));
    const auto decoded = decode_accesses(bytes);
    REQUIRE(decoded.size() == 2);
    CHECK(decoded[0] == access_number(1));
    CHECK(decoded[1] == access_number(3));
  }
}

TEST_CASE("records after one that was cut short are read") {
  for (std::size_t cut = 0; cut < kAccessRecordBytes; ++cut) {
    const auto decoded = decode_accesses(encoded(1) + encode(access_number(9)).substr(0, cut) + encoded(2));
    REQUIRE(decoded.size() == 3);
    CHECK(decoded[2] == access_number(2));
  }
}

TEST_CASE("random bytes hold no records") {
  std::mt19937 random(7);
  std::string bytes;
  for (int i = 0; i < 100'000; ++i) bytes += static_cast<char>(random() & 0xffU);
  CHECK(decode_accesses(bytes).empty());
}

TEST_CASE("taking accesses from their file empties it") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "cache.access").string();
  const std::vector<Access> accesses{access_number(1), access_number(2)};
  CHECK(append_accesses(path, accesses) == 64);
  CHECK(append_accesses(path, accesses) == 128);
  struct stat facts{};
  REQUIRE(::stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
  CHECK(take_accesses(path).size() == 4);
  CHECK(std::filesystem::file_size(path) == 0);
  CHECK(take_accesses(path).empty());
}

TEST_CASE("an access file that is something else is left alone and does not block") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "cache.access").string();
  const std::vector<Access> accesses{access_number(1)};
  SECTION("a symbolic link") {
    const std::string victim = folder.write("victim", "precious");
    std::filesystem::create_symlink(victim, path);
    CHECK(append_accesses(path, accesses) == 0);
    CHECK(take_accesses(path).empty());
    CHECK(std::filesystem::file_size(victim) == 8);
  }
  SECTION("a FIFO") {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    CHECK(append_accesses(path, accesses) == 0);
    CHECK(take_accesses(path).empty());
  }
  SECTION("a folder") {
    std::filesystem::create_directory(path);
    CHECK(append_accesses(path, accesses) == 0);
    CHECK(take_accesses(path).empty());
  }
  SECTION("a missing folder") {
    CHECK(append_accesses(path + "/cache.access", accesses) == 0);
    CHECK(take_accesses(path + "/cache.access").empty());
  }
}

}  // namespace rustassistant::cache
