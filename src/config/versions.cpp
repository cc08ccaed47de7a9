// SPDX-License-Identifier: MIT
#include "rustassistant/config/versions.hpp"

#include <toml++/toml.h>

#include <string>

namespace rustassistant::config {

std::vector<LinkedLibrary> versions() {
  return {{"toml++", std::to_string(TOML_LIB_MAJOR) + "." + std::to_string(TOML_LIB_MINOR) + "." +
                         std::to_string(TOML_LIB_PATCH)}};
}

}  // namespace rustassistant::config
