// SPDX-License-Identifier: MIT
#include "rustassistant/app/stores.hpp"

#include <utility>

#include "announcement.hpp"
#include "local_cache.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

std::string told(const Error& error) {
  return error.what + (error.hint.empty() ? "" : "; " + error.hint);
}

}  // namespace

Result<std::string> home_of(const sys::Environment& environment) {
  auto home = sys::home_folder(environment);
  if (!home) return fail(Errc::storage, "there is no home folder", "set RUSTASSISTANT_HOME or HOME");
  return *std::move(home);
}

Result<std::string> ledger_path(const sys::Environment& environment) {
  TRY_ASSIGN(const std::string home, home_of(environment));
  return sys::joined(home, "ledger.db");
}

Result<std::string> cache_path(const config::CacheSettings& settings, const std::string& repository,
                               const sys::Environment& environment) {
  if (!settings.path.empty()) {
    return sys::is_folder(settings.path) ? sys::joined(settings.path, "cache.db") : settings.path;
  }
  if (settings.strategy == config::CacheStrategy::local) return sys::joined(repository, ".rustassistant/cache.db");
  TRY_ASSIGN(const std::string home, home_of(environment));
  return sys::joined(home, "cache.db");
}

Stores::Slot& Stores::slot_of(const std::string& repository) {
  const auto path = cache_path(settings_.cache, repository, services_.environment);
  const auto [known, added] = caches_.try_emplace(path ? *path : std::string());
  Slot& slot = known->second;
  if (!added) return slot;
  const auto open = [&]() -> Result<std::unique_ptr<cache::SqliteCache>> {
    if (!path) return tl::unexpected(path.error());
    const bool local = settings_.cache.path.empty() && settings_.cache.strategy == config::CacheStrategy::local;
    if (local) TRY(prepare_local_cache(repository));
    TRY_ASSIGN(const auto made_way, make_way_for_cache(*path));
    if (made_way) {
      services_.warn(made_way->text);
    } else if (!sys::exists(*path)) {
      tell_of_legacy();
    }
    const config::CacheSettings& settings = settings_.cache;
    return cache::SqliteCache::open(
        {*path, settings.compression_level, settings.high_watermark(), settings.low_watermark()}, services_.clock);
  };
  if (auto opened = open()) {
    slot.cache = *std::move(opened);
    for (const std::string& text : slot.cache->take_notices().texts) services_.warn(text);
  } else {
    slot.error = std::move(opened).error();
  }
  return slot;
}

// Once: from then on there is a cache, or a migration.
void Stores::tell_of_legacy() {
  const auto source = unmigrated_source(services_.environment);
  if (!source) return;
  tell_once("answers of the older tool were found in " + sys::quoted(*source) +
            "; `rustassistant cache migrate` brings them in");
}

Result<cache::ResultCache*> Stores::open_cache(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  const Slot& slot = slot_of(repository);
  if (slot.error) return tl::unexpected(*slot.error);
  return slot.cache.get();
}

cache::ResultCache* Stores::cache_for(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  Slot& slot = slot_of(repository);
  if (slot.error && told_.insert(slot.error->what).second) services_.warn("no cache: " + told(*slot.error));
  return slot.cache.get();
}

Result<ledger::Ledger*> Stores::ledger() {
  const std::scoped_lock lock(mutex_);
  if (ledger_error_) return tl::unexpected(*ledger_error_);
  if (!ledger_) {
    auto opened = open_ledger(services_, ledger::IfMissing::create);
    if (!opened) {
      ledger_error_ = opened.error();
      return tl::unexpected(*ledger_error_);
    }
    ledger_ = *std::move(opened);
  }
  return ledger_.get();
}

void Stores::cache_failed(const Error& error) {
  warn_once("the cache failed: " + told(error));
}

void Stores::warn_once(const std::string& text) {
  const std::scoped_lock lock(mutex_);
  tell_once(text);
}

void Stores::tell_once(const std::string& text) {
  if (told_.insert(text).second) services_.warn(text);
}

void Stores::close() {
  const std::scoped_lock lock(mutex_);
  for (auto& [path, slot] : caches_) {
    if (!slot.cache) continue;
    if (auto closed = slot.cache->close(); !closed) tell_once("the cache failed: " + told(closed.error()));
    for (const std::string& text : slot.cache->take_notices().texts) services_.warn(text);
  }
}

}  // namespace rustassistant::app
