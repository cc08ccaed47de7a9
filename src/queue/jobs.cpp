// SPDX-License-Identifier: MIT
#include <algorithm>

#include "database.hpp"
#include "job_row.hpp"

namespace rustassistant::queue {
namespace {

constexpr std::size_t kRowsInTransaction = 200;
constexpr std::int64_t kForgottenAtOnce = 500;

std::int64_t before(UnixMillis now, std::chrono::milliseconds time) {
  return now.value - time.count();
}

db::Outcome<void> forget_finished(Session& session, UnixMillis now) {
  TRY_ASSIGN(db::Statement * forget,
             session.statement("DELETE FROM job WHERE id IN (SELECT id FROM job WHERE state >= 4 AND finished_at < ?1 "
                               "AND (state <> 5 OR finished_at < ?2) LIMIT ?3)"));
  return forget->bind(before(now, kKeepDone), before(now, kKeepDead), kForgottenAtOnce).run();
}

db::Outcome<bool> is_dead(Session& session, const domain::CacheKey& key) {
  TRY_ASSIGN(db::Statement * query, session.statement("SELECT 1 FROM job WHERE state = 5 AND key = ?1"));
  TRY_ASSIGN(const bool found, query->bind(db::Blob(key)).step());
  query->reset();
  return found;
}

db::Outcome<bool> insert(Session& session, const Ask& ask, UnixMillis now) {
  TRY_ASSIGN(
      db::Statement * put,
      session.statement("INSERT INTO job (key, type, repo, repo_path, path, content_hash, provider, model, "
                        "priority, rank, enqueued_at, warms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
                        "?12) "
                        "ON CONFLICT DO NOTHING"));
  TRY(put->bind(db::Blob(ask.key), static_cast<std::int64_t>(ask.type), std::string_view(ask.repo_id),
                std::string_view(ask.repo_path), std::string_view(ask.path), db::Blob(ask.content_hash),
                static_cast<std::int64_t>(ask.provider), std::string_view(ask.model),
                static_cast<std::int64_t>(ask.priority), rank_of(ask.priority, now), now.value, ask.warms ? 1 : 0)
          .run());
  return session.connection().changes() > 0;
}

// Of a question that is queued already. Its age counts on.
db::Outcome<void> move_ahead(Session& session, const Ask& ask) {
  TRY_ASSIGN(db::Statement * move,
             session.statement("UPDATE job SET priority = ?2, rank = enqueued_at - ?3 WHERE key = "
                               "?1 AND state = 0 AND priority > ?2"));
  const std::int64_t ahead = -rank_of(ask.priority, {});
  return move->bind(db::Blob(ask.key), static_cast<std::int64_t>(ask.priority), ahead).run();
}

// Somebody wants the answer of an open job.
db::Outcome<void> want(Session& session, const Ask& ask) {
  TRY_ASSIGN(db::Statement * change,
             session.statement("UPDATE job SET warms = 0 WHERE key = ?1 AND state <= 3 AND warms"));
  return change->bind(db::Blob(ask.key)).run();
}

db::Outcome<void> add_one(Session& session, const Ask& ask, UnixMillis now, Added& added) {
  TRY_ASSIGN(const bool dead, is_dead(session, ask.key));
  if (dead) {
    ++added.dead;
    return {};
  }
  TRY_ASSIGN(const bool is_new, insert(session, ask, now));
  ++(is_new ? added.queued : added.known);
  if (is_new || ask.warms) return {};
  TRY(want(session, ask));
  return move_ahead(session, ask);
}

// Of the oldest job in a state: ids grow with time.
db::Outcome<std::optional<UnixMillis>> first_enqueued(Session& session, std::size_t state) {
  TRY_ASSIGN(db::Statement * query,
             session.statement("SELECT enqueued_at FROM job WHERE state = ?1 ORDER BY id LIMIT 1"));
  TRY_ASSIGN(const bool row, query->bind(static_cast<std::int64_t>(state)).step());
  const auto found = row ? std::optional(UnixMillis{query->integer(0)}) : std::nullopt;
  query->reset();
  return found;
}

}  // namespace

Result<Added> Queue::add(std::span<const Ask> asks) {
  Added all;
  do {
    const auto part = asks.first(std::min(asks.size(), kRowsInTransaction));
    const auto written = database_->write([&](Session& session) -> db::Outcome<Added> {
      const UnixMillis now = database_->clock().now();
      TRY(forget_finished(session, now));
      Added counts;
      for (const Ask& ask : part) TRY(add_one(session, ask, now, counts));
      return counts;
    });
    TRY_ASSIGN(const Added added, written);
    all.queued += added.queued;
    all.known += added.known;
    all.dead += added.dead;
    asks = asks.subspan(part.size());
  } while (!asks.empty());
  return all;
}

Result<bool> Queue::is_given_up(const domain::CacheKey& key) {
  return database_->read([&](Session& session) { return is_dead(session, key); });
}

Result<Standing> Queue::standing() {
  return database_->read([&](Session& session) -> db::Outcome<Standing> {
    Standing standing;
    TRY_ASSIGN(db::Statement * counts, session.statement("SELECT state, jobs FROM job_count"));
    TRY(db::for_each(*counts, [&] {
      const std::int64_t state = counts->integer(0);
      if (state >= 0 && state < static_cast<std::int64_t>(kJobStates))
        standing.jobs.at(static_cast<std::size_t>(state)) = counts->integer(1);
    }));
    for (std::size_t state = 0; state <= static_cast<std::size_t>(JobState::submitted); ++state) {
      TRY_ASSIGN(const auto first, first_enqueued(session, state));
      if (first && (!standing.oldest || *first < *standing.oldest)) standing.oldest = first;
    }
    TRY_ASSIGN(db::Statement * pauses,
               session.statement("SELECT scope, until, code, message FROM pause WHERE until > ?1 ORDER BY scope"));
    pauses->bind(database_->clock().now().value);
    TRY(db::for_each(*pauses, [&] {
      standing.pauses.push_back({std::string(pauses->text(0)),
                                 {pauses->integer(1)},
                                 std::string(pauses->text(2)),
                                 std::string(pauses->text(3))});
    }));
    return standing;
  });
}

Result<std::vector<Job>> Queue::list(std::optional<JobState> state, std::size_t most) {
  return database_->read([&](Session& session) -> db::Outcome<std::vector<Job>> {
    std::vector<Job> jobs;
    // In orders that an index has, so that the first of many cost no more than of few.
    const std::string_view sql =
        !state            ? "SELECT " RUSTASSISTANT_JOB_COLUMNS " FROM job WHERE ?1 IS NULL ORDER BY id DESC LIMIT ?2"
        : is_open(*state) ? "SELECT " RUSTASSISTANT_JOB_COLUMNS " FROM job WHERE state = ?1 ORDER BY id LIMIT ?2"
                          : "SELECT " RUSTASSISTANT_JOB_COLUMNS " FROM job WHERE state = ?1 ORDER BY id DESC LIMIT ?2";
    TRY_ASSIGN(db::Statement * query, session.statement(sql));
    const auto number = state ? std::optional(static_cast<std::int64_t>(*state)) : std::nullopt;
    query->bind(number, static_cast<std::int64_t>(most));
    TRY(db::for_each(*query, [&] { jobs.push_back(job_in(*query)); }));
    return jobs;
  });
}

Result<std::int64_t> Queue::retry(std::optional<std::int64_t> id) {
  return database_->write([&](Session& session) -> db::Outcome<std::int64_t> {
    TRY_ASSIGN(db::Statement * wake,
               session.statement("UPDATE OR IGNORE job SET state = 0, attempts = 0, not_before = 0, finished_at = NULL "
                                 "WHERE state = 5 AND (?1 IS NULL OR id = ?1)"));
    TRY(wake->bind(id).run());
    return session.connection().changes();
  });
}

Result<std::int64_t> Queue::cancel(std::optional<std::int64_t> id) {
  return database_->write([&](Session& session) -> db::Outcome<std::int64_t> {
    TRY_ASSIGN(db::Statement * drop, session.statement("UPDATE job SET state = 6, finished_at = ?2, last_code = "
                                                       "'cancelled', last_message = '' WHERE state = 0 AND (?1 IS NULL "
                                                       "OR id = ?1)"));
    TRY(drop->bind(id, database_->clock().now().value).run());
    return session.connection().changes();
  });
}

Result<void> Queue::pause(const Pause& pause) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    TRY_ASSIGN(db::Statement * put,
               session.statement("INSERT INTO pause (scope, until, code, message) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
                                 "(scope) DO UPDATE SET until = excluded.until, code = excluded.code, message = "
                                 "excluded.message WHERE excluded.until > until"));
    const std::string message = stored_message(pause.message);
    return put
        ->bind(std::string_view(pause.scope), pause.until.value, std::string_view(pause.code),
               std::string_view(message))
        .run();
  });
}

Result<std::optional<Pause>> Queue::pause_of(std::string_view scope) {
  return database_->read([&](Session& session) -> db::Outcome<std::optional<Pause>> {
    TRY_ASSIGN(db::Statement * query,
               session.statement("SELECT until, code, message FROM pause WHERE scope = ?1 AND until > ?2"));
    TRY_ASSIGN(const bool row, query->bind(scope, database_->clock().now().value).step());
    std::optional<Pause> found;
    if (row)
      found = Pause{std::string(scope), {query->integer(0)}, std::string(query->text(1)), std::string(query->text(2))};
    query->reset();
    return found;
  });
}

}  // namespace rustassistant::queue
