// SPDX-License-Identifier: MIT
#include "announcement.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/sys/files.hpp"
#include "usual_sources.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kMaxBytes = 1'000'000;

Result<std::string> list_path(const sys::Environment& environment) {
  TRY_ASSIGN(const std::string home, home_of(environment));
  return sys::joined(home, "migrated.json");
}

// The paths in the list; none where it cannot be read.
std::set<std::string> migrated(const sys::Environment& environment) {
  std::set<std::string> paths;
  const auto path = list_path(environment);
  const auto text = path ? sys::read_file(*path, kMaxBytes) : tl::unexpected(path.error());
  const auto json = text ? codec::parse_json(*text) : tl::unexpected(text.error());
  if (!json || !json->is_object() || !json->contains("sources") || !(*json)["sources"].is_array()) return paths;
  for (const nlohmann::json& source : (*json)["sources"]) {
    if (source.is_string()) paths.insert(source.get<std::string>());
  }
  return paths;
}

}  // namespace

std::optional<std::string> unmigrated_source(const sys::Environment& environment) {
  const auto sources = usual_sources(environment);
  if (sources.empty()) return std::nullopt;
  const auto known = migrated(environment);
  const auto found = std::find_if(sources.begin(), sources.end(), [&](const legacy::Source& source) {
    return !known.contains(to_valid_utf8(source.path));
  });
  return found == sources.end() ? std::nullopt : std::optional(found->path);
}

void remember_migrated(std::span<const legacy::Source> sources, const sys::Environment& environment) {
  auto paths = migrated(environment);
  const std::size_t before = paths.size();
  for (const legacy::Source& source : sources) paths.insert(to_valid_utf8(source.path));
  if (paths.size() == before) return;
  const auto path = list_path(environment);
  if (!path || !sys::create_private_folder(path->substr(0, path->rfind('/')))) return;
  const nlohmann::ordered_json json{{"schema", "rustassistant.migrated/1"}, {"sources", paths}};
  static_cast<void>(sys::write_file_atomically(*path, codec::dump_json(json, codec::JsonStyle::pretty) + "\n", 0600));
}

Result<std::optional<MadeWay>> make_way_for_cache(const std::string& path) {
  TRY_ASSIGN(const auto moved, legacy::set_aside(path));
  if (!moved) return std::nullopt;
  return MadeWay{*moved, "a cache of an older tool was found and moved to " + sys::quoted(*moved) +
                             "; `rustassistant cache migrate` imports its entries"};
}

}  // namespace rustassistant::app
