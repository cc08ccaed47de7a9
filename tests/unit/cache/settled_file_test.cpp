// SPDX-License-Identifier: MIT
#include "settled_file.hpp"

#include <catch2/catch.hpp>

using rustassistant::cache::FileStamp;
using rustassistant::cache::is_settled;

namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kSecond = 1000 * kMillisecond;

FileStamp modified_at(std::int64_t ns) {
  FileStamp stamp;
  stamp.modified_ns = ns;
  return stamp;
}

}  // namespace

TEST_CASE("a stamp in whole seconds or milliseconds is trusted after three seconds") {
  for (const std::int64_t fraction : {std::int64_t{0}, 250 * kMillisecond}) {
    const std::int64_t changed = 1'000 * kSecond + fraction;
    CHECK_FALSE(is_settled(modified_at(changed), changed));
    CHECK_FALSE(is_settled(modified_at(changed), changed + 3 * kSecond));
    CHECK(is_settled(modified_at(changed), changed + 3 * kSecond + 1));
  }
}

TEST_CASE("a stamp with a finer fraction is trusted once the kernel's clock has surely moved") {
  const std::int64_t changed = 1'000 * kSecond + 123'456'789;
  CHECK_FALSE(is_settled(modified_at(changed), changed + 10 * kMillisecond));
  CHECK(is_settled(modified_at(changed), changed + 51 * kMillisecond));
}

TEST_CASE("a stamp from the future is not trusted") {
  CHECK_FALSE(is_settled(modified_at(2'000 * kSecond + 1), 1'000 * kSecond));
}
