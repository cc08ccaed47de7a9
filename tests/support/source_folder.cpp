// SPDX-License-Identifier: MIT
#include "support/source_folder.hpp"

namespace rustassistant::test {

std::string source_folder() {
  return RUSTASSISTANT_SOURCE_DIR;
}

}  // namespace rustassistant::test
