// SPDX-License-Identifier: MIT
#include "rustassistant/sys/terminal.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using sys::ColorChoice;
using sys::Environment;
using sys::use_color;
using sys::Variables;

TEST_CASE("the option wins, then NO_COLOR, then CLICOLOR_FORCE, then the terminal") {
  CHECK(use_color(ColorChoice::always, Environment(Variables{{"NO_COLOR", "1"}}), false));
  CHECK_FALSE(use_color(ColorChoice::never, Environment(Variables{{"CLICOLOR_FORCE", "1"}}), true));
  CHECK_FALSE(
      use_color(ColorChoice::automatic, Environment(Variables{{"NO_COLOR", "1"}, {"CLICOLOR_FORCE", "1"}}), true));
  CHECK(use_color(ColorChoice::automatic, Environment(Variables{{"CLICOLOR_FORCE", "1"}}), false));
  CHECK_FALSE(use_color(ColorChoice::automatic, Environment(Variables{{"CLICOLOR_FORCE", "0"}}), false));
  CHECK(use_color(ColorChoice::automatic, Environment(), true));
  CHECK_FALSE(use_color(ColorChoice::automatic, Environment(Variables{{"TERM", "dumb"}}), true));
  CHECK_FALSE(use_color(ColorChoice::automatic, Environment(), false));
}
