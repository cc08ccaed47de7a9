// SPDX-License-Identifier: MIT
#include "repository_place.hpp"

#include "rustassistant/config/places.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {

bool RepositoryPlace::holds(std::string_view file) const {
  if (path.empty() || file == path) return true;
  return is_folder && file.size() > path.size() && file.starts_with(path) && file[path.size()] == '/';
}

Result<RepositoryPlace> place_in_repository(const std::string& named, const Services& services) {
  TRY_ASSIGN(const std::string whole, sys::canonical_path(named));
  RepositoryPlace place;
  place.is_folder = sys::is_folder(whole);
  const std::size_t slash = whole.rfind('/');
  const std::string folder = place.is_folder ? whole : (slash == 0 ? "/" : whole.substr(0, slash));
  place.top = config::repository_root(folder, config::home_folder(services.environment));
  const std::string prefix = place.top.ends_with('/') ? place.top : place.top + "/";
  if (whole != place.top && whole.starts_with(prefix)) place.path = whole.substr(prefix.size());
  return place;
}

}  // namespace rustassistant::app
