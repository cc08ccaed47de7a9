// SPDX-License-Identifier: MIT
#include "database.hpp"

namespace rustassistant::queue {
namespace {

using domain::RateLimit;
using domain::RateState;
using domain::UnixMicros;

// The columns in the order of the table: the scope's three, the state's three, and five of each dimension.
constexpr int kFirstOfState = 3;
constexpr int kFirstOfLimits = 6;
constexpr int kColumnsOfLimit = 5;

RateState state_in(const db::Statement& row) {
  const auto instant = [&](int column) { return UnixMicros{row.integer(column)}; };
  RateState state;
  state.blocked_until = instant(kFirstOfState);
  state.interactive_at = instant(kFirstOfState + 1);
  state.changed_at = instant(kFirstOfState + 2);
  int column = kFirstOfLimits;
  for (RateLimit& limit : state.limits) {
    limit = {row.integer(column), row.integer(column + 1), instant(column + 2), instant(column + 3),
             instant(column + 4)};
    column += kColumnsOfLimit;
  }
  return state;
}

db::Outcome<RateState> read_rate(Session& session, std::string_view scope) {
  TRY_ASSIGN(db::Statement * query, session.statement("SELECT * FROM rate WHERE scope = ?1"));
  TRY_ASSIGN(const bool known, query->bind(scope).step());
  const RateState state = known ? state_in(*query) : RateState{};
  query->reset();
  return state;
}

db::Outcome<void> write_rate(Session& session, const RateScope& scope, const RateState& state) {
  TRY_ASSIGN(db::Statement * put, session.statement("INSERT OR REPLACE INTO rate VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
                                                    "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, "
                                                    "?21, ?22, ?23, ?24, ?25, ?26)"));
  const auto& [requests, tokens, input, output] = state.limits;
  return put
      ->bind(std::string_view(scope.id), std::string_view(scope.provider), std::string_view(scope.model),
             state.blocked_until.value, state.interactive_at.value, state.changed_at.value, requests.per_minute,
             requests.stated, requests.free_at.value, requests.learned_at.value, requests.lowered_at.value,
             tokens.per_minute, tokens.stated, tokens.free_at.value, tokens.learned_at.value, tokens.lowered_at.value,
             input.per_minute, input.stated, input.free_at.value, input.learned_at.value, input.lowered_at.value,
             output.per_minute, output.stated, output.free_at.value, output.learned_at.value, output.lowered_at.value)
      .run();
}

}  // namespace

Result<void> Queue::change_rate(const RateScope& scope, const RateChange& change) {
  return database_->write([&](Session& session) -> db::Outcome<void> {
    const UnixMicros now{database_->clock().now().value * 1000};
    TRY_ASSIGN(const RateState before, read_rate(session, scope.id));
    const RateState after = change(before, now);
    if (after == before) return {};
    return write_rate(session, scope, after);
  });
}

Result<RateState> Queue::rate(const RateScope& scope) {
  return database_->read([&](Session& session) { return read_rate(session, scope.id); });
}

Result<std::vector<KnownRate>> Queue::rates(std::size_t most) {
  return database_->read([&](Session& session) -> db::Outcome<std::vector<KnownRate>> {
    std::vector<KnownRate> rates;
    TRY_ASSIGN(db::Statement * query, session.statement("SELECT * FROM rate ORDER BY changed_at DESC LIMIT ?1"));
    query->bind(static_cast<std::int64_t>(most));
    TRY(db::for_each(*query, [&] {
      rates.push_back(
          {{std::string(query->text(0)), std::string(query->text(1)), std::string(query->text(2))}, state_in(*query)});
    }));
    return rates;
  });
}

}  // namespace rustassistant::queue
