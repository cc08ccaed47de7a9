// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "choice.hpp"
#include "rustassistant/app/analyze.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/domain/cache_key.hpp"
#include "rustassistant/tier/tier.hpp"
#include "targets.hpp"

namespace rustassistant::app {

struct Question;
struct TeamConfig;

// The file's question, where the local cache has no answer of the wanted model to it and the team's store may have one.
struct TeamQuestion {
  domain::CacheKey key{};
  domain::AnalysisType type{};
  std::string repo_id;
  std::string repo_root;
  std::string path;
};
[[nodiscard]] std::optional<TeamQuestion> team_question(const Question& question, const AnalyzeRequest& request,
                                                        const Choice& choice, cache::SqliteCache& cache);

// Whether answers of the wanted model, or of one at that endpoint, may be shared: it is not at a private address.
[[nodiscard]] bool may_share(const Choice& choice, const config::Settings& settings);
[[nodiscard]] bool may_share(std::string_view endpoint, const config::Settings& settings);

// A run's way to the team's store: what the local cache lacks is looked up together and stored locally, before files
// are reviewed; what was paid for is sent by threads of this object's own. Whatever fails there, the run goes on.
class TeamCache {
 public:
  // Null: no store is configured. All must outlive it. Error (config).
  [[nodiscard]] static Result<std::unique_ptr<TeamCache>> open(const config::Loaded& loaded, Stores& stores,
                                                               const Services& services);
  ~TeamCache();
  TeamCache(const TeamCache&) = delete;
  TeamCache& operator=(const TeamCache&) = delete;

  // The local cache has afterwards what the store had of them.
  void fetch(std::span<const Target> targets, const AnalyzeRequest& request, const Choice& choice);
  // An answer that was just shown: it is sent if it was paid for and may be shared. Never waits.
  void offer(const FileResult& result, const Choice& choice);
  // Sends these, stored in the cache of a repository, without waiting.
  void send(const std::string& repository, std::span<const domain::CacheKey> keys);
  // Awaits what is being sent, for two seconds at most, and keeps the rest for the next run.
  void finish();
  // Awaits all of it, for as long as the store answers.
  void finish_all();

  [[nodiscard]] TeamSummary summary() const;
  [[nodiscard]] std::int64_t gone() const { return gone_; }

 private:
  struct Parcel {
    std::string repository;
    domain::CacheKey key{};
  };
  TeamCache(TeamConfig config, const config::Settings& settings, Stores& stores, const Services& services);

  void ask(std::span<const TeamQuestion> questions);
  void keep(std::span<const TeamQuestion> questions, std::vector<std::optional<tier::Opened>> found);
  void deliver(const std::stop_token& stop);
  [[nodiscard]] bool deliver_one(const Parcel& parcel);
  void end(std::optional<std::chrono::milliseconds> limit);
  void book();

  Stores& stores_;
  const Services& services_;
  const config::Settings& settings_;
  std::string off_because_;
  std::unique_ptr<tier::Tier> tier_;  // null: off
  std::atomic<bool> aborted_{false};
  std::atomic<bool> was_used_{false};
  std::atomic<std::int64_t> gone_{0};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Parcel> parcels_;
  std::vector<Parcel> sent_;
  std::vector<Parcel> left_;  // for the next run
  std::size_t under_way_ = 0;
  std::string repository_;  // whose cache keeps what is counted
  bool ended_ = false;
  std::vector<std::jthread> threads_;  // last: they end first
};

}  // namespace rustassistant::app
