// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/provider.hpp"

namespace rustassistant::legacy {

// A stored answer of the older tool, as it wrote it. All texts are from outside. nullopt: it does not say.
struct Entry {
  std::string file_path;                     // within its repository, or absolute
  std::array<std::uint8_t, 32> file_hash{};  // SHA-256 of the file's bytes
  std::optional<UnixMillis> analyzed_at;
  std::optional<domain::Provider> provider;
  std::string model;
  std::string result;            // one JSON object, without needless white space; numbers as they were
  std::optional<Tokens> tokens;  // of the whole call
  std::optional<Tokens> input;   // where it distinguished them
  std::optional<Tokens> output;
  std::optional<NanoUsd> cost;
  std::optional<std::int64_t> generation_ms;
  std::optional<std::int64_t> access_count;
  std::optional<UnixMillis> last_accessed;
  std::string cache_type;   // "refactor"; empty: it does not say
  std::string prompt_hash;  // empty: none, or one of the older tool's own prompts
};

inline constexpr std::int64_t kMaxEntryBytes = std::int64_t{16} << 20;
inline constexpr std::size_t kMaxDepth = 128;

// Reads one entry: UTF-8 (a byte-order mark is passed over), at most kMaxEntryBytes, nested at most kMaxDepth deep. An
// entry whose findings stand at the top level instead of under `result` is read alike. Members that are not known are
// passed over; of equal members the last one counts. Error (input): what is wrong, and at which byte. Memory is a
// small multiple of the text. Pure.
[[nodiscard]] Result<Entry> parse_entry(std::string_view text);

}  // namespace rustassistant::legacy
