// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/entry.hpp"

// What a report needs of a cache to tell what was found in a repository, and what it leaves there for the next one.
namespace rustassistant::cache {

// A file of a repository as it is.
struct PlacedContent {
  std::string path;  // within the repository
  ContentHash content{};
};

// How many findings of a kind and severity there were on a day. With an empty kind: files with an answer.
struct FindingCount {
  int day = 0;  // 20261121, in UTC
  std::string kind;
  int severity = 0;
  std::int64_t findings = 0;
};

// Which findings a repository had. The cache does not know what the text means.
struct SeenFindings {
  UnixMillis at;
  std::string text;
};

}  // namespace rustassistant::cache
