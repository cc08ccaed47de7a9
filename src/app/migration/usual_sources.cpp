// SPDX-License-Identifier: MIT
#include "usual_sources.hpp"

#include "rustassistant/config/places.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {

std::vector<legacy::Source> usual_sources(const sys::Environment& environment) {
  const auto home = config::home_folder(environment);
  std::set<std::string> folders;
  if (const auto here = sys::canonical_path(".")) folders = {*here, config::repository_root(*here, home)};
  return legacy::default_sources(environment, home, folders);
}

}  // namespace rustassistant::app
