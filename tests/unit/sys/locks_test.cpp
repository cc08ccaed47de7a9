// SPDX-License-Identifier: MIT
#include "rustassistant/sys/locks.hpp"

#include <catch2/catch.hpp>

#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

using namespace rustassistant;

namespace {
int asked = 0;
bool after_three_times() {
  return ++asked > 3;
}
}  // namespace

TEST_CASE("a byte is held by one lock at a time, even within a process") {
  const test::TemporaryFolder folder;
  const std::string path = (folder.path() / "lock").string();
  test::FakeClock clock;
  auto first = sys::ByteLock::acquire(path, 7, clock, nullptr);
  REQUIRE(first);
  CHECK_FALSE(first->waited());
  CHECK(sys::ByteLock::acquire(path, 8, clock, nullptr));  // another byte is free

  CHECK(sys::ByteLock::is_held(path, 7));
  CHECK_FALSE(sys::ByteLock::is_held(path, 8));
  CHECK_FALSE(sys::ByteLock::is_held("/dev/null/lock", 7));

  asked = 0;
  CHECK_FALSE(sys::ByteLock::acquire(path, 7, clock, after_three_times));
  CHECK(clock.slept().count() > 0);
  first.reset();
  CHECK_FALSE(sys::ByteLock::is_held(path, 7));
  CHECK(sys::ByteLock::acquire(path, 7, clock, nullptr));
}

TEST_CASE("offsets of 62 bits can be locked") {
  const test::TemporaryFolder folder;
  test::FakeClock clock;
  CHECK(sys::ByteLock::acquire((folder.path() / "lock").string(), (std::int64_t{1} << 62) - 1, clock, nullptr));
}

TEST_CASE("where no lock can be had there is none") {
  test::FakeClock clock;
  CHECK_FALSE(sys::ByteLock::acquire("/dev/null/lock", 0, clock, nullptr));
}
