// SPDX-License-Identifier: MIT
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <utility>

#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

// Stand in for the C library's functions in this whole test program, SQLite included.
namespace {
std::atomic<int> flushes{0};
}
extern "C" int fsync(int descriptor) {
  ++flushes;
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}
extern "C" int fdatasync(int descriptor) {
  ++flushes;
  return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

namespace rustassistant::ledger {

// A power cut must not take back what was reserved or paid: a killed process would not show the difference.
TEST_CASE("each change of a ledger is flushed to the disk before it returns") {
  const test::TemporaryFolder folder;
  const test::FakeClock clock;
  const auto ledger = *Ledger::open((folder.path() / "ledger.db").string(), clock);
  auto flushed = [before = flushes.load()]() mutable {
    const int now = flushes.load();
    return now > std::exchange(before, now);
  };
  const auto held = ledger->reserve({}, NanoUsd{10}, {});
  REQUIRE(held);
  CHECK(flushed());
  REQUIRE(ledger->settle(*held, std::nullopt, NanoUsd{3}));
  CHECK(flushed());
  const auto other = ledger->reserve({}, NanoUsd{10}, {});
  CHECK(flushed());
  REQUIRE(ledger->release(*other));
  CHECK(flushed());
  SettingsChange change;
  change.set.monthly_cap = NanoUsd{5};
  REQUIRE(ledger->change(change));
  CHECK(flushed());
  REQUIRE(ledger->standing());
  CHECK_FALSE(flushed());
}

}  // namespace rustassistant::ledger
