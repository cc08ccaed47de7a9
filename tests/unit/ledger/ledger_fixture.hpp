// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "rustassistant/ledger/ledger.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::ledger {

// A ledger of its own in a folder of its own.
struct LedgerFixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;
  const UnixMillis noon = clock.now();  // of 2026-11-21
  const std::string path = (folder.path() / "ledger.db").string();
  std::unique_ptr<Ledger> ledger = *Ledger::open(path, clock);

  Reservation reserve(std::int64_t amount, const CallFacts& facts = {}) {
    const auto held = ledger->reserve(facts, NanoUsd{amount}, {});
    REQUIRE(held);
    return *held;
  }
  Reservation reserve_at(std::int64_t later_ms, std::int64_t amount) {
    clock.set({noon.value + later_ms});
    const auto held = reserve(amount);
    clock.set(noon);
    return held;
  }
  void settle(std::int64_t amount, const std::optional<domain::Usage>& usage, std::optional<NanoUsd> cost) {
    REQUIRE(ledger->settle(reserve(amount), usage, cost));
  }
};

// Of a call of Google's, about a file.
inline CallFacts facts_of(const std::string& model) {
  CallFacts facts;
  facts.provider = domain::Provider::google;
  facts.model = model;
  facts.repo_path = "/r";
  facts.path = "a.py";
  return facts;
}

}  // namespace rustassistant::ledger
