// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>
#include <string>
#include <utility>

#include "caps.hpp"
#include "closing.hpp"
#include "database.hpp"
#include "figures.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/ledger/batch_books.hpp"

// Questions that are asked many at once.
namespace rustassistant::ledger {
namespace {

db::Outcome<bool> is_asked(const db::Connection& connection, const domain::CacheKey& key) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT 1 FROM batch_call JOIN batch ON batch.id = batch_call.batch JOIN "
                                            "call ON call.id = batch_call.call WHERE key = ?1 AND stage < 2 AND "
                                            "call.state = 0"));
  return query.bind(db::Blob(key)).step();
}

// What batches may still take: half of what remains of the month without what they hold already.
db::Outcome<NanoUsd> share_left(const db::Connection& connection, int month, NanoUsd cap) {
  TRY_ASSIGN(const Charged charged, charged_in(connection, month));
  TRY_ASSIGN(auto sum, connection.prepare("SELECT sum(call.charged) FROM batch JOIN batch_call ON batch_call.batch = "
                                          "batch.id JOIN call ON call.id = batch_call.call WHERE batch.stage < 2 AND "
                                          "call.state = 0 AND call.month = ?1"));
  TRY(sum.bind(month).step());
  const std::int64_t held = sum.integer(0);
  const std::int64_t others = charged.committed().value - held;
  return NanoUsd{std::max<std::int64_t>(0, (cap.value - others) / 2 - held)};
}

Error share_is_taken(NanoUsd amount, NanoUsd left) {
  return {Errc::budget,
          "the next question of the batch might cost " + domain::format_usd(amount) + ", and batches may take " +
              domain::format_usd(left) + " more: they hold at most half of what remains of the month",
          "what comes back frees money for the next ones; or raise the cap (rustassistant budget set --monthly)"};
}

// How many of the questions fit, in their order, and why no more.
class Fitting {
 public:
  Fitting(const db::Connection& connection, std::span<const BatchQuestion> questions,
          const std::vector<std::size_t>& open, const domain::BudgetRules& rules, const Charged& run,
          const std::optional<BatchLimit>& limit)
      : connection_(connection), questions_(questions), open_(open), rules_(rules), run_(run), limit_(limit) {
    sums_.reserve(open.size());
    NanoUsd sum;
    for (const std::size_t index : open) sums_.push_back(sum += questions[index].worst_case);
  }

  db::Outcome<std::size_t> count(UnixMillis at, const TimeZone& zone, std::optional<Error>& refused) const {
    TRY_ASSIGN(const domain::BudgetSettings stored, read_settings(connection_));
    const domain::BudgetPolicy policy = rules_.policy(stored);
    std::size_t most = open_.size();
    if (policy.when_exceeded != domain::WhenExceeded::warn) {
      TRY_ASSIGN(const NanoUsd left, share_left(connection_, zone.month_of(at), policy.monthly_cap));
      most = count_within(left);
      if (most < open_.size()) refused = share_is_taken(questions_[open_[most]].worst_case, left);
    }
    if (limit_ && count_within(limit_->most) < most) {
      most = count_within(limit_->most);
      refused = limit_->why;
    }
    // The largest number that every cap allows, by halving: each cap counts sums.
    std::size_t least = 0;
    while (least < most) {
      const std::size_t middle = least + (most - least + 1) / 2;
      TRY_ASSIGN(const Result<bool> allowed,
                 judge(&connection_, questions_[open_[middle - 1]].facts, sums_[middle - 1], at, zone, rules_, run_));
      if (allowed) {
        least = middle;
      } else {
        most = middle - 1;
        refused = allowed.error();
      }
    }
    return least;
  }
  [[nodiscard]] NanoUsd sum_of(std::size_t count) const { return count == 0 ? NanoUsd{} : sums_[count - 1]; }

 private:
  [[nodiscard]] std::size_t count_within(NanoUsd amount) const {
    return static_cast<std::size_t>(std::upper_bound(sums_.begin(), sums_.end(), amount) - sums_.begin());
  }

  const db::Connection& connection_;
  const std::span<const BatchQuestion> questions_;
  const std::vector<std::size_t>& open_;
  const domain::BudgetRules& rules_;
  const Charged& run_;
  const std::optional<BatchLimit>& limit_;
  std::vector<NanoUsd> sums_;
};

db::Outcome<std::int64_t> insert_batch(const db::Connection& connection, const BatchFacts& facts, std::size_t items,
                                       UnixMillis at) {
  TRY_ASSIGN(auto put, connection.prepare("INSERT INTO batch (tag, provider, endpoint, model, stage, items, made_at, "
                                          "held_until) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7)"));
  TRY(put.bind(facts.tag, static_cast<int>(facts.provider), facts.endpoint, facts.model,
               static_cast<std::int64_t>(items), at.value, facts.held_until.value)
          .run());
  const std::int64_t batch = connection.last_row_id();
  if (!facts.team) return batch;
  TRY_ASSIGN(auto share, connection.prepare("INSERT INTO team_batch (batch, request, place) VALUES (?1, ?2, ?3)"));
  TRY(share.bind(batch, facts.team->request, facts.team->place).run());
  return batch;
}

db::Outcome<void> insert_rows(const db::Connection& connection, std::int64_t batch,
                              std::span<const BatchQuestion> questions, std::span<const std::size_t> chosen,
                              UnixMillis at, int day) {
  TRY_ASSIGN(auto put, connection.prepare(
                           "INSERT INTO batch_call VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, nullif(?10, x''))"));
  for (const std::size_t index : chosen) {
    const BatchQuestion& question = questions[index];
    const domain::KeyFactors& factors = question.factors;
    TRY_ASSIGN(const std::int64_t call, insert_call(connection, question.facts, at, day, question.worst_case));
    const domain::CacheKey key = domain::cache_key(factors);
    TRY(put.bind(call, batch, db::Blob(key), factors.language, factors.prompt_hash, factors.schema_version,
                 factors.config_hash, factors.context_hash, factors.content_hash, db::bytes(question.parts))
            .run());
  }
  return {};
}

db::Outcome<void> close_calls(const db::Connection& connection, std::span<const RowClosing> rows, UnixMillis at) {
  TRY_ASSIGN(auto forget, connection.prepare("UPDATE batch_call SET parts = NULL WHERE call = ?1 AND parts NOTNULL"));
  for (const RowClosing& row : rows) {
    TRY_ASSIGN(const bool was_open,
               close_call(connection, row.call, at, {row.state, row.usage, row.cost, row.estimated, false}));
    static_cast<void>(was_open);
    TRY(forget.bind(row.call).run());
  }
  return {};
}

db::Outcome<void> close_if_done(const db::Connection& connection, const std::string& tag, UnixMillis at) {
  TRY_ASSIGN(auto close, connection.prepare("UPDATE batch SET stage = 2, closed_at = ?2 WHERE tag = ?1 AND NOT "
                                            "EXISTS (SELECT 1 FROM batch_call JOIN call ON call.id = "
                                            "batch_call.call WHERE batch_call.batch = batch.id AND call.state = 0)"));
  return close.bind(tag, at.value).run();
}

Batch batch_in(const db::Statement& row) {
  Batch batch;
  batch.id = row.integer(0);
  batch.facts = {std::string(row.text(1)),
                 static_cast<domain::Provider>(row.integer(2)),
                 std::string(row.text(3)),
                 std::string(row.text(4)),
                 {row.integer(5)}};
  batch.stage = static_cast<BatchStage>(row.integer(6));
  batch.remote = row.text(7);
  batch.input = row.text(8);
  batch.items = row.integer(9);
  batch.looks = row.integer(10);
  batch.made_at = {row.integer(11)};
  batch.open_items = row.integer(12);
  batch.reserved = {row.integer(13)};
  return batch;
}

BatchRow row_in(const db::Statement& row, const domain::CacheKey& key) {
  BatchRow found;
  found.key = key;
  found.call = row.integer(0);
  CallFacts& facts = found.facts;
  facts = {static_cast<domain::Provider>(row.integer(1)),
           std::string(row.text(2)),
           static_cast<domain::AnalysisType>(row.integer(3)),
           std::string(row.text(4)),
           std::string(row.text(5)),
           std::string(row.text(6)),
           std::string(row.text(7)),
           row.optional_integer(8)};
  found.reserved = amount_at(row, 9);
  found.is_open = row.integer(10) == static_cast<int>(CallState::reserved);
  found.factors = {std::string(name_of(facts.type)), std::string(name_of(facts.provider)),
                   std::string(row.text(11)),        facts.model,
                   std::string(row.text(13)),        std::string(row.text(14)),
                   std::string(row.text(12)),        std::string(row.text(15)),
                   std::string(row.text(16)),        std::string(row.text(17))};
  found.parts = db::characters(row.blob(18));
  return found;
}

}  // namespace

BatchBooks::BatchBooks(std::unique_ptr<Ledger::Database> database) : database_(std::move(database)) {}
BatchBooks::~BatchBooks() = default;

Result<std::unique_ptr<BatchBooks>> BatchBooks::open(const std::string& path, const Clock& clock) {
  TRY_ASSIGN(auto database, Ledger::Database::open_as_it_is(path, clock));
  return std::unique_ptr<BatchBooks>(new BatchBooks(std::move(database)));
}

Result<BatchReservation> BatchBooks::reserve(const BatchFacts& facts, std::span<const BatchQuestion> questions,
                                             const domain::BudgetRules& rules, const std::optional<BatchLimit>& limit) {
  const auto work = [&](const db::Connection& connection) -> db::Outcome<BatchReservation> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    TRY_ASSIGN(const TimeZone zone, zone_of(connection));
    const Charged run{{}, batched_};
    BatchReservation made;
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < questions.size(); ++i) {
      TRY_ASSIGN(const bool asked, is_asked(connection, domain::cache_key(questions[i].factors)));
      (asked ? made.in_flight : open).push_back(i);
    }
    const Fitting fitting(connection, questions, open, rules, run, limit);
    TRY_ASSIGN(const std::size_t count, fitting.count(at, zone, made.refused));
    if (count == open.size()) made.refused.reset();
    open.resize(count);
    made.reserved = std::move(open);
    made.amount = fitting.sum_of(count);
    if (count == 0) return made;
    TRY_ASSIGN(const std::int64_t batch, insert_batch(connection, facts, count, at));
    TRY(insert_rows(connection, batch, questions, made.reserved, at, zone.day_of(at)));
    return made;
  };
  return database_->write("reserve", work, [&](const Result<BatchReservation>& made) { batched_ += made->amount; });
}

Result<void> BatchBooks::withdraw(const std::string& tag) {
  return database_->write("release", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    std::vector<RowClosing> rows;
    TRY_ASSIGN(auto open, connection.prepare("SELECT call.id FROM batch JOIN batch_call ON batch_call.batch = batch.id "
                                             "JOIN call ON call.id = batch_call.call WHERE batch.tag = ?1 AND "
                                             "call.state = 0"));
    open.bind(tag);
    TRY(db::for_each(open, [&] { rows.push_back({open.integer(0), CallState::released}); }));
    TRY(close_calls(connection, rows, at));
    return close_if_done(connection, tag, at);
  });
}

Result<bool> BatchBooks::holds(const domain::CacheKey& key) {
  return database_->read([&](const db::Connection& connection) { return is_asked(connection, key); });
}

Result<void> BatchBooks::note_input(const std::string& tag, const std::string& input) {
  return database_->write("note a batch", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto note, connection.prepare("UPDATE batch SET input = ?2 WHERE tag = ?1"));
    return note.bind(tag, input).run();
  });
}

Result<void> BatchBooks::note_submitted(const std::string& tag, const std::string& remote) {
  return database_->write("note a batch", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto note, connection.prepare("UPDATE batch SET remote = ?2, stage = 1 WHERE tag = ?1 AND stage = 0"));
    return note.bind(tag, remote).run();
  });
}

Result<void> BatchBooks::note_look(const std::string& tag) {
  return database_->write("note a batch", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(auto note, connection.prepare("UPDATE batch SET looks = looks + 1 WHERE tag = ?1"));
    return note.bind(tag).run();
  });
}

Result<std::vector<Batch>> BatchBooks::open_batches() {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::vector<Batch>> {
    std::vector<Batch> batches;
    TRY_ASSIGN(auto query,
               connection.prepare("SELECT batch.id, batch.tag, batch.provider, endpoint, batch.model, held_until, "
                                  "stage, remote, input, items, looks, made_at, sum(call.state = 0), "
                                  "sum(iif(call.state = 0, charged, 0)) FROM batch LEFT JOIN batch_call ON "
                                  "batch_call.batch = batch.id LEFT JOIN call ON call.id = batch_call.call WHERE "
                                  "stage < 2 GROUP BY batch.id ORDER BY batch.id"));
    TRY(db::for_each(query, [&] { batches.push_back(batch_in(query)); }));
    return batches;
  });
}

Result<bool> BatchBooks::is_known_remote(const std::string& remote) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<bool> {
    TRY_ASSIGN(auto query, connection.prepare("SELECT 1 FROM batch WHERE remote = ?1 AND remote <> ''"));
    return query.bind(remote).step();
  });
}

Result<std::optional<BatchRow>> BatchBooks::find_row(const std::string& tag, const domain::CacheKey& key) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::optional<BatchRow>> {
    TRY_ASSIGN(
        auto query,
        connection.prepare(
            "SELECT call.id, call.provider, call.model, call.type, repo, repo_path, path, extension, "
            "request_bytes, reserved, call.state, endpoint, language, prompt_hash, schema_version, "
            "config_hash, context_hash, content_hash, parts FROM batch_call JOIN batch ON batch.id = batch_call.batch "
            "JOIN call ON call.id = batch_call.call WHERE key = ?2 AND batch.tag = ?1"));
    TRY_ASSIGN(const bool found, query.bind(tag, db::Blob(key)).step());
    if (!found) return std::nullopt;
    return std::optional(row_in(query, key));
  });
}

Result<std::vector<domain::CacheKey>> BatchBooks::open_keys(const std::string& tag) {
  return database_->read([&](const db::Connection& connection) -> db::Outcome<std::vector<domain::CacheKey>> {
    std::vector<domain::CacheKey> keys;
    TRY_ASSIGN(auto query, connection.prepare("SELECT key FROM batch JOIN batch_call ON batch_call.batch = batch.id "
                                              "JOIN call ON call.id = batch_call.call WHERE batch.tag = ?1 AND "
                                              "call.state = 0 ORDER BY call.id"));
    query.bind(tag);
    TRY(db::for_each(query, [&] {
      const db::Blob blob = query.blob(0);
      domain::CacheKey& key = keys.emplace_back();
      std::copy_n(blob.begin(), std::min(blob.size(), key.size()), key.begin());
    }));
    return keys;
  });
}

Result<void> BatchBooks::close_rows(std::span<const RowClosing> rows) {
  return database_->write("settle", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    return close_calls(connection, rows, at);
  });
}

Result<void> BatchBooks::close_batch(const std::string& tag) {
  return database_->write("close a batch", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY_ASSIGN(const UnixMillis at, ledger_time(connection, database_->clock));
    return close_if_done(connection, tag, at);
  });
}

}  // namespace rustassistant::ledger
