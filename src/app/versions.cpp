// SPDX-License-Identifier: MIT
#include "rustassistant/app/versions.hpp"

#include <utility>

#include "rustassistant/codec/versions.hpp"
#include "rustassistant/config/versions.hpp"
#include "rustassistant/db/versions.hpp"
#include "rustassistant/http/versions.hpp"
#include "rustassistant/pg/versions.hpp"
#include "rustassistant/sys/versions.hpp"

namespace rustassistant::app {

std::vector<LinkedLibrary> linked_versions() {
  std::vector<LinkedLibrary> all;
  for (const auto& room :
       {db::versions, codec::versions, http::versions, pg::versions, config::versions, sys::versions}) {
    for (LinkedLibrary& library : room()) all.push_back(std::move(library));
  }
  return all;
}

}  // namespace rustassistant::app
