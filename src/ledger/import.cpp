// SPDX-License-Identifier: MIT
#include <string>
#include <utility>

#include "closing.hpp"
#include "database.hpp"
#include "figures.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/cache_key.hpp"

// Calls that were made elsewhere or before.
namespace rustassistant::ledger {
namespace {

std::optional<domain::Usage> usage_of(const CallRecord& call) {
  if (!call.input_tokens && !call.output_tokens) return std::nullopt;
  return domain::Usage{call.input_tokens.value_or(0), call.cached_tokens.value_or(0),
                       call.cache_write_tokens.value_or(0), call.output_tokens.value_or(0),
                       call.reasoning_tokens.value_or(0)};
}

std::optional<std::int64_t> closing_time(const CallRecord& call) {
  if (call.state == CallState::reserved) return std::nullopt;
  return call.closed_at.value_or(call.at).value;
}

class Import {
 public:
  Import(const db::Connection& connection, std::string ledger_id, UnixMillis latest)
      : connection_(connection), own_(std::move(ledger_id) + ":"), latest_(latest) {}

  db::Outcome<void> add(const CallRecord& call) {
    if (call.at > latest_) {
      ++count.later;
      return {};
    }
    TRY_ASSIGN(auto known, connection_.prepare("SELECT id, state FROM call WHERE tag = ?1"));
    TRY_ASSIGN(bool found, known.bind(call.tag).step());
    if (!found) {
      TRY_ASSIGN(known, connection_.prepare("SELECT id, state FROM call WHERE id = ?1 AND at = ?2 AND tag IS NULL"));
      const auto [id, at] = own_call(call.tag);
      TRY_ASSIGN(found, known.bind(id, at).step());
    }
    if (!found) return insert(call);
    const std::int64_t id = known.integer(0);
    const bool was_open = known.integer(1) == static_cast<int>(CallState::reserved);
    if (!was_open || call.state == CallState::reserved) {
      ++count.present;
      return {};
    }
    ++count.closed;
    TRY(close_call(connection_, id, {*closing_time(call)},
                   {call.state, usage_of(call), call.cost, call.estimated, call.by_hand}));
    return {};
  }

  ImportCount count;

 private:
  // The number and time of the call of this ledger that a tag names; -1 where it names none.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> own_call(std::string_view tag) const {
    constexpr std::pair<std::int64_t, std::int64_t> kNone{-1, -1};
    if (!tag.starts_with(own_)) return kNone;
    tag.remove_prefix(own_.size());
    const std::size_t colon = tag.find(':');
    if (colon == std::string_view::npos) return kNone;
    const auto id = parse_integer(tag.substr(0, colon));
    const auto at = parse_integer(tag.substr(colon + 1));
    return id && at ? std::pair(*id, *at) : kNone;
  }

  db::Outcome<void> insert(const CallRecord& call) {
    TRY_ASSIGN(
        auto statement,
        connection_.prepare(
            "INSERT INTO call (tag, at, month, day, state, closed_at, reserved, cost, estimated, by_hand, provider, "
            "type, model, repo, repo_path, path, extension, request_bytes, input_tokens, cached_tokens, "
            "cache_write_tokens, output_tokens, reasoning_tokens) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
            "?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)"));
    const CallFacts& facts = call.facts;
    statement.bind(call.tag, call.at.value, call.day / 100, call.day, static_cast<int>(call.state), closing_time(call),
                   stored(call.reserved), stored(call.cost), call.estimated ? 1 : 0, call.by_hand ? 1 : 0,
                   static_cast<int>(facts.provider), static_cast<int>(facts.type), facts.model, facts.repo_id,
                   facts.repo_path, facts.path, facts.extension, facts.request_bytes, call.input_tokens,
                   call.cached_tokens, call.cache_write_tokens, call.output_tokens, call.reasoning_tokens);
    TRY(statement.run());
    ++count.added;
    if (!call.batch || call.state != CallState::reserved) return {};
    return join_batch(call, connection_.last_row_id());
  }

  // A batch is one in every ledger, by its tag.
  db::Outcome<void> join_batch(const CallRecord& call, std::int64_t id) {
    const CallBatch& batch = *call.batch;
    TRY_ASSIGN(auto put, connection_.prepare("INSERT INTO batch (tag, provider, endpoint, model, stage, remote, input, "
                                             "items, made_at, held_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, "
                                             "?10) ON CONFLICT DO NOTHING"));
    TRY(put.bind(batch.tag, static_cast<int>(call.facts.provider), batch.endpoint, call.facts.model,
                 batch.remote.empty() ? 0 : 1, batch.remote, batch.input, batch.items, batch.made_at.value,
                 batch.held_until.value)
            .run());
    const domain::CacheKey key =
        domain::cache_key({std::string(name_of(call.facts.type)), std::string(name_of(call.facts.provider)),
                           batch.endpoint, call.facts.model, batch.prompt_hash, batch.schema_version, batch.language,
                           batch.config_hash, batch.context_hash, batch.content_hash});
    TRY_ASSIGN(auto join, connection_.prepare(
                              "INSERT INTO batch_call SELECT ?2, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, nullif(?10, x'') FROM "
                              "batch WHERE tag = ?1 AND stage < 2 ON CONFLICT DO NOTHING"));
    return join
        .bind(batch.tag, id, db::Blob(key), batch.language, batch.prompt_hash, batch.schema_version, batch.config_hash,
              batch.context_hash, batch.content_hash, db::bytes(batch.parts))
        .run();
  }

  const db::Connection& connection_;
  const std::string own_;  // what the tags of this ledger's own calls begin with
  const UnixMillis latest_;
};

CallRecord record_of(const PastCall& call, const TimeZone& zone) {
  CallRecord record;
  record.tag = call.tag;
  record.at = call.at;
  record.day = zone.day_of(call.at);
  record.state = CallState::settled;
  record.cost = call.cost;
  record.estimated = true;
  record.facts = call.facts;
  record.input_tokens = stored(call.usage, &domain::Usage::input);
  record.cached_tokens = stored(call.usage, &domain::Usage::cached);
  record.cache_write_tokens = stored(call.usage, &domain::Usage::cache_write);
  record.output_tokens = stored(call.usage, &domain::Usage::output);
  record.reasoning_tokens = stored(call.usage, &domain::Usage::reasoning);
  return record;
}

}  // namespace

Result<ImportCount> Ledger::import(std::span<const PastCall> calls) {
  return database_->write("import", [&](const db::Connection& connection) -> db::Outcome<ImportCount> {
    TRY_ASSIGN(const TimeZone zone, zone_of(connection));
    TRY_ASSIGN(const UnixMillis now, ledger_time(connection, database_->clock));
    TRY_ASSIGN(const std::string id, setting_of(connection, "ledger_id"));
    Import import(connection, id, now);
    for (const PastCall& call : calls) TRY(import.add(record_of(call, zone)));
    return import.count;
  });
}

Result<ImportCount> Ledger::import(std::span<const CallRecord> calls) {
  return database_->write("import", [&](const db::Connection& connection) -> db::Outcome<ImportCount> {
    constexpr std::int64_t kDayMs = 86'400'000;
    TRY_ASSIGN(const std::string id, setting_of(connection, "ledger_id"));
    TRY_ASSIGN(const UnixMillis now, ledger_time(connection, database_->clock));
    Import import(connection, id, {now.value + kDayMs});
    for (const CallRecord& call : calls) TRY(import.add(call));
    return import.count;
  });
}

Result<void> Ledger::take_over(const LedgerHead& head) {
  SettingsChange change;
  change.set = head.settings;
  change.timezone = head.timezone;
  change.timezone_rule = head.timezone_rule;
  return database_->write("keep settings", [&](const db::Connection& connection) -> db::Outcome<void> {
    TRY(write_settings(connection, change));
    TRY_ASSIGN(auto former, connection.prepare("INSERT OR REPLACE INTO repo_former (former, repo) VALUES (?1, ?2)"));
    for (const auto& [id, repo] : head.former_repos) TRY(former.bind(id, repo).run());
    return {};
  });
}

}  // namespace rustassistant::ledger
