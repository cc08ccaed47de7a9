// SPDX-License-Identifier: MIT
#include <algorithm>

#include "database.hpp"
#include "job_row.hpp"

// Jobs that are sent with a batch.
namespace rustassistant::queue {
namespace {

constexpr std::size_t kRowsAtOnce = 200;

// Whether it is about an answer that nobody had asked for yet.
db::Outcome<bool> take_one_back(Session& session, const Returned& job, UnixMillis now) {
  TRY_ASSIGN(db::Statement * change,
             session.statement(
                 "UPDATE job SET state = iif(?2 = 0 AND ?4 AND attempts >= ?5, 5, ?2), batch = NULL, "
                 "worker = NULL, lease_until = NULL, not_before = ?3, attempts = attempts - iif(?2 = 0 "
                 "AND NOT ?4 AND state = 3, 1, 0), last_code = ?6, last_message = ?7, finished_at = iif(?2 = 0 AND "
                 "NOT (?4 AND attempts >= ?5), NULL, ?8) WHERE key = ?1 AND state IN (0, 1, 3) "
                 "RETURNING warms"));
  const std::string text = stored_message(job.message);
  change->bind(db::Blob(job.key), static_cast<std::int64_t>(job.state), job.not_before.value,
               job.attempt_counts ? 1 : 0, kMostAttempts, std::string_view(job.code), std::string_view(text),
               now.value);
  TRY_ASSIGN(const bool found, change->step());
  const bool warms = found && change->integer(0) != 0;
  change->reset();
  return warms;
}

}  // namespace

Result<void> Queue::put_all_back(const Worker& worker) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * back, session.statement("UPDATE job SET state = 0, worker = NULL, lease_until = NULL "
                                                       "WHERE state = 1 AND worker = ?1"));
    return back->bind(worker.number()).run();
  });
}

Result<void> Queue::submit(const Worker& worker, std::span<const std::int64_t> ids, std::string_view batch) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * send,
               session.statement("UPDATE job SET state = 3, attempts = attempts + 1, batch = "
                                 "?3, worker = NULL, lease_until = NULL WHERE id = ?1 AND state = 1 AND worker = "
                                 "?2"));
    for (const std::int64_t id : ids) TRY(send->bind(id, worker.number(), batch).run());
    return {};
  });
}

Result<void> Queue::mark_submitted(std::string_view batch, std::span<const domain::CacheKey> keys) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * mark,
               session.statement(
                   "UPDATE job SET state = 3, attempts = attempts + 1, batch = ?2 WHERE key = ?1 AND state = 0"));
    for (const domain::CacheKey& key : keys) TRY(mark->bind(db::Blob(key), batch).run());
    return {};
  });
}

Result<std::vector<domain::CacheKey>> Queue::take_back(std::span<const Returned> jobs) {
  std::vector<domain::CacheKey> warmed;
  while (!jobs.empty()) {
    const auto part = jobs.first(std::min(jobs.size(), kRowsAtOnce));
    const auto written = database_->write([&](Session& session) -> db::Outcome<std::vector<domain::CacheKey>> {
      const UnixMillis now = database_->clock().now();
      std::vector<domain::CacheKey> keys;
      for (const Returned& job : part) {
        TRY_ASSIGN(const bool warms, take_one_back(session, job, now));
        if (warms && job.state == JobState::done) keys.push_back(job.key);
      }
      return keys;
    });
    TRY_ASSIGN(const auto keys, written);
    warmed.insert(warmed.end(), keys.begin(), keys.end());
    jobs = jobs.subspan(part.size());
  }
  return warmed;
}

Result<void> Queue::take_rest_back(std::string_view batch) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * back, session.statement("UPDATE job SET state = 0, batch = NULL, attempts = "
                                                       "attempts - 1 WHERE state = 3 AND batch = ?1"));
    return back->bind(batch).run();
  });
}

Result<std::vector<std::string>> Queue::awaited_batches() {
  return database_->read([&](Session& session) -> db::Outcome<std::vector<std::string>> {
    TRY_ASSIGN(db::Statement * query, session.statement("SELECT DISTINCT batch FROM job WHERE state = 3"));
    std::vector<std::string> batches;
    TRY(db::for_each(*query, [&] { batches.emplace_back(query->text(0)); }));
    return batches;
  });
}

Result<std::optional<Poll>> Queue::poll_of(std::string_view batch) {
  return database_->read([&](Session& session) -> db::Outcome<std::optional<Poll>> {
    TRY_ASSIGN(db::Statement * query,
               session.statement("SELECT next_at, waits, status, ended FROM poll WHERE batch = ?1"));
    TRY_ASSIGN(const bool row, query->bind(batch).step());
    std::optional<Poll> found;
    if (row) found = Poll{{query->integer(0)}, query->integer(1), std::string(query->text(2)), query->integer(3) != 0};
    query->reset();
    return found;
  });
}

Result<void> Queue::set_poll(std::string_view batch, const Poll& poll) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * put, session.statement("INSERT OR REPLACE INTO poll VALUES (?1, ?2, ?3, ?4, ?5)"));
    const std::string status = stored_message(poll.status);
    return put->bind(batch, poll.next_at.value, poll.waits, std::string_view(status), poll.ended ? 1 : 0).run();
  });
}

Result<std::int64_t> Queue::ended_batches() {
  return database_->read([&](Session& session) -> db::Outcome<std::int64_t> {
    TRY_ASSIGN(db::Statement * query, session.statement("SELECT count(*) FROM poll WHERE ended"));
    TRY(query->step());
    const std::int64_t count = query->integer(0);
    query->reset();
    return count;
  });
}

Result<void> Queue::forget_poll(std::string_view batch) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * forget, session.statement("DELETE FROM poll WHERE batch = ?1"));
    return forget->bind(batch).run();
  });
}

}  // namespace rustassistant::queue
