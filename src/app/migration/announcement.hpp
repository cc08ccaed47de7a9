// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>

#include "rustassistant/legacy/sources.hpp"
#include "rustassistant/sys/environment.hpp"

// What a run says of the older tool's answers: that there are some, until they have been migrated once.
namespace rustassistant::app {

// A place with answers of the older tool that no finished migration has read.
[[nodiscard]] std::optional<std::string> unmigrated_source(const sys::Environment& environment);

// Remembers, in migrated.json of the user's folder, that a migration read these to the end. Where that cannot be
// written, they will be announced again.
void remember_migrated(std::span<const legacy::Source> sources, const sys::Environment& environment);

struct MadeWay {
  std::string path;  // where the older tool's database is from then on
  std::string text;  // a sentence to tell the user
};
// Renames a database of the older tool that is where a cache should be; nullopt: there is none. Cheap where a
// cache of ours does. Error (storage).
[[nodiscard]] Result<std::optional<MadeWay>> make_way_for_cache(const std::string& path);

}  // namespace rustassistant::app
