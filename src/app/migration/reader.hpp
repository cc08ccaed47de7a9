// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "answers.hpp"
#include "rustassistant/cache/packed_entry.hpp"

// All entries of the older tool, read by several threads.
namespace rustassistant::app {

struct LegacyItem {
  std::string place;              // of the entry, for messages
  Result<LegacyAnswer> answer;    // or why it cannot be had
  std::int64_t source_bytes = 0;  // that it took in the source
  cache::PackedEntry packed{};    // where it was prepared
};

// Reads everything in the sources: a thread that walks, several that read, parse and `prepare`, and `take` called by
// the calling thread, in no certain order. Ends early, with what is under way, once `take` returns false or
// sys::stop_requested(). Memory does not grow with the number of entries. An exception of any of them reaches the
// caller.
void read_legacy(std::span<const legacy::Source> sources, const std::function<void(LegacyItem&)>& prepare,
                 const std::function<bool(LegacyItem)>& take);

}  // namespace rustassistant::app
