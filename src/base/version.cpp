// SPDX-License-Identifier: MIT
#include "rustassistant/base/version.hpp"

namespace rustassistant {

std::string_view program_version() {
  return RUSTASSISTANT_VERSION;
}

}  // namespace rustassistant
