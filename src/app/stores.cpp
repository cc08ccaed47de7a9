// SPDX-License-Identifier: MIT
#include "rustassistant/app/stores.hpp"

#include <utility>

#include "announcement.hpp"
#include "local_cache.hpp"
#include "purse.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/queue/queue.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "team_account.hpp"

namespace rustassistant::app {
namespace {

std::string described(const Error& error) {
  return error.what + (error.hint.empty() ? "" : "; " + error.hint);
}

}  // namespace

Result<std::string> home_of(const sys::Environment& environment) {
  auto home = config::home_folder(environment);
  if (!home) return fail(Errc::storage, "there is no home folder", "set RUSTASSISTANT_HOME or HOME");
  return *std::move(home);
}

Result<std::string> ledger_path(const sys::Environment& environment) {
  TRY_ASSIGN(const std::string home, home_of(environment));
  return sys::joined(home, "ledger.db");
}

Result<std::string> queue_path(const sys::Environment& environment) {
  TRY_ASSIGN(const std::string home, home_of(environment));
  return sys::joined(home, "queue.db");
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

Result<OpenedCache> open_cache_at(const std::string& path, const config::CacheSettings& settings,
                                  const Services& services) {
  TRY(check_place_of_cache(path, services.environment));
  TRY_ASSIGN(const auto made_way, make_way_for_cache(path));
  if (made_way) services.warn(made_way->text);
  cache::CacheOptions options;
  options.path = path;
  options.compression_level = settings.compression_level;
  options.high_watermark = settings.high_watermark();
  options.low_watermark = settings.low_watermark();
  options.notify = services.warn;
  const auto home = config::home_folder(services.environment);
  if (home && sys::folder_of(path) != *home) {
    options.spare_spool = sys::joined(*home, "cache-" + domain::repo_id(path) + ".unstored");
  }
  TRY_ASSIGN(auto cache, cache::SqliteCache::open(std::move(options), services.clock));
  return OpenedCache{path, std::move(cache)};
}

Result<OpenedCache> open_cache_of(const std::string& repository, const config::CacheSettings& settings,
                                  const Services& services) {
  TRY_ASSIGN(const std::string path, cache_path(settings, repository, services.environment));
  return open_cache_at(path, settings, services);
}

Stores::Stores(const config::Settings& settings, const Services& services)
    : settings_(settings),
      services_(services),
      told_services_{services.clock, services.transport, services.environment,
                     [this](const std::string& text) { warn(text); }} {}

Stores::~Stores() {
  close();
}

Stores::Slot& Stores::slot_of(const std::string& repository) {
  const auto path = cache_path(settings_.cache, repository, services_.environment);
  const auto [known, added] = caches_.try_emplace(path ? *path : std::string());
  Slot& slot = known->second;
  if (!added) return slot;
  // Once: from the first store on there is a cache.
  const auto source = path && !sys::exists(*path) ? unmigrated_source(services_.environment) : std::nullopt;
  if (source) {
    warn_once("answers of the older tool were found in " + sys::quoted(*source) +
              "; `rustassistant cache migrate` imports them");
  }
  auto opened = path ? open_cache_at(*path, settings_.cache, told_services_) : tl::unexpected(path.error());
  if (opened) {
    slot.cache = std::move(opened->cache);
  } else {
    slot.error = std::move(opened).error();
  }
  return slot;
}

Result<cache::ResultCache*> Stores::open_cache(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  const Slot& slot = slot_of(repository);
  if (slot.error) return tl::unexpected(*slot.error);
  return slot.cache.get();
}

cache::SqliteCache* Stores::cache_for(const std::string& repository) {
  const std::scoped_lock lock(mutex_);
  Slot& slot = slot_of(repository);
  if (slot.error) warn_once("no cache: " + described(*slot.error));
  return slot.cache.get();
}

ledger::OpenMoney Stores::left_open() {
  const std::scoped_lock lock(mutex_);
  return ledger_ ? ledger_->left_open() : ledger::OpenMoney{};
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
    if (const auto standing = ledger_->standing()) {
      const auto problem = clock_problem(*standing, services_.clock.now());
      if (problem) warn_once(described(*problem));
    }
  }
  return ledger_.get();
}

Result<Purse*> Stores::purse() {
  TRY_ASSIGN(ledger::Ledger* const ledger, this->ledger());
  const std::scoped_lock lock(mutex_);
  if (purse_error_) return tl::unexpected(*purse_error_);
  if (!purse_) {
    auto place = team_budget_place(settings_, services_);
    if (!place) {
      purse_error_ = std::move(place).error();
      return tl::unexpected(*purse_error_);
    }
    if (*place)
      team_ = open_team_account(**std::move(place), settings_, services_,
                                [this](const std::string& text) { warn_once(text); });
    purse_ = std::make_unique<Purse>(*ledger, team_.get());
  }
  return purse_.get();
}

Result<queue::Queue*> Stores::queue() {
  const std::scoped_lock lock(mutex_);
  if (!queue_ && !queue_error_) {
    const auto path = queue_path(services_.environment);
    auto opened = path ? queue::Queue::open(*path, services_.clock, queue::IfMissing::create, told_services_.warn)
                       : tl::unexpected(path.error());
    if (opened) {
      queue_ = *std::move(opened);
    } else {
      queue_error_ = std::move(opened).error();
    }
  }
  if (queue_error_) return tl::unexpected(*queue_error_);
  return queue_.get();
}

void Stores::cache_failed(const Error& error) {
  warn_once("the cache failed: " + described(error));
}

void Stores::warn_once(const std::string& text) {
  const std::scoped_lock lock(warning_mutex_);
  if (warned_.insert(text).second) services_.warn(text);
}

void Stores::warn(const std::string& text) {
  const std::scoped_lock lock(warning_mutex_);
  services_.warn(text);
}

void Stores::close() {
  const std::scoped_lock lock(mutex_);
  if (team_ && ledger_) team_->tell(*ledger_);
  for (auto& [path, slot] : caches_) {
    if (!slot.cache) continue;
    if (auto closed = slot.cache->close(); !closed) cache_failed(closed.error());
  }
}

}  // namespace rustassistant::app
