// SPDX-License-Identifier: MIT
#include "rustassistant/app/working_cache.hpp"

#include <utility>

#include "announcement.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

std::string root_of(const std::string& path, const sys::Environment& environment) {
  const auto canonical = sys::canonical_path(path);
  return canonical ? sys::repository_root(*canonical, sys::home_folder(environment)) : path;
}

}  // namespace

Result<OpenedCache> open_working_cache(const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const std::string here, sys::canonical_path("."));
  OpenedCache opened;
  TRY_ASSIGN(opened.path,
             cache_path(loaded.settings.cache, sys::repository_root(here, sys::home_folder(services.environment)),
                        services.environment));
  TRY_ASSIGN(const auto made_way, make_way_for_cache(opened.path));
  if (made_way) services.warn(made_way->text);
  TRY_ASSIGN(opened.cache,
             cache::SqliteCache::open({opened.path, loaded.settings.cache.compression_level}, services.clock));
  for (const std::string& notice : opened.cache->take_notices().texts) services.warn(notice);
  return opened;
}

Result<void> close(OpenedCache opened, const Services& services) {
  TRY(opened.cache->close());
  for (const std::string& notice : opened.cache->take_notices().texts) services.warn(notice);
  return {};
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
