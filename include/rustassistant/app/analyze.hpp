// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rustassistant/app/file_result.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/domain/finding.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/ledger/call.hpp"
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

// What a review is limited to: the files that a change touched, and of their findings those that it touched.
struct Limit {
  // Of a unified diff, its text, whose paths are below the repository of the working folder. Else the change is what
  // the work tree of each file holds beyond HEAD, or beyond the last commit that HEAD shares with `since`.
  std::optional<std::string> diff;
  std::optional<std::string> since;
};

// What is done with a file of accepted findings (domain/baseline.hpp).
enum class BaselineUse : std::uint8_t {
  hide,    // what it knows
  write,   // it again, with everything that was found
  update,  // it without what is gone; and hide what it knows
};
struct BaselineRequest {
  std::string file;
  BaselineUse use = BaselineUse::hide;
  bool is_strict = false;      // entries that are gone fail the run
  bool in_repository = false;  // a relative `file` is below the repository of the reviewed files
  bool is_optional = false;    // there need not be such a file, and files of several repositories are reviewed without
};

struct AnalyzeRequest {
  domain::AnalysisType type{};     // what is asked about each file
  std::vector<std::string> paths;  // files and folders; "-" is standard input
  std::string stdin_filename;      // for "-": what its language follows from
  // Files before the first one whose path, as it is shown, this holds for are left out. Error (usage) where there is
  // none; empty: all files.
  std::function<bool(const std::string& shown)> begins_at;
  CacheMode cache = CacheMode::use;
  bool reads_only = false;      // what is read of files beside the reviewed ones is not kept in the cache
  bool asks_parts = true;       // models may be asked about the parts of a file that changed (llm.reuse)
  bool prefers_stored = false;  // a stored answer of any model is better than a call
  UnixMillis made_after;        // stored answers of models that are older do not count
  bool offline = false;
  std::string offline_hint = "run without --offline";  // what to do where nothing is stored
  KeyStores key_stores = KeyStores::withhold;
  int jobs = 0;  // 0: as many as suit the provider
  std::optional<domain::Severity> fail_on;
  // Adds to an answer what is no part of the file, once it is stored; findings are made from it then. Called by several
  // threads at once; may be empty.
  std::function<void(FileResult& result)> annotate;
  std::optional<Limit> limit;  // nothing: everything is reviewed
  std::optional<BaselineRequest> baseline;
  bool show_accepted = false;                    // also what the baseline knows, or a comment allows
  bool fail_on_unused_suppressions = false;      // comments that allow what was not found
  std::optional<domain::Severity> min_severity;  // findings below it are hidden
  bool line_facts = false;                       // findings get their `line_hash`, files their `line_lengths`
};

// How many findings are not shown, and why; each is counted once.
struct Hidden {
  std::int64_t by_baseline = 0;
  std::int64_t by_comment = 0;
  std::int64_t unchanged = 0;  // outside of the change
  std::int64_t minor = 0;      // below the severity that was asked for
  Hidden& operator+=(const Hidden& other);
};

// Answers that were put together in a run: models were asked about parts of their files.
struct ReuseSums {
  std::int64_t files = 0;
  std::int64_t units = 0;  // of these files
  std::int64_t asked = 0;  // of them
  NanoUsd saved;           // against asking about whole files, an estimate
  bool unknown = false;    // `saved` lacks a file: what it cost, or would have cost as a whole, is not known
};

struct AnalyzeSummary {
  std::int64_t files = 0;  // reviewed, failed or skipped by an interruption; not those that a walk passed over
  std::int64_t hits = 0;
  std::int64_t older_tool_hits = 0;  // of them, on answers that the older tool made
  std::int64_t misses = 0;
  std::int64_t failed = 0;
  std::int64_t skipped = 0;           // by an interruption
  domain::SeverityCounts findings{};  // that are shown, by severity
  Spending spending;                  // of all files
  ledger::OpenMoney left_open;        // calls of this run that stay charged until they are settled
  NanoUsd saved;                      // by hits
  ReuseSums reused;
  std::int64_t unknown_costs = 0;  // files whose cost has a part that is not known
  std::int64_t secrets_replaced = 0;
  // Files that could not be judged, by language. Those of folders are left out of `files`, and the listener is not
  // called.
  std::map<std::string, std::int64_t, std::less<>> not_reviewed;
  std::int64_t duration_us = 0;
  std::array<std::int64_t, source::kSkipReasons> passed_over{};  // by walks
  std::set<Errc> outcomes;             // every kind of failure that occurred; decides the exit code
  bool findings_at_threshold = false;  // at or above `fail_on`
  std::int64_t judged_by_builtin = 0;  // files, with `fail_on`, where nothing but builtin is configured
  bool abandoned = false;              // the listener wanted no more
  bool limited = false;                // to a change
  std::int64_t submodules = 0;         // that a change touched; they are not looked into
  Hidden hidden;
  std::int64_t baseline_gone = 0;        // entries of the baseline that were not found again
  std::int64_t unused_suppressions = 0;  // comments that allow what was not found
  std::optional<TeamSummary> team;       // nothing: no team's store is configured
  bool is_unclean = false;               // by --baseline-strict or unused suppressions that fail the run
};

// Called in the order of the paths, by the calling thread.
struct AnalyzeListener {
  std::function<void(std::int64_t total)> started;
  // False: nobody wants to hear more. No file is begun from then on, and the listener is not called again.
  std::function<bool(const FileResult&)> file_done;
  // Called once for each file as soon as it is reviewed; file_done may wait for the others.
  std::function<void(const FileResult&)> reviewed;
  // Called once with what the run came to, before what is being sent to a team's store is awaited. May be empty.
  std::function<void(const AnalyzeSummary&)> finished;
};

// Reviews everything the request names. Ends early, with what was paid for stored and booked, once
// sys::stop_requested() or the listener has enough. An Error only where nothing could be begun (config, usage); all
// else is in the results and the summary's outcomes.
[[nodiscard]] Result<AnalyzeSummary> analyze(const AnalyzeRequest& request, const config::Loaded& loaded,
                                             const Services& services, const AnalyzeListener& listener);

}  // namespace rustassistant::app
