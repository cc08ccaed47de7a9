// SPDX-License-Identifier: MIT
#include "rustassistant/app/working_cache.hpp"

#include <utility>

#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

std::string root_of(const std::string& path, const sys::Environment& environment) {
  const auto canonical = sys::canonical_path(path);
  return canonical ? config::repository_root(*canonical, config::home_folder(environment)) : path;
}

}  // namespace

Result<OpenedCache> open_working_cache(const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const std::string here, sys::canonical_path("."));
  config::CacheSettings settings = loaded.settings.cache;
  settings.max_size = 0;  // commands let nothing leave but what they were told to
  return open_cache_of(config::repository_root(here, config::home_folder(services.environment)), settings, services);
}

Result<void> close(OpenedCache opened) {
  return opened.cache->close();
}

std::string repo_id_of(const std::string& path, const sys::Environment& environment) {
  return domain::repo_id(root_of(path, environment));
}

FileInRepository locate(const std::string& path, const sys::Environment& environment) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const auto canonical = sys::canonical_path(folder);
  const std::string whole = sys::joined(canonical ? *canonical : folder, path.substr(slash + 1));
  const std::string root = root_of(folder, environment);
  const std::string top = root + "/";
  return {domain::repo_id(root), whole.starts_with(top) ? whole.substr(top.size()) : whole};
}

}  // namespace rustassistant::app
