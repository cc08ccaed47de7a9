// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

namespace rustassistant::app {

// A part of a file from outside that was not taken.
struct Refused {
  std::int64_t line = 0;  // of the decompressed file; 0: the file as a whole
  std::string reason;
};

}  // namespace rustassistant::app
