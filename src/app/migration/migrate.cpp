// SPDX-License-Identifier: MIT
#include "rustassistant/app/migrate.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "choice.hpp"
#include "legacy_entries.hpp"
#include "questions.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/legacy/backup.hpp"
#include "rustassistant/legacy/database.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kBatchEntries = 500;
constexpr std::int64_t kBatchBytes = 4'000'000;

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
  if (request.sources.empty() && !request.all_under) sources = legacy::default_sources(environment);
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
  return cache_path(loaded.settings.cache, sys::repository_root(here, sys::home_folder(environment)), environment);
}

// Which entries would answer a review as things are configured.
class Hits {
 public:
  static Result<Hits> of(const config::Loaded& loaded, const sys::Environment& environment) {
    Hits hits;
    TRY_ASSIGN(hits.choice_, choose_provider(loaded, environment));
    hits.accepted_ = loaded.settings.cache.accept_models;
    hits.prompt_hash_ = llm::prompt_hash(domain::AnalysisType::refactor);
    hits.same_options_ = model_options_hash(loaded.settings) == model_options_hash(config::Settings{});
    return hits;
  }

  void count(const cache::EntryInfo& info, Migration& migration) const {
    const bool asked_alike =
        info.type == domain::AnalysisType::refactor && info.prompt_hash == prompt_hash_ && same_options_;
    if (!asked_alike) return;
    const bool any = !choice_.wanted || choice_.unavailable;  // nobody can be called: any model will do
    const bool same = choice_.wanted && choice_.wanted->provider == info.provider &&
                      choice_.wanted->model == info.model && llm::endpoint_of(*choice_.wanted).empty();
    const bool accepted = std::find(accepted_.begin(), accepted_.end(), info.model) != accepted_.end();
    if (any || same || accepted) {
      ++migration.will_hit;
    } else {
      migration.other_models.insert(info.model);
    }
  }

 private:
  Choice choice_;
  std::vector<std::string> accepted_;
  std::string prompt_hash_;
  bool same_options_ = false;
};

// Takes entries as they come and brings them in, a batch in a transaction.
class Importer {
 public:
  Importer(cache::SqliteCache& cache, const Hits& hits, bool dry_run, Migration& migration)
      : cache_(cache), hits_(hits), dry_run_(dry_run), migration_(migration) {}

  Result<void> take(LegacyItem item) {
    migration_.source_bytes += item.answer->source_bytes;
    if (item.answer->provider_inferred) ++migration_.inferred_providers;
    bytes_ += item.packed.info.stored_size;
    batch_.push_back(std::move(item.packed));
    return batch_.size() >= kBatchEntries || bytes_ >= kBatchBytes ? flush() : Result<void>();
  }

  Result<void> flush() {
    if (batch_.empty()) return {};
    if (dry_run_) {
      TRY_ASSIGN(const auto imports, cache_.compare(batch_));
      for (std::size_t i = 0; i < batch_.size(); ++i) count_dry(batch_[i].info, imports[i]);
    } else {
      TRY_ASSIGN(const auto imported, cache_.import(batch_));
      for (std::size_t i = 0; i < batch_.size(); ++i) count(batch_[i].info, imported[i]);
    }
    batch_.clear();
    bytes_ = 0;
    return {};
  }

 private:
  void count(const cache::EntryInfo& info, const cache::Imported& imported) {
    if (imported.id != 0 && first_id_ == 0) first_id_ = imported.id;
    // One of this very run gave way: it was counted, and its place is taken.
    const bool of_this_run = imported.replaced != 0 && imported.replaced >= first_id_;
    count(info, of_this_run ? cache::Import::superseded : imported.import);
  }

  // Of several entries with the same key only one would come in.
  void count_dry(const cache::EntryInfo& info, cache::Import import) {
    const bool enters = import == cache::Import::added || import == cache::Import::replaced;
    std::uint64_t key = 0;
    for (std::size_t i = 0; i < sizeof key; ++i) key = key << 8U | info.key[i];
    count(info, enters && !seen_.insert(key).second ? cache::Import::superseded : import);
  }

  void count(const cache::EntryInfo& info, cache::Import import) {
    switch (import) {
      case cache::Import::added:
      case cache::Import::replaced:
        ++migration_.migrated;
        hits_.count(info, migration_);
        break;
      case cache::Import::present:
        ++migration_.already_present;
        hits_.count(info, migration_);
        break;
      case cache::Import::superseded:
        ++migration_.superseded;
        break;
    }
  }

  cache::SqliteCache& cache_;
  const Hits& hits_;
  bool dry_run_;
  Migration& migration_;
  std::vector<cache::PackedEntry> batch_;
  std::int64_t bytes_ = 0;
  std::int64_t first_id_ = 0;  // that this run gave
  std::unordered_set<std::uint64_t> seen_;
};

// What is wrong with an entry as it reads back; empty: nothing.
std::string difference(const cache::Entry& source, const std::optional<cache::Entry>& stored) {
  if (!stored) return "it does not read back from the cache";
  const cache::EntryInfo& a = source.info;
  const cache::EntryInfo& b = stored->info;
  if (b.created > a.created) return {};  // a newer answer took its place
  if (b.created != a.created) return "an older answer is in its place";
  if (stored->result != source.result) {
    // Another answer of the same moment took its place, and is whole: a digest guards it.
    return {};
  }
  const auto tokens = [](const cache::EntryInfo& info) { return info.usage ? info.usage->input : -1; };
  if (tokens(a) != tokens(b)) return "its tokens differ";
  if (a.cost != b.cost) return "its cost differs";
  if (b.raw_size != static_cast<std::int64_t>(source.result.size())) return "its size differs";
  return {};
}

ledger::PastCall past_call(const legacy::UsageRow& row, const legacy::Tree& database) {
  ledger::PastCall call;
  // The same row of the same file is the same call, however often it is read.
  call.tag = codec::sha256_hex(database.place + "\n" + row.place).substr(0, 32);
  call.at = row.at;
  call.facts.provider = row.provider.value_or(provider_of_model(row.model));
  call.facts.model = row.model;
  call.facts.repo_id = database.repo_id;
  call.facts.repo_path = database.repo_path;
  call.facts.path = row.path;
  if (row.input || row.output) call.usage = domain::Usage{row.input.value_or(0), 0, 0, row.output.value_or(0), 0};
  call.cost = row.cost;
  if (!call.cost && call.usage) {
    const auto price = domain::find_price(call.facts.provider, row.model, utc_day(row.at));
    if (price) call.cost = domain::cost_of(*price, *call.usage);
  }
  return call;
}

class Migrator {
 public:
  Migrator(const MigrateRequest& request, const config::Loaded& loaded, const Services& services,
           const std::function<void(const MigrationProgress&)>& told)
      : request_(request), loaded_(loaded), services_(services), told_(told) {}

  Result<Migration> run() {
    TRY_ASSIGN(sources_, sources_of(request_, services_.environment));
    TRY_ASSIGN(migration_.destination, destination_of(request_, loaded_, services_.environment));
    TRY_ASSIGN(const Hits hits, Hits::of(loaded_, services_.environment));
    TRY(back_up());
    progress_.total = count_legacy(sources_);
    TRY_ASSIGN(auto cache, cache::SqliteCache::open({migration_.destination, level()}, services_.clock));
    for (const std::string& notice : cache->take_notices().texts) services_.warn(notice);
    TRY(bring_in(*cache, hits));
    if (!request_.dry_run) TRY(bring_in_usage());
    if (request_.verify && !request_.dry_run) TRY(verify(*cache));
    TRY(cache->close());
    std::error_code missing;
    const auto size = std::filesystem::file_size(migration_.destination, missing);
    if (!missing) migration_.destination_bytes = static_cast<std::int64_t>(size);
    std::sort(migration_.failures.begin(), migration_.failures.end(),
              [](const auto& a, const auto& b) { return std::tie(a.path, a.reason) < std::tie(b.path, b.reason); });
    return std::move(migration_);
  }

 private:
  [[nodiscard]] int level() const { return loaded_.settings.cache.compression_level; }

  Result<void> back_up() {
    for (const legacy::Source& source : sources_) {
      MigratedSource migrated{source.path, {}};
      if (request_.backup && !request_.dry_run) {
        tell("backing up");
        TRY_ASSIGN(migrated.backup, legacy::back_up(source.path));
      }
      migration_.sources.push_back(std::move(migrated));
    }
    return {};
  }

  void tell(const char* doing) {
    progress_.doing = doing;
    if (told_) told_(progress_);
  }

  void fail_entry(const std::string& place, std::string reason) {
    migration_.failures.push_back({place, std::move(reason)});
  }

  Result<void> bring_in(cache::SqliteCache& cache, const Hits& hits) {
    Importer importer(cache, hits, request_.dry_run, migration_);
    Result<void> outcome;
    // Compressing is most of the work: it is done by the threads that read.
    TRY_ASSIGN(const auto compressor, cache.compressor());
    read_legacy(
        sources_,
        [&compressor = *compressor](LegacyItem item) {
          if (item.answer) item.packed = cache::pack(item.answer->entry.info, item.answer->entry.result, compressor);
          if (item.answer) item.answer->entry = {};
          return item;
        },
        [&](LegacyItem item) {
          ++migration_.total;
          if (++progress_.done % 64 == 0) tell("migrating");
          if (!item.answer) {
            fail_entry(item.place, item.answer.error().what);
            return true;
          }
          outcome = importer.take(std::move(item));
          return outcome.has_value();
        });
    TRY(outcome);
    TRY(importer.flush());
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
    return {};
  }

  Result<void> verify(cache::SqliteCache& cache) {
    progress_.done = 0;
    migration_.all_verified = true;
    Result<void> outcome;
    read_legacy(
        sources_, [](LegacyItem item) { return item; },
        [&](const LegacyItem& item) {
          if (++progress_.done % 64 == 0) tell("verifying");
          if (!item.answer) return true;  // told already
          const auto stored = cache.find(item.answer->entry.info.key);
          if (!stored) {
            outcome = tl::unexpected(stored.error());
            return false;
          }
          ++migration_.verified;
          const std::string wrong = difference(item.answer->entry, *stored);
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
    const auto flush = [&]() -> Result<void> {
      if (calls.empty()) return {};
      TRY_ASSIGN(const std::string path, ledger_path(services_.environment));
      TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, services_.clock));
      TRY_ASSIGN(const std::int64_t added, ledger->import(calls));
      migration_.usage_rows += added;
      calls.clear();
      return {};
    };
    TRY(legacy::read_usage(database.place, [&](const legacy::UsageRow& row) {
      calls.push_back(past_call(row, database));
      if (calls.size() >= kBatchEntries) outcome = flush();
      return outcome.has_value();
    }));
    TRY(outcome);
    return flush();
  }

  const MigrateRequest& request_;
  const config::Loaded& loaded_;
  const Services& services_;
  const std::function<void(const MigrationProgress&)>& told_;
  std::vector<legacy::Source> sources_;
  Migration migration_;
  MigrationProgress progress_;
};

}  // namespace

Result<Migration> migrate(const MigrateRequest& request, const config::Loaded& loaded, const Services& services,
                          const std::function<void(const MigrationProgress&)>& told) {
  return Migrator(request, loaded, services, told).run();
}

}  // namespace rustassistant::app
