// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/rate.hpp"
#include "rustassistant/queue/job.hpp"
#include "rustassistant/sys/locks.hpp"

// queue.db: what all processes of a home have to agree on before they ask a provider. It holds paths and hashes, never
// a key or source text, and may be lost: nothing that was paid for is in it.
namespace rustassistant::queue {

// Whom a limit belongs to.
struct RateScope {
  std::string id;  // a hash of provider, endpoint, key and model
  std::string provider;
  std::string model;
};

// A scope and what is known of it.
struct KnownRate {
  RateScope scope;
  domain::RateState state;
};

enum class IfMissing : std::uint8_t {
  create,
  empty,  // as if it held nothing; no file is made until something is written
};

// A process that works off jobs, as long as this lives: a byte of queue.lock, which the kernel frees with the process.
class Worker {
 public:
  [[nodiscard]] std::int64_t number() const { return number_; }
  // False where no lock can be had. Then its claims are leases, which keep_alive() renews.
  [[nodiscard]] bool is_locked() const { return alive_.has_value(); }

 private:
  friend class Queue;
  std::int64_t number_ = 0;
  std::optional<sys::ByteLock> alive_;
};

// How many jobs of a selection are left.
struct Remaining {
  std::int64_t queued = 0;
  std::int64_t running = 0;       // claimed by anybody
  std::optional<UnixMillis> due;  // when the first of the queued ones may be claimed
};

// What a claim costs: a try, or nothing, where nobody was asked.
enum class Attempt : bool { counts, costs_nothing };

// Safe to use from several threads and by several processes at once. A file that is damaged or of another program is
// moved away to queue.db.damaged-TIME, which is reported through `notify`, and an empty one takes its place. Every
// other failure is an Error (storage).
class Queue {
 public:
  // `clock` must outlive this. `notify` may be empty; it is called by any thread, by one at a time.
  [[nodiscard]] static Result<std::unique_ptr<Queue>> open(const std::string& path, Clock& clock, IfMissing if_missing,
                                                           std::function<void(const std::string&)> notify);
  ~Queue();
  Queue(const Queue&) = delete;
  Queue& operator=(const Queue&) = delete;

  // Replaces what is known of a scope by what `change` makes of it, as the only writer; `now` is read once that is so.
  using RateChange = std::function<domain::RateState(domain::RateState, domain::UnixMicros now)>;
  [[nodiscard]] Result<void> change_rate(const RateScope& scope, const RateChange& change);
  // Writes nothing.
  [[nodiscard]] Result<domain::RateState> rate(const RateScope& scope);
  // Of every scope, the last used first, at most `most`.
  [[nodiscard]] Result<std::vector<KnownRate>> rates(std::size_t most);

  // Adds what is neither open nor was given up in the last 30 days; what is queued already is moved ahead where it is
  // more urgent now, and is wanted from then on, unless it is asked ahead of time again. Forgets what was finished long
  // ago. At most 200 jobs in each transaction.
  [[nodiscard]] Result<Added> add(std::span<const Ask> asks);
  [[nodiscard]] Result<Standing> standing();
  // Of one state, or of all, at most `most`: open ones in the order in which they came, all others the last first.
  [[nodiscard]] Result<std::vector<Job>> list(std::optional<JobState> state, std::size_t most);
  [[nodiscard]] Result<Remaining> remaining(const Selection& selection);

  [[nodiscard]] Worker enlist();
  // Renews the leases of a worker without a lock; to be called at least every 30 s.
  [[nodiscard]] Result<void> keep_alive(const Worker& worker);
  // Takes the first job that is due, and counts an attempt. Jobs of workers that died are free again, at most a second
  // later; one that was claimed five times is given up. Nothing: no job is due.
  [[nodiscard]] Result<std::optional<Job>> claim(const Worker& worker, const Selection& selection);

  // The first jobs that are due, at most `most` of them, in one transaction. It is `submit` that counts the attempt of
  // each: a process that ends before has asked nobody, and which of many jobs ended it is not known.
  [[nodiscard]] Result<std::vector<Job>> claim_many(const Worker& worker, const Selection& selection, std::size_t most);

  // What follows is for jobs that this worker has claimed; for others nothing happens.

  // What it has claimed of many and not submitted.
  [[nodiscard]] Result<void> put_all_back(const Worker& worker);
  // They go with a batch.
  [[nodiscard]] Result<void> submit(const Worker& worker, std::span<const std::int64_t> ids, std::string_view batch);

  // The file has changed: the same job is about its new content. False: that is open as another job, and this one is
  // dropped.
  [[nodiscard]] Result<bool> replace_key(const Worker& worker, std::int64_t id, const domain::CacheKey& key,
                                         const codec::Sha256Digest& content_hash);
  // `state`: done, dropped or dead, then with a reason.
  [[nodiscard]] Result<void> finish(const Worker& worker, std::int64_t id, JobState state, std::string_view code = {},
                                    std::string_view message = {});
  [[nodiscard]] Result<void> put_back(const Worker& worker, std::int64_t id, UnixMillis not_before, Attempt attempt,
                                      std::string_view code = {}, std::string_view message = {});

  // What follows is for jobs that were sent with a batch.

  // Queued jobs of these keys are with that batch, as the ledger says.
  [[nodiscard]] Result<void> mark_submitted(std::string_view batch, std::span<const domain::CacheKey> keys);
  // At most 200 in each transaction. A key without such a job is passed over. Returns the keys of those that are done
  // and whose answer nobody had asked for yet.
  [[nodiscard]] Result<std::vector<domain::CacheKey>> take_back(std::span<const Returned> jobs);
  // With which batches jobs are, in any order.
  [[nodiscard]] Result<std::vector<std::string>> awaited_batches();
  // Jobs that are still with a batch which is over: the next claim finds what is stored.
  [[nodiscard]] Result<void> take_rest_back(std::string_view batch);
  [[nodiscard]] Result<std::optional<Poll>> poll_of(std::string_view batch);
  [[nodiscard]] Result<void> set_poll(std::string_view batch, const Poll& poll);
  [[nodiscard]] Result<void> forget_poll(std::string_view batch);
  // Batches that were seen to have ended, and are not collected yet.
  [[nodiscard]] Result<std::int64_t> ended_batches();

  // Queued work leaves a provider alone; `scope` is of the caller's choice. A later end wins.
  [[nodiscard]] Result<void> pause(const Pause& pause);
  [[nodiscard]] Result<std::optional<Pause>> pause_of(std::string_view scope);

  // Whether a question was given up, so that add() leaves it out.
  [[nodiscard]] Result<bool> is_given_up(const domain::CacheKey& key);
  // Queues dead jobs again, with all attempts: one, or all. Returns how many.
  [[nodiscard]] Result<std::int64_t> retry(std::optional<std::int64_t> id);
  // Drops queued jobs: one, or all. Returns how many. Running ones go on.
  [[nodiscard]] Result<std::int64_t> cancel(std::optional<std::int64_t> id);

 private:
  class Database;
  explicit Queue(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace rustassistant::queue
