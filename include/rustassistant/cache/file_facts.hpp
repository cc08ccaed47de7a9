// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/cache/entry.hpp"
#include "rustassistant/codec/sha256.hpp"

namespace rustassistant::cache {

// What reading a file told about its dependencies, kept by its content so that it need not be read again. Cheap to make
// again: it leaves before every answer.
struct FileFacts {
  ContentHash content{};
  std::string language;
  int version = 0;  // of what read it
  codec::Sha256Digest interface_hash{};
  std::string bytes;      // the cache does not know what they mean
  std::int64_t used = 0;  // days since 1970
};

// Facts that were not used for so many days leave when others are stored.
inline constexpr std::int64_t kFactsKeptDays = 60;

}  // namespace rustassistant::cache
