// SPDX-License-Identifier: MIT
#include "rustassistant/pg/versions.hpp"

#include <libpq-fe.h>

#include <string>

namespace rustassistant::pg {

std::vector<LinkedLibrary> versions() {
  const int version = PQlibVersion();
  return {{"libpq", std::to_string(version / 10'000) + "." + std::to_string(version % 10'000)}};
}

}  // namespace rustassistant::pg
