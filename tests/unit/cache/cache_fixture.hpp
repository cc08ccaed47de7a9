// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/db/connection.hpp"
#include "support/fake_clock.hpp"
#include "support/temporary_folder.hpp"

namespace rustassistant::cache {

inline domain::CacheKey key_of(const std::string& name) {
  return codec::sha256("key " + name);
}

inline constexpr UnixMillis kMade{1'795'000'000'000};  // 2026-11-18, when every entry_named was made and last used

// A plausible entry; everything in it follows from its name.
inline Entry entry_named(const std::string& name, std::size_t padding = 300) {
  Entry entry;
  EntryInfo& info = entry.info;
  info.key = key_of(name);
  info.factors.type = "refactor";
  info.factors.provider = "xai";
  info.factors.model = "grok-code-fast-1";
  info.factors.prompt_hash = "0123456789abcdef";
  info.factors.schema_version = "1";
  info.factors.language = "rust";
  info.factors.config_hash = "cafe";
  info.factors.content_hash = codec::sha256_hex("content " + name);
  info.repo_id = "0badcafe";
  info.repo_path = "/home/someone/project";
  info.path = "src/" + name + ".rs";
  info.usage = domain::Usage{1000, 100, 0, 200, 0};
  info.cost = NanoUsd{1'500'000};
  info.generation_ms = 2100;
  info.created = kMade;
  info.last_accessed = kMade;
  entry.result = R"({"code_smells":[],"name":")" + name + R"(","padding":")" + std::string(padding, 'x') + "\"}";
  return entry;
}

// A cache of its own in a folder of its own.
struct CacheFixture {
  test::TemporaryFolder folder;
  test::FakeClock clock;

  mutable std::vector<std::string> notices;  // of every cache that was opened with options()

  [[nodiscard]] std::string path() const { return (folder.path() / "cache.db").string(); }
  [[nodiscard]] CacheOptions options() const {
    CacheOptions options;
    options.path = path();
    options.notify = [this](const std::string& notice) { notices.push_back(notice); };
    return options;
  }
  [[nodiscard]] std::unique_ptr<SqliteCache> open() const { return open(options()); }
  [[nodiscard]] std::unique_ptr<SqliteCache> open(const CacheOptions& options) const {
    auto cache = SqliteCache::open(options, clock);
    INFO((cache ? "" : cache.error().what));
    REQUIRE(cache);
    return *std::move(cache);
  }
  void store(const Entry& entry, Durability durability = Durability::cheap) const {
    const auto cache = open();
    const auto id = cache->put(entry, durability);
    INFO((id ? "" : id.error().what));
    REQUIRE(id);
    REQUIRE(cache->close());
  }
  // What a process of its own would find.
  [[nodiscard]] std::optional<Entry> find(const std::string& name) const {
    const auto found = open()->find(key_of(name));
    INFO((found ? "" : found.error().what));
    REQUIRE(found);
    return *found;
  }
  // The names of the entries that are there, of those given.
  [[nodiscard]] std::string left_of(std::string_view names) const {
    std::string left;
    for (const char name : names) {
      if (find(std::string(1, name))) left += name;
    }
    return left;
  }
  // The database beside the cache, and a figure of it.
  [[nodiscard]] db::Connection connection() const { return *db::Connection::open(path(), {}); }
  [[nodiscard]] std::int64_t number(const std::string& sql) const { return *connection().integer(sql); }
  // Makes the last change of the database look old, as it is for most look-ups.
  void age() const {
    std::filesystem::last_write_time(path(), std::filesystem::file_time_type::clock::now() - std::chrono::hours(1));
  }
};

}  // namespace rustassistant::cache
