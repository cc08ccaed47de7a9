// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "app_world.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/base/time_zone.hpp"

namespace rustassistant::app::test {

// A world whose use cases are called one by one.
struct StoresWorld : AppWorld {
  FakeTransport transport{{}};
  std::unique_ptr<sys::Environment> environment;
  std::unique_ptr<Services> made_services;

  // By the variables of this moment; those of an earlier call are gone.
  const Services& services() {
    environment = std::make_unique<sys::Environment>(variables);
    made_services = std::make_unique<Services>(
        Services{clock, transport, *environment, [this](const std::string& text) { warnings.push_back(text); }});
    return *made_services;
  }
  std::string home() const { return (folder.path() / "home").string(); }
  void move_home(const std::string& name) { variables["RUSTASSISTANT_HOME"] = (folder.path() / name).string(); }
  // Settles one call at the beginning of a day, such as 20261121.
  void spend_on(int day, std::int64_t amount) {
    clock.set(TimeZone().start_of_day(day));
    const auto ledger = *open_ledger(services(), ledger::IfMissing::create);
    REQUIRE(ledger->settle(*ledger->reserve({}, NanoUsd{amount}, {}), std::nullopt, NanoUsd{amount}));
  }
};

}  // namespace rustassistant::app::test
