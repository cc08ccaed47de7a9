// SPDX-License-Identifier: MIT
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "marker.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/processes.hpp"
#include "support/temporary_folder.hpp"

// Ledgers that are not there, not there any more, or not whole.
namespace rustassistant::ledger {
namespace {

namespace fs = std::filesystem;

struct Fixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const std::string path = (folder.path() / "ledger.db").string();

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder.path())) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "a ledger that a power cut left with no byte, or with one, is damaged and not begun anew") {
  const auto size = GENERATE(0U, 1U, 99U);
  const auto mode = GENERATE(IfMissing::create, IfMissing::empty, IfMissing::begin);
  std::ofstream(path, std::ios::binary) << std::string(size, '\0');
  const auto ledger = Ledger::open(path, clock, mode);
  REQUIRE_FALSE(ledger);
  CHECK(ledger.error().code == Errc::storage);
  CHECK(ledger.error().what.find(std::to_string(size) + " byte") != std::string::npos);
  CHECK(ledger.error().hint.find("rustassistant restore") != std::string::npos);
  CHECK(fs::file_size(path) == size);
}

TEST_CASE_METHOD(Fixture, "a ledger that has vanished is asked about, and begun anew only on purpose") {
  REQUIRE((*Ledger::open(path, clock))->reserve({}, NanoUsd{1}, {}));
  fs::remove(path);
  for (const IfMissing mode : {IfMissing::create, IfMissing::empty}) {
    const auto ledger = Ledger::open(path, clock, mode);
    REQUIRE_FALSE(ledger);
    CHECK(ledger.error().code == Errc::storage);
    CHECK(ledger.error().what.find("is missing, so") != std::string::npos);
    CHECK(ledger.error().hint.find(marker_of(path)) != std::string::npos);
    CHECK_FALSE(fs::exists(path));
  }
  SECTION("by whoever brings calls back") {
    CHECK(Ledger::open(path, clock, IfMissing::begin));
  }
  SECTION("by the user") {
    fs::remove(marker_of(path));
    CHECK(Ledger::open(path, clock));
  }
  CHECK(fs::exists(path));
}

TEST_CASE_METHOD(Fixture, "a ledger of an earlier version is remembered from its next use on") {
  REQUIRE(Ledger::open(path, clock));
  fs::remove(marker_of(path));
  REQUIRE(Ledger::open(path, clock, IfMissing::empty));
  CHECK(fs::exists(marker_of(path)));
}

TEST_CASE_METHOD(Fixture, "however many processes begin a ledger at once, there is one, and no trace of another") {
  for (int round = 0; round < 10; ++round) {
    const auto work = [&](int) {
      const auto ledger = Ledger::open(path, clock);
      return ledger && (*ledger)->reserve({}, NanoUsd{1}, {}) ? 0 : 1;
    };
    for (const int result : test::wait_for(test::start_processes(8, work))) CHECK(result == 0);
    CHECK((*Ledger::open(path, clock))->standing()->month.reserved == NanoUsd{8});
    CHECK(names() == std::vector<std::string>{"ledger.db", "ledger.db.marker"});
    fs::remove(path);
    fs::remove(marker_of(path));
  }
}

}  // namespace rustassistant::ledger
