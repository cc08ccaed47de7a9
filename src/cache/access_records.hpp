// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/provider.hpp"

// The records of cache.access: 32 bytes each, one after the other, integers little endian.
//   record = magic u16 "RA", version u8 = 1, type u8, crc32 u32 (of the other 28 bytes),
//            entry id i64 (0: a miss), time i64 (ms since 1970), repo id u32, key tag u32
namespace rustassistant::cache {

// One look-up.
struct Access {
  std::int64_t entry_id = 0;  // 0: a miss
  UnixMillis at;
  domain::AnalysisType type{};
  std::uint32_t repo = 0;     // the repo id as a number
  std::uint32_t key_tag = 0;  // first four bytes of the entry's key, big endian: an id may be used again

  bool operator==(const Access&) const = default;
};

inline constexpr std::size_t kAccessRecordBytes = 32;

[[nodiscard]] std::string encode(const Access& access);

// The records in `bytes`, which come from outside: damaged ones are skipped, also where they shift all that follow.
[[nodiscard]] std::vector<Access> decode_accesses(std::string_view bytes);

}  // namespace rustassistant::cache
