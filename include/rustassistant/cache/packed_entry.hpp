// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/cache/entry.hpp"
#include "rustassistant/codec/zstd.hpp"

namespace rustassistant::cache {

// An entry as it is stored: its document compressed, with the digest that guards it.
struct PackedEntry {
  EntryInfo info;
  std::string digest;
  std::string data;
  std::shared_ptr<const codec::Dictionary> dictionary;  // that `data` needs; may be null
  std::optional<AnswerUnits> units = {};                // as one frame
  std::optional<EntryOrigin> origin = {};
};

// The expensive part of storing, for any thread. Sets info.raw_size and info.stored_size. `result`: at most
// kMaxResultBytes. Pure.
[[nodiscard]] PackedEntry pack(EntryInfo info, std::string_view result, const codec::Compressor& compressor);

// What became, or would become, of an entry that is brought in from elsewhere. The newer of two with the same key
// stays; of two equally old ones the one with the greater digest, so that the order in which they come does not matter.
enum class ImportVerdict : std::uint8_t {
  added,
  replaced,    // an older one gave way
  present,     // the very same is there
  superseded,  // a newer one is there
};

struct Imported {
  ImportVerdict verdict = ImportVerdict::added;
  std::int64_t id = 0;        // it now has; 0: it was not stored
  std::int64_t replaced = 0;  // the id of the one that gave way; 0: none. Ids grow
};

}  // namespace rustassistant::cache
