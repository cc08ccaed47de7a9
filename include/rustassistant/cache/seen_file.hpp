// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/cache/entry.hpp"
#include "rustassistant/codec/sha256.hpp"

namespace rustassistant::cache {

// A file as `cache sync` found it the last time, and what it depended on then.
struct SeenFile {
  std::string path;  // below the repository
  ContentHash content{};
  codec::Sha256Digest interfaces{};  // over the interfaces of the files that it depends on
};

}  // namespace rustassistant::cache
