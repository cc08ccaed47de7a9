// SPDX-License-Identifier: MIT
#include "rustassistant/app/migrate.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <utility>

#include "announcement.hpp"
#include "local_cache.hpp"
#include "past_calls.hpp"
#include "prospects.hpp"
#include "reader.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/cache/import_batch.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/legacy/backup.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"
#include "usual_sources.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kCallsInOneGo = 500;

Result<std::vector<legacy::Source>> sources_of(const MigrateRequest& request, const sys::Environment& environment) {
  std::vector<legacy::Source> sources;
  for (const std::string& path : request.sources) {
    TRY_ASSIGN(legacy::Source source, legacy::find_source(path));
    if (source.empty()) {
      return fail(Errc::input, sys::quoted(path) + " holds no answers of the older tool",
                  "a source is a folder of repositories, a repository's .rustassistant/cache, or an SQLite file");
    }
    sources.push_back(std::move(source));
  }
  if (request.all_under) {
    TRY_ASSIGN(auto found, legacy::sources_under(*request.all_under));
    std::move(found.begin(), found.end(), std::back_inserter(sources));
  }
  if (request.sources.empty() && !request.all_under) sources = usual_sources(environment);
  std::sort(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  sources.erase(
      std::unique(sources.begin(), sources.end(), [](const auto& a, const auto& b) { return a.path == b.path; }),
      sources.end());
  if (!sources.empty()) return sources;
  return fail(Errc::input, "no answers of the older tool were found",
              "name a place with --source, or --all-under a folder");
}

Result<std::string> destination_of(const MigrateRequest& request, const config::Loaded& loaded,
                                   const sys::Environment& environment) {
  if (request.destination) return *request.destination;
  TRY_ASSIGN(const std::string here, sys::canonical_path("."));
  return cache_path(loaded.settings.cache, config::repository_root(here, config::home_folder(environment)),
                    environment);
}

void sort_failures(std::vector<MigrationFailure>& failures) {
  std::sort(failures.begin(), failures.end(),
            [](const auto& a, const auto& b) { return std::tie(a.path, a.reason) < std::tie(b.path, b.reason); });
}

class Migrator {
 public:
  Migrator(MigrateRequest request, const config::Loaded& loaded, const Services& services,
           const std::function<void(const MigrationProgress&)>& on_progress)
      : request_(std::move(request)), loaded_(loaded), services_(services), on_progress_(on_progress) {}

  Result<Migration> run() {
    TRY_ASSIGN(migration_.destination, destination_of(request_, loaded_, services_.environment));
    TRY_ASSIGN(Prospects prospects, Prospects::of(loaded_, services_.environment, utc_day(services_.clock.now())));
    TRY(make_way());
    TRY_ASSIGN(sources_, sources_of(request_, services_.environment));
    TRY(back_up());
    count_work();
    config::CacheSettings settings = loaded_.settings.cache;
    settings.max_size = 0;  // nothing leaves to make room
    TRY_ASSIGN(const OpenedCache opened, open_cache_at(opened_path(), settings, services_));
    cache::SqliteCache* const cache = opened.cache.get();
    TRY(bring_in(*cache, prospects));
    if (!request_.dry_run) TRY(bring_in_usage());
    if (request_.verify && !request_.dry_run) TRY(verify(*cache));
    TRY(cache->close());
    finish(prospects);
    return std::move(migration_);
  }

 private:
  // A database of the older tool in the cache's place becomes one of the sources.
  Result<void> make_way() {
    TRY(check_place_of_cache(migration_.destination, services_.environment));
    if (request_.dry_run) return {};
    const auto was = sys::canonical_path(migration_.destination);
    TRY_ASSIGN(const auto notice, make_way_for_cache(migration_.destination));
    if (!notice) return {};
    services_.warn(notice->text);
    if (request_.sources.empty() && !request_.all_under) {
      for (const legacy::Source& source : usual_sources(services_.environment)) request_.sources.push_back(source.path);
      request_.sources.push_back(notice->path);
    }
    for (std::string& path : request_.sources) {
      if (path == migration_.destination || path == was.value_or(std::string())) path = notice->path;
    }
    return {};
  }

  // A dry run leaves what is in the cache's place, and compares with nothing.
  [[nodiscard]] std::string opened_path() const {
    const bool in_the_way = request_.dry_run && legacy::is_database(migration_.destination);
    return in_the_way ? migration_.destination + ".none" : migration_.destination;
  }

  Result<void> back_up() {
    for (const legacy::Source& source : sources_) {
      MigratedSource migrated{source.path, {}, false};
      if (request_.backup && !request_.dry_run) {
        report("backing up");
        TRY_ASSIGN(legacy::Backup backup, legacy::back_up(source.path));
        migrated.backup = std::move(backup.path);
        migrated.backup_made = backup.made;
      }
      migration_.sources.push_back(std::move(migrated));
    }
    return {};
  }

  // How many entries there are, without reading them. What cannot be counted will be reported when it is read.
  void count_work() {
    for (const legacy::Source& source : sources_) {
      for (const legacy::Tree& tree : source.trees) {
        legacy::walk(tree, [&](const legacy::TreeFile&) { return ++progress_.total, !sys::stop_requested(); });
      }
      for (const legacy::Tree& database : source.databases) {
        const auto contents = legacy::contents_of(database.place);
        if (!contents) continue;
        progress_.total += contents->answers;
        for (const std::string& table : contents->without_answers) {
          migration_.notes.push_back("table " + table + " of " + sys::quoted(database.place) +
                                     " holds no answers: it has no column with results");
        }
      }
    }
  }

  void report(const char* doing) {
    progress_.doing = doing;
    if (on_progress_) on_progress_(progress_);
  }

  void fail_entry(const std::string& place, std::string reason) {
    migration_.failures.push_back({place, std::move(reason)});
  }

  Result<void> bring_in(cache::SqliteCache& cache, Prospects& prospects) {
    cache::ImportBatch batch(cache, request_.dry_run ? cache::DryRun::yes : cache::DryRun::no,
                             [&](const cache::EntryInfo& info, cache::ImportVerdict verdict) {
                               if (verdict != cache::ImportVerdict::superseded) prospects.count(info);
                             });
    Result<void> outcome;
    // Compressing is most of the work: it is done by the threads that read.
    TRY_ASSIGN(const auto compressor, cache.compressor());
    read_legacy(
        sources_,
        [&compressor = *compressor](LegacyItem& item) {
          if (!item.answer) return;
          item.packed = cache::pack(std::move(item.answer->info), item.answer->result, compressor);
          item.answer->result = {};
        },
        [&](LegacyItem item) {
          ++migration_.total;
          if (++progress_.done % 64 == 0) report("migrating");
          if (!item.answer) {
            fail_entry(item.place, item.answer.error().what);
            return true;
          }
          migration_.source_bytes += item.source_bytes;
          migration_.stored_bytes += item.packed.info.stored_size;
          if (item.answer->provider_inferred) ++migration_.inferred_providers;
          if (item.answer->older_prompt) ++migration_.older_prompts;
          outcome = batch.add(std::move(item.packed));
          return outcome.has_value();
        });
    TRY(outcome);
    TRY(batch.flush());
    migration_.migrated = batch.count().entered();
    migration_.already_present = batch.count().present;
    migration_.superseded = batch.count().superseded;
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    return {};
  }

  Result<void> verify(cache::SqliteCache& cache) {
    progress_.done = 0;
    migration_.all_verified = true;
    Result<void> outcome;
    read_legacy(
        sources_, [](LegacyItem&) {},
        [&](const LegacyItem& item) {
          if (++progress_.done % 64 == 0) report("verifying");
          if (!item.answer) return true;  // reported already
          const auto stored = cache.find(item.answer->info.key);
          if (!stored) {
            outcome = tl::unexpected(stored.error());
            return false;
          }
          ++migration_.verified;
          const std::string wrong = difference_from(*item.answer, *stored);
          if (wrong.empty()) return true;
          migration_.all_verified = false;
          fail_entry(item.place, wrong);
          return true;
        });
    TRY(outcome);
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    return {};
  }

  // What the older tool noted of its calls, into the ledger.
  Result<void> bring_in_usage() {
    for (const legacy::Source& source : sources_) {
      for (const legacy::Tree& database : source.databases) TRY(bring_in_usage_of(database));
    }
    return {};
  }

  Result<void> bring_in_usage_of(const legacy::Tree& database) {
    std::vector<ledger::PastCall> calls;
    Result<void> outcome;
    const auto read = legacy::read_usage(database.place, [&](legacy::UsageRow row) {
      const std::string place = database.place + ", " + row.place;
      auto call = past_call(std::move(row), database, services_.clock.now());
      if (call) {
        calls.push_back(*std::move(call));
      } else {
        migration_.usage_failures.push_back({place, call.error().what});
      }
      if (calls.size() >= kCallsInOneGo) outcome = store_calls(calls);
      return outcome.has_value();
    });
    TRY(outcome);
    if (!read) migration_.usage_failures.push_back({database.place, read.error().what});
    return store_calls(calls);
  }

  Result<void> store_calls(std::vector<ledger::PastCall>& calls) {
    if (calls.empty()) return {};
    TRY_ASSIGN(const auto ledger, open_ledger(services_, ledger::IfMissing::create));
    TRY_ASSIGN(const ledger::ImportCount count, ledger->import(calls));
    migration_.usage_rows += count.added;
    calls.clear();
    return {};
  }

  void finish(const Prospects& prospects) {
    migration_.will_hit = prospects.will_hit();
    migration_.obstacles = prospects.obstacles();
    std::error_code missing;
    const auto size = std::filesystem::file_size(migration_.destination, missing);
    if (!missing) migration_.destination_bytes = static_cast<std::int64_t>(size);
    sort_failures(migration_.failures);
    sort_failures(migration_.usage_failures);
    if (!request_.dry_run) remember_migrated(sources_, services_.environment);
  }

  MigrateRequest request_;
  const config::Loaded& loaded_;
  const Services& services_;
  const std::function<void(const MigrationProgress&)>& on_progress_;
  std::vector<legacy::Source> sources_;
  Migration migration_;
  MigrationProgress progress_;
};

}  // namespace

std::string_view name_of(ObstacleKind kind) {
  static constexpr std::array<std::string_view, 5> kNames{"none", "type", "prompt", "options", "model"};
  return kNames.at(static_cast<std::size_t>(kind));
}

Result<Migration> migrate(const MigrateRequest& request, const config::Loaded& loaded, const Services& services,
                          const std::function<void(const MigrationProgress&)>& on_progress) {
  return Migrator(request, loaded, services, on_progress).run();
}

}  // namespace rustassistant::app
