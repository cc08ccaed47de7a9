// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::queue {
class Queue;
}

namespace rustassistant::app {

class Purse;
class TeamAccount;

// Where things are kept.
[[nodiscard]] Result<std::string> home_of(const sys::Environment& environment);
[[nodiscard]] Result<std::string> ledger_path(const sys::Environment& environment);
[[nodiscard]] Result<std::string> queue_path(const sys::Environment& environment);
[[nodiscard]] Result<std::string> cache_path(const config::CacheSettings& settings, const std::string& repository,
                                             const sys::Environment& environment);

// A cache, and its file.
struct OpenedCache {
  std::string path;
  std::unique_ptr<cache::SqliteCache> cache;
};

// The only way to a cache: every command takes it, whatever it wants of the cache. A cache in a repository
// (<repository>/.rustassistant/cache.db, unless that folder is the user's home) is refused where it may belong to
// another user, and its folder gets a .gitignore; see local_cache.hpp. Notices of the cache are reported as warnings
// when they arise, until it is closed: `services` must outlive it.
[[nodiscard]] Result<OpenedCache> open_cache_at(const std::string& path, const config::CacheSettings& settings,
                                                const Services& services);
// The cache that serves a repository (its canonical path).
[[nodiscard]] Result<OpenedCache> open_cache_of(const std::string& repository, const config::CacheSettings& settings,
                                                const Services& services);

// The databases of a run, each opened when first asked for. Safe to use from several threads.
class Stores {
 public:
  // All must outlive this.
  Stores(const config::Settings& settings, const Services& services);
  // Closes what is open, so that nothing the caches have to report is lost, whichever way a run ends.
  ~Stores();
  Stores(const Stores&) = delete;
  Stores& operator=(const Stores&) = delete;

  [[nodiscard]] const config::Settings& settings() const { return settings_; }

  // The cache that serves a repository (its canonical path). Lives as long as this.
  [[nodiscard]] Result<cache::ResultCache*> open_cache(const std::string& repository);
  // The same for those who can do without: null where none can be had; the reason was then reported once as a warning.
  [[nodiscard]] cache::SqliteCache* cache_for(const std::string& repository);
  // Creates the ledger where there is none. The failure is remembered: a ledger is tried once a run.
  [[nodiscard]] Result<ledger::Ledger*> ledger();
  // The money for calls: the ledger, with the team's budget where one is configured. The failure is remembered. Errors
  // of kind config: that budget cannot be used.
  [[nodiscard]] Result<Purse*> purse();
  // What processes agree on before they ask a provider; created where there is none. The failure is remembered.
  [[nodiscard]] Result<queue::Queue*> queue();
  // What calls of this run left charged: nothing where no call was made.
  [[nodiscard]] ledger::OpenMoney left_open();

  // A cache that failed in the middle of the run; a warning.
  void cache_failed(const Error& error);
  // Each text is reported once in a run.
  void warn_once(const std::string& text);
  // Writes what is pending; failures become warnings.
  void close();

 private:
  struct Slot {
    std::unique_ptr<cache::SqliteCache> cache;
    std::optional<Error> error;
  };
  Slot& slot_of(const std::string& repository);
  void warn(const std::string& text);

  const config::Settings& settings_;
  const Services& services_;
  Services told_services_;  // whose warnings come through warn()
  std::mutex mutex_;
  std::map<std::string, Slot> caches_;  // by path of the database
  std::unique_ptr<ledger::Ledger> ledger_;
  std::optional<Error> ledger_error_;
  std::unique_ptr<TeamAccount> team_;
  std::unique_ptr<Purse> purse_;
  std::optional<Error> purse_error_;
  std::unique_ptr<queue::Queue> queue_;
  std::optional<Error> queue_error_;
  std::mutex warning_mutex_;  // a cache reports its notices while others are at work; never held with a call to one
  std::set<std::string> warned_;
};

}  // namespace rustassistant::app
