// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace rustassistant {

// A library in this executable, as it names its own version. Each room that wraps libraries lists them in versions().
struct LinkedLibrary {
  std::string name;
  std::string version;
};

}  // namespace rustassistant
