// SPDX-License-Identifier: MIT
#include "team_cache.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <map>
#include <thread>
#include <utility>

#include "question.hpp"
#include "reuse.hpp"
#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/cache/archive.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"
#include "setup.hpp"

namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;

constexpr std::size_t kSenders = 3;
constexpr std::size_t kMostWaiting = 64;
constexpr milliseconds kWaitAtEnd = std::chrono::seconds(2);
constexpr std::size_t kAskedTogether = 64;

// Asks in a thread of its own: the first question at once, so that the connection stands by the time the last file is
// read and hashed; the others together. The end of its life awaits all answers.
class Asking {
 public:
  explicit Asking(std::function<void(std::span<const TeamQuestion>)> ask) : ask_(std::move(ask)) {}
  ~Asking() {
    {
      const std::scoped_lock lock(mutex_);
      is_complete_ = true;
    }
    changed_.notify_one();
  }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;

  void add(TeamQuestion question) {
    {
      const std::scoped_lock lock(mutex_);
      waiting_.push_back(std::move(question));
    }
    if (!thread_.joinable()) thread_ = std::jthread([this] { run(); });
    changed_.notify_one();
  }

 private:
  void run() {
    std::size_t enough = 1;
    for (auto questions = next(enough); !questions.empty(); questions = next(enough)) {
      ask_(questions);
      enough = kAskedTogether;
    }
  }

  // That many, or what is left.
  std::vector<TeamQuestion> next(std::size_t enough) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return is_complete_ || waiting_.size() >= enough; });
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kAskedTogether));
    std::vector<TeamQuestion> questions(std::move_iterator(waiting_.begin()), std::move_iterator(end));
    waiting_.erase(waiting_.begin(), end);
    return questions;
  }

  const std::function<void(std::span<const TeamQuestion>)> ask_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<TeamQuestion> waiting_;
  bool is_complete_ = false;
  std::jthread thread_;  // last: it ends first
};

bool is_answered_here(StepKind step, const Question& question, const AnalyzeRequest& request,
                      cache::SqliteCache& cache) {
  if (step == StepKind::reuse) {
    const auto found = find_reusable(question, request, &cache);
    return found && *found && (*found)->plan.decision == domain::ReuseDecision::nothing;
  }
  const auto found = look_up_entry(step, question, cache);
  return found && *found && !is_outdated((*found)->info, request);
}

}  // namespace

std::optional<TeamQuestion> team_question(const Question& question, const AnalyzeRequest& request, const Choice& choice,
                                          cache::SqliteCache& cache) {
  if (!question.model || request.offline || request.cache != CacheMode::use) return std::nullopt;
  for (const StepKind step : plan(situation_of(question, request, choice, true)).steps) {
    if (step == StepKind::ask || stands_in(step)) break;
    if (is_answered_here(step, question, request, cache)) return std::nullopt;
  }
  // One that is there, and not what this run wants, stays.
  const auto there = cache.find(question.model->key);
  if (!there || *there) return std::nullopt;
  const Repository& repository = *question.target.repository;
  return TeamQuestion{question.model->key, question.kind.type, repository.id, repository.root, question.target.path};
}

bool may_share(const Choice& choice, const config::Settings& settings) {
  return choice.wanted && may_share(llm::endpoint_of(*choice.wanted), settings);
}

bool may_share(std::string_view endpoint, const config::Settings& settings) {
  return settings.cache.remote.share_private || !is_private_endpoint(endpoint);
}

Result<std::unique_ptr<TeamCache>> TeamCache::open(const config::Loaded& loaded, Stores& stores,
                                                   const Services& services) {
  TRY_ASSIGN(TeamConfig config, team_config(loaded.settings.cache.remote, services.environment));
  if (!config.setup && config.off_because.empty()) return nullptr;
  return std::unique_ptr<TeamCache>(new TeamCache(std::move(config), loaded.settings, stores, services));
}

TeamCache::TeamCache(TeamConfig config, const config::Settings& settings, Stores& stores, const Services& services)
    : stores_(stores), services_(services), settings_(settings), off_because_(std::move(config.off_because)) {
  if (!config.setup) return;
  auto store = open_store(*config.setup, services, [this] { return aborted_ || sys::stop_requested(); });
  tier_ = std::make_unique<tier::Tier>(std::move(store), std::move(config.setup->options), services.clock);
}

TeamCache::~TeamCache() {
  end(milliseconds(0));
}

void TeamCache::fetch(std::span<const Target> targets, const AnalyzeRequest& request, const Choice& choice) {
  if (request.cache != CacheMode::use || request.offline || !may_share(choice, settings_)) return;
  Asking asking([this](std::span<const TeamQuestion> questions) { ask(questions); });
  for_each_ordered<std::optional<TeamQuestion>>(
      targets.size(), std::max(1U, std::thread::hardware_concurrency()),
      [&](std::size_t i) -> std::optional<TeamQuestion> {
        if (sys::stop_requested()) return std::nullopt;
        auto content = content_of(targets[i]);
        if (!content) return std::nullopt;
        const Question question = question_of(kind_of(request.type), targets[i], *std::move(content), choice);
        auto* const cache = stores_.cache_for(targets[i].repository->root);
        return cache == nullptr ? std::nullopt : team_question(question, request, choice, *cache);
      },
      [&](std::optional<TeamQuestion> question) {
        if (!question) return;
        was_used_ = true;
        if (repository_.empty()) repository_ = question->repo_root;
        if (tier_ != nullptr) asking.add(*std::move(question));
      });
}

void TeamCache::ask(std::span<const TeamQuestion> questions) {
  std::vector<domain::CacheKey> keys;
  for (const TeamQuestion& question : questions) keys.push_back(question.key);
  keep(questions, tier_->find(keys));
}

// Each is checked as those of an archive are.
void TeamCache::keep(std::span<const TeamQuestion> questions, std::vector<std::optional<tier::Opened>> found) {
  std::map<std::string, std::vector<cache::Entry>> entries;  // by repository
  const UnixMillis now = services_.clock.now();
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (!found[i]) continue;
    const TeamQuestion& question = questions[i];
    auto entry = cache::parse_shared_line(found[i]->document, now);
    if (!entry || entry->info.key != question.key || !kind_of(question.type).parse(entry->result)) {
      tier_->reject(*found[i], entry ? "it is no answer to what was asked" : entry.error().what);
      continue;
    }
    entry->info.repo_id = question.repo_id;
    entry->info.repo_path = question.repo_root;
    entry->info.path = question.path;
    entry->info.last_accessed = now;
    entry->info.access_count = 0;
    entry->origin = cache::EntryOrigin{found[i]->writer, found[i]->created, now};
    entries[question.repo_root].push_back(*std::move(entry));
  }
  for (const auto& [repository, all] : entries) {
    auto* const cache = stores_.cache_for(repository);
    if (cache == nullptr) continue;
    if (const auto stored = cache->put_all(all); !stored) stores_.cache_failed(stored.error());
  }
}

void TeamCache::offer(const FileResult& result, const Choice& choice) {
  if (tier_ == nullptr || !result.answer || result.cache == CacheUse::off || !may_share(choice, settings_)) return;
  const Answered& answered = *result.answer;
  if (answered.from_cache || answered.provider == domain::Provider::builtin) return;
  send(result.place.repo_root, {&answered.key, 1});
}

void TeamCache::send(const std::string& repository, std::span<const domain::CacheKey> keys) {
  if (tier_ == nullptr || !tier_->may_write()) return;
  const std::scoped_lock lock(mutex_);
  if (repository_.empty()) repository_ = repository;
  was_used_ = true;
  for (const domain::CacheKey& key : keys) {
    if (parcels_.size() < kMostWaiting) {
      parcels_.push_back({repository, key});
    } else {
      left_.push_back({repository, key});
    }
  }
  while (threads_.size() < std::min(kSenders, parcels_.size())) {
    threads_.emplace_back([this](const std::stop_token& stop) { deliver(stop); });
  }
  changed_.notify_all();
}

void TeamCache::deliver(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return stop.stop_requested() || !parcels_.empty(); });
    if (stop.stop_requested()) return;
    const Parcel parcel = std::move(parcels_.front());
    parcels_.pop_front();
    ++under_way_;
    lock.unlock();
    const bool done = deliver_one(parcel);
    lock.lock();
    --under_way_;
    (done ? sent_ : left_).push_back(parcel);
    changed_.notify_all();
  }
}

// False: another time.
bool TeamCache::deliver_one(const Parcel& parcel) {
  if (!tier_->may_put()) return false;
  auto* const cache = stores_.cache_for(parcel.repository);
  const auto entry = cache == nullptr ? Result<std::optional<cache::Entry>>() : cache->find(parcel.key);
  if (!entry) return false;
  if (!*entry) {
    ++gone_;
    return true;
  }
  return tier_->put(parcel.key, cache::shared_line(**entry), tier::kPutTime);
}

void TeamCache::finish() {
  if (tier_ != nullptr && was_used_ && tier_->may_put()) {
    auto* const cache = stores_.cache_for(repository_);
    const auto waiting = cache == nullptr ? Result<std::vector<domain::CacheKey>>()
                                          : cache->outbox(static_cast<std::int64_t>(kMostWaiting));
    if (waiting && !waiting->empty()) send(repository_, *waiting);
  }
  if (tier_ != nullptr && was_used_) tier_->touch_used(std::min(tier::kFindTime, tier_->time_left()));
  end(tier_ == nullptr ? milliseconds(0) : std::min(kWaitAtEnd, tier_->time_left()));
}

void TeamCache::finish_all() {
  end(std::nullopt);
}

void TeamCache::end(std::optional<milliseconds> limit) {
  {
    std::unique_lock lock(mutex_);
    if (std::exchange(ended_, true)) return;
    const auto begun = std::chrono::steady_clock::now();
    while (!parcels_.empty() || under_way_ > 0) {
      const bool is_over = limit && std::chrono::steady_clock::now() - begun >= *limit;
      if (is_over || sys::stop_requested()) break;
      changed_.wait_for(lock, milliseconds(20));
    }
    left_.insert(left_.end(), parcels_.begin(), parcels_.end());
    parcels_.clear();
    aborted_ = true;
    for (std::jthread& thread : threads_) thread.request_stop();
    changed_.notify_all();
  }
  threads_.clear();
  if (tier_ != nullptr && was_used_) book();
}

// What was sent leaves the outbox, what was not goes into it; and what the run came to is counted.
void TeamCache::book() {
  struct Change {
    std::vector<domain::CacheKey> add;
    std::vector<domain::CacheKey> remove;
  };
  std::map<std::string, Change> changes;
  for (const Parcel& parcel : left_) changes[parcel.repository].add.push_back(parcel.key);
  for (const Parcel& parcel : sent_) changes[parcel.repository].remove.push_back(parcel.key);
  for (const auto& [repository, change] : changes) {
    auto* const cache = stores_.cache_for(repository);
    if (cache == nullptr) continue;
    if (const auto kept = cache->change_outbox(change.add, change.remove); !kept) sys::log_info(kept.error().what);
  }
  const tier::TierCounts counts = tier_->report().counts;
  const cache::TeamSums sums{counts.hits, counts.misses, counts.rejected, counts.stored};
  auto* const cache = stores_.cache_for(repository_);
  if (cache == nullptr || sums == cache::TeamSums{}) return;
  if (const auto added = cache->add_team_day(utc_day(services_.clock.now()), sums); !added)
    sys::log_info(added.error().what);
}

TeamSummary TeamCache::summary() const {
  TeamSummary summary;
  if (tier_ != nullptr) summary.report = tier_->report();
  const std::scoped_lock lock(mutex_);
  summary.waiting = static_cast<std::int64_t>(parcels_.size() + under_way_ + left_.size());
  summary.off_because = off_because_;
  summary.was_used = was_used_;
  return summary;
}

}  // namespace rustassistant::app
