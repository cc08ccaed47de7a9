// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/source/walk.hpp"

// The main job: reviews files, from the cache, by a model, or with the builtin analyzer.
namespace rustassistant::app {

enum class CacheMode : std::uint8_t {
  use,      // look up, and store what was missing
  refresh,  // store only
  off,
};

// Whether files that are named like key stores may be sent to a provider.
enum class KeyStores : bool { withhold, send };

struct AnalyzeRequest {
  std::vector<std::string> paths;  // files and folders; "-" is standard input
  std::string stdin_filename;      // for "-": what its language is told by
  CacheMode cache = CacheMode::use;
  bool offline = false;
  KeyStores key_stores = KeyStores::withhold;
  int jobs = 0;  // 0: as many as suit the provider
  std::optional<domain::Severity> fail_on;
};

enum class FileStatus : std::uint8_t { ok, failed, skipped };
enum class CacheUse : std::uint8_t { hit, miss, off };

// Why somebody else than the wanted provider answered.
struct Fallback {
  std::string reason;  // no_key, offline, unreachable, provider, budget, unknown_price, withheld, ledger
  Error cause;
};

struct FileResult {
  std::string path;  // as the user named it, or the named folder joined with the rest
  FileStatus status = FileStatus::failed;
  std::optional<Error> error;  // unless ok
  std::string language;
  domain::Provider provider{};
  std::string model;
  std::optional<Fallback> fallback;
  CacheUse cache = CacheUse::off;
  std::optional<domain::CacheKey> key;
  std::optional<domain::Usage> usage;  // of the answer, whenever it was given
  std::optional<NanoUsd> cost;         // paid for it in this run: 0 for a hit; nothing where it is unknown
  NanoUsd saved;                       // by a hit: what the answer had cost
  bool estimated = false;
  std::int64_t duration_us = 0;
  domain::Analysis analysis;  // when ok
};

struct AnalyzeSummary {
  std::int64_t files = 0;  // reviewed, failed or skipped by an interruption; not those that a walk passed over
  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t failed = 0;
  std::int64_t skipped = 0;  // by an interruption
  std::array<std::int64_t, 4> smells_by_severity{};
  NanoUsd cost;   // paid in this run, as far as known
  NanoUsd saved;  // by hits
  std::int64_t unknown_costs = 0;
  bool estimated = false;  // `cost` holds an estimate
  std::int64_t duration_us = 0;
  std::array<std::int64_t, source::kSkipReasons> passed_over{};  // by walks
  std::set<Errc> outcomes;             // every kind of failure that occurred; decides the exit code
  bool findings_at_threshold = false;  // at or above `fail_on`
};

// Told in the order of the paths, by the calling thread.
struct AnalyzeListener {
  std::function<void(std::int64_t total)> started;
  std::function<void(const FileResult&)> file_done;
};

// Reviews everything the request names. Ends early, with what was paid for stored and booked, once
// sys::stop_requested(). An Error only where nothing could be begun (config, usage); all else is in the results and the
// summary's outcomes.
[[nodiscard]] Result<AnalyzeSummary> analyze(const AnalyzeRequest& request, const config::Loaded& loaded,
                                             const Services& services, const AnalyzeListener& listener);

}  // namespace rustassistant::app
