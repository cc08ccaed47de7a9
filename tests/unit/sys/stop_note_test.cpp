// SPDX-License-Identifier: MIT
#include "stop_note.hpp"

#include <catch2/catch.hpp>
#include <csignal>

using rustassistant::sys::StopNote;

TEST_CASE("who sees the signal sees its time, so that grace time is never cut short") {
  StopNote note;
  CHECK(note.note(SIGINT, [&] {
    CHECK(note.signal() == 0);  // the clock was read after the signal could be seen
    return 100'000;
  }));
  CHECK(note.signal() == SIGINT);
  CHECK(note.stopped_at() == 100'000);
}

TEST_CASE("a second signal is told apart and changes nothing") {
  StopNote note;
  REQUIRE(note.note(SIGTERM, [] { return 7; }));
  CHECK_FALSE(note.note(SIGINT, [] { return 30; }));
  CHECK(note.signal() == SIGTERM);
  CHECK(note.stopped_at() == 7);
}
