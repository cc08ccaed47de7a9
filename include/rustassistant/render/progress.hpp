// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "rustassistant/base/units.hpp"

namespace rustassistant::render {

// How far a review is.
struct Progress {
  std::int64_t total = 0;
  std::int64_t done = 0;
  std::int64_t hits = 0;
  NanoUsd cost;
  std::int64_t elapsed_us = 0;
  std::string path;  // of the last file; from outside
};

// One line of at most that many columns: "12/701  8 hits  $0.0200  1 m 05 s left  src/main.c". The time left follows
// from the files done so far and is left out before there are any.
[[nodiscard]] std::string progress_line(const Progress& progress, std::size_t columns);

}  // namespace rustassistant::render
