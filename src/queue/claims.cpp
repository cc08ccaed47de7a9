// SPDX-License-Identifier: MIT
#include "database.hpp"
#include "job_row.hpp"

namespace rustassistant::queue {
namespace {

constexpr std::chrono::milliseconds kLease = std::chrono::seconds(120);
constexpr std::chrono::milliseconds kLookForDead = std::chrono::seconds(1);

std::int64_t mask_of(const std::vector<domain::AnalysisType>& types) {
  std::int64_t mask = 0;
  for (const domain::AnalysisType type : types) mask |= std::int64_t{1} << static_cast<int>(type);
  return mask;
}

// Of a worker that is gone. A job that takes its process with it is given up, too.
db::Outcome<void> free_jobs(Session& session, std::int64_t worker, UnixMillis now) {
  TRY_ASSIGN(
      db::Statement * bury,
      session.statement("UPDATE job SET state = 5, worker = NULL, lease_until = NULL, finished_at = ?2, last_code "
                        "= 'interrupted', last_message = 'the process that asked ended before there was an "
                        "answer, each time' WHERE state = 1 AND worker = ?1 AND attempts >= ?3"));
  TRY(bury->bind(worker, now.value, kMostAttempts).run());
  TRY_ASSIGN(db::Statement * requeue, session.statement("UPDATE job SET state = 0, worker = NULL, lease_until = NULL "
                                                        "WHERE state = 1 AND worker = ?1"));
  return requeue->bind(worker).run();
}

struct Claimant {
  std::int64_t number = 0;
  std::optional<std::int64_t> lease_until;
};

db::Outcome<void> free_jobs_of_the_dead(Session& session, const std::string& locks, std::int64_t own, UnixMillis now) {
  TRY_ASSIGN(db::Statement * query, session.statement("SELECT worker, max(lease_until) FROM job WHERE state = 1 AND "
                                                      "worker IS NOT NULL GROUP BY worker"));
  std::vector<Claimant> claimants;
  TRY(db::for_each(*query, [&] { claimants.push_back({query->integer(0), query->optional_integer(1)}); }));
  for (const Claimant& claimant : claimants) {
    const bool is_alive =
        claimant.number == own ||
        (claimant.lease_until ? *claimant.lease_until > now.value : sys::ByteLock::is_held(locks, claimant.number));
    if (!is_alive) TRY(free_jobs(session, claimant.number, now));
  }
  return {};
}

db::Outcome<std::optional<Job>> take_first(Session& session, const Worker& worker, const Selection& selection,
                                           Attempt attempt, UnixMillis now) {
  TRY_ASSIGN(
      db::Statement * claim,
      session.statement("UPDATE job SET state = 1, attempts = attempts + ?9, worker = ?1, lease_until = ?2 WHERE "
                        "id = (SELECT id FROM job WHERE state = 0 AND provider = ?3 AND model = ?4 AND repo = ?5 "
                        "AND not_before <= ?6 AND (1 << type) & ?7 AND substr(path, 1, length(?8)) = ?8 "
                        "ORDER BY rank LIMIT 1) RETURNING " RUSTASSISTANT_JOB_COLUMNS));
  const auto lease = worker.is_locked() ? std::nullopt : std::optional(now.value + kLease.count());
  TRY_ASSIGN(const bool found,
             claim
                 ->bind(worker.number(), lease, static_cast<std::int64_t>(selection.provider),
                        std::string_view(selection.model), std::string_view(selection.repo_id), now.value,
                        mask_of(selection.types), std::string_view(selection.below), attempt == Attempt::counts ? 1 : 0)
                 .step());
  std::optional<Job> job;
  if (found) job = job_in(*claim);
  claim->reset();
  return job;
}

}  // namespace

Worker Queue::enlist() {
  Worker worker;
  worker.number_ = sys::random_offset();
  worker.alive_ = sys::ByteLock::acquire(database_->lock_path(), worker.number_, database_->clock(), nullptr);
  return worker;
}

Result<void> Queue::keep_alive(const Worker& worker) {
  if (worker.is_locked()) return {};
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * renew,
               session.statement("UPDATE job SET lease_until = ?2 WHERE state = 1 AND worker = ?1"));
    return renew->bind(worker.number(), database_->clock().now().value + kLease.count()).run();
  });
}

Result<std::optional<Job>> Queue::claim(const Worker& worker, const Selection& selection) {
  return database_->write([&](Session& session) -> db::Outcome<std::optional<Job>> {
    const UnixMillis now = database_->clock().now();
    if (database_->is_time_for(kLookForDead))
      TRY(free_jobs_of_the_dead(session, database_->lock_path(), worker.number(), now));
    return take_first(session, worker, selection, Attempt::counts, now);
  });
}

Result<std::vector<Job>> Queue::claim_many(const Worker& worker, const Selection& selection, std::size_t most) {
  return database_->write([&](Session& session) -> db::Outcome<std::vector<Job>> {
    const UnixMillis now = database_->clock().now();
    TRY(free_jobs_of_the_dead(session, database_->lock_path(), worker.number(), now));
    std::vector<Job> jobs;
    while (jobs.size() < most) {
      TRY_ASSIGN(auto job, take_first(session, worker, selection, Attempt::costs_nothing, now));
      if (!job) break;
      jobs.push_back(*std::move(job));
    }
    return jobs;
  });
}

Result<Remaining> Queue::remaining(const Selection& selection) {
  return database_->read([&](Session& session) -> db::Outcome<Remaining> {
    TRY_ASSIGN(db::Statement * query,
               session.statement("SELECT state, count(*), min(not_before) FROM job WHERE state <= 1 AND provider = ?1 "
                                 "AND model = ?2 AND repo = ?3 AND (1 << type) & ?4 AND substr(path, 1, length(?5)) = "
                                 "?5 GROUP BY state"));
    query->bind(static_cast<std::int64_t>(selection.provider), std::string_view(selection.model),
                std::string_view(selection.repo_id), mask_of(selection.types), std::string_view(selection.below));
    Remaining left;
    TRY(db::for_each(*query, [&] {
      const bool is_running = query->integer(0) == static_cast<std::int64_t>(JobState::running);
      (is_running ? left.running : left.queued) = query->integer(1);
      if (!is_running) left.due = UnixMillis{query->integer(2)};
    }));
    return left;
  });
}

Result<bool> Queue::replace_key(const Worker& worker, std::int64_t id, const domain::CacheKey& key,
                                const codec::Sha256Digest& content_hash) {
  const auto written = database_->write([&](Session& session) -> db::Outcome<bool> {
    TRY_ASSIGN(db::Statement * change,
               session.statement("UPDATE OR IGNORE job SET key = ?3, content_hash = ?4 WHERE id "
                                 "= ?1 AND state = 1 AND worker = ?2"));
    TRY(change->bind(id, worker.number(), db::Blob(key), db::Blob(content_hash)).run());
    return session.connection().changes() > 0;
  });
  TRY_ASSIGN(const bool replaced, written);
  if (!replaced) TRY(finish(worker, id, JobState::dropped, "duplicate", "the same content is another job"));
  return replaced;
}

Result<void> Queue::finish(const Worker& worker, std::int64_t id, JobState state, std::string_view code,
                           std::string_view message) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * close,
               session.statement("UPDATE job SET state = ?3, worker = NULL, lease_until = NULL, finished_at = ?4, "
                                 "last_code = ?5, last_message = ?6 WHERE id = ?1 AND state = 1 AND worker = ?2"));
    const std::string text = stored_message(message);
    return close
        ->bind(id, worker.number(), static_cast<std::int64_t>(state), database_->clock().now().value, code,
               std::string_view(text))
        .run();
  });
}

Result<void> Queue::put_back(const Worker& worker, std::int64_t id, UnixMillis not_before, Attempt attempt,
                             std::string_view code, std::string_view message) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(
        db::Statement * back,
        session.statement("UPDATE job SET state = 0, worker = NULL, lease_until = NULL, not_before = ?3, "
                          "attempts = attempts - ?4, last_code = ?5, last_message = ?6 WHERE id = ?1 AND state = "
                          "1 AND worker = ?2"));
    const std::string text = stored_message(message);
    return back
        ->bind(id, worker.number(), not_before.value, attempt == Attempt::costs_nothing ? 1 : 0, code,
               std::string_view(text))
        .run();
  });
}

}  // namespace rustassistant::queue
