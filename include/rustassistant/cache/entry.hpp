// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/base/units.hpp"
#include "rustassistant/cache/team.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/provider.hpp"

namespace rustassistant::cache {

// SHA-256 of a file's bytes.
using ContentHash = std::array<std::uint8_t, 32>;

// What is known about a stored answer. All texts are plain data from outside: neutralise them when shown.
struct EntryInfo {
  std::int64_t id = 0;  // given by the store; 0 before
  domain::CacheKey key{};

  // What `key` is made of. The names of its type and its provider are known ones, its content hash is one.
  domain::KeyFactors factors;

  std::string repo_id;  // 8 hex digits: of the repository that first stored it
  std::string repo_path;
  std::string path;  // of the file within that repository

  std::optional<domain::Usage> usage;  // nothing: unknown
  std::optional<NanoUsd> cost;         // nothing: unknown, which is not 0
  bool estimated = false;              // `usage` or `cost` is an estimate
  bool older_tool = false;             // made by the older tool, and migrated
  std::int64_t generation_ms = 0;

  UnixMillis created;
  UnixMillis last_accessed;
  std::int64_t access_count = 0;
  std::int64_t raw_size = 0;     // bytes of the result; computed by the store
  std::int64_t stored_size = 0;  // bytes it takes compressed; computed by the store

  // Factors in their own form.
  [[nodiscard]] domain::AnalysisType type() const;
  [[nodiscard]] domain::Provider provider() const;
  [[nodiscard]] ContentHash content_hash() const;
};

// An entry with these factors and their key; the rest is at its default.
[[nodiscard]] EntryInfo entry_info(domain::KeyFactors factors);

// What an answer that was put together did without.
struct ReuseGain {
  std::int64_t units = 0;
  std::int64_t asked = 0;
  NanoUsd saved;  // an estimate
};

// What the content of an answer consists of, which makes it the last answer about its path (LastAnswer).
struct AnswerUnits {
  std::string units;
  std::optional<ReuseGain> gain;  // of an answer that was put together; counted when it is stored
};

struct Entry {
  EntryInfo info;
  std::string result;                      // the JSON document, at most kMaxResultBytes
  std::optional<AnswerUnits> units = {};   // not read from the store
  std::optional<EntryOrigin> origin = {};  // likewise; nothing: it was made here
};

inline constexpr std::int64_t kMaxResultBytes = std::int64_t{4} << 20;

}  // namespace rustassistant::cache
