// SPDX-License-Identifier: MIT
#include "trace.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/db/transaction.hpp"
#include "stored_forms.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::string_view kState = "SELECT key_prefix, at FROM use_trace WHERE slot = -1";

// Contents by the beginning of their keys.
class Contents {
 public:
  explicit Contents(Trace& trace) : trace_(trace) {}

  // The number of a content; the facts are those of the first call.
  std::size_t add(std::int64_t key_prefix, Content content) {
    const auto [known, added] = numbers_.try_emplace(key_prefix, trace_.contents.size());
    if (added) trace_.contents.push_back(content);
    return known->second;
  }
  [[nodiscard]] const std::size_t* find(std::int64_t key_prefix) const {
    const auto known = numbers_.find(key_prefix);
    return known == numbers_.end() ? nullptr : &known->second;
  }

 private:
  Trace& trace_;
  std::map<std::int64_t, std::size_t> numbers_;
};

Content content_of(const db::Statement& row, std::int64_t place, int first) {
  Content content;
  content.place = place;
  content.facts.cost = NanoUsd{row.integer(first)};
  content.facts.generation_ms = row.integer(first + 1);
  content.facts.raw_size = row.integer(first + 2);
  content.facts.stored_size = std::clamp<std::int64_t>(row.integer(first + 3), 0, kMaxResultBytes);
  return content;
}

// Each was asked for when it was made.
db::Outcome<void> read_entries(const db::Connection& connection, Trace& trace, Contents& contents) {
  TRY_ASSIGN(auto entries,
             connection.prepare("SELECT key_prefix, created, repo, path, variant, cost, generation_ms, "
                                "raw_size, stored_size FROM entry NOT INDEXED WHERE cost > 0 ORDER BY id"));
  TRY(db::for_each(entries, [&] {
    const std::int64_t place = place_of(entries.integer(2), entries.text(3), entries.integer(4));
    const std::size_t number = contents.add(entries.integer(0), content_of(entries, place, 5));
    trace.requests.push_back({{entries.integer(1)}, number, 1});
  }));
  TRY_ASSIGN(auto gone, connection.prepare("SELECT key_prefix, created, place, cost, generation_ms, raw_size, "
                                           "stored_size FROM evicted"));
  return db::for_each(gone, [&] {
    const std::size_t number = contents.add(gone.integer(0), content_of(gone, gone.integer(2), 3));
    trace.requests.push_back({{gone.integer(1)}, number, 1});
  });
}

db::Outcome<void> read_uses(const db::Connection& connection, Trace& trace, const Contents& contents) {
  TRY_ASSIGN(auto uses, connection.prepare("SELECT key_prefix, at, uses FROM use_trace WHERE slot >= 0"));
  UnixMillis oldest{INT64_MAX};
  std::int64_t rows = 0;
  TRY(db::for_each(uses, [&] {
    ++rows;
    oldest = std::min(oldest, UnixMillis{uses.integer(1)});
    if (const std::size_t* content = contents.find(uses.integer(0)))
      trace.requests.push_back({{uses.integer(1)}, *content, std::max<std::int64_t>(1, uses.integer(2))});
  }));
  TRY_ASSIGN(auto state, connection.prepare(kState));
  TRY_ASSIGN(const bool begun, state.step());
  if (begun) trace.since = state.integer(0) > kTraceRows ? oldest : UnixMillis{state.integer(1)};
  return {};
}

}  // namespace

std::int64_t place_of(std::int64_t repo, std::string_view path, std::int64_t variant) {
  return prefix_of(codec::sha256(std::to_string(repo) + " " + std::to_string(variant) + " " + std::string(path)));
}

db::Outcome<TraceWriter> TraceWriter::prepare(const db::Connection& connection, UnixMillis now) {
  TRY_ASSIGN(auto put, connection.prepare("INSERT OR REPLACE INTO use_trace (slot, key_prefix, at, uses) "
                                          "VALUES (?1, ?2, ?3, ?4)"));
  TRY_ASSIGN(auto state, connection.prepare(kState));
  TRY_ASSIGN(const bool begun, state.step());
  return begun ? TraceWriter(std::move(put), std::max<std::int64_t>(0, state.integer(0)), {state.integer(1)})
               : TraceWriter(std::move(put), 0, now);
}

db::Outcome<void> TraceWriter::add(std::int64_t key_prefix, std::span<const UnixMillis> uses) {
  if (begins_ && !uses.empty()) since_ = std::min(since_, uses.front());
  while (!uses.empty()) {
    const std::int64_t hour = uses.front().value / kHour;
    const auto end = std::ranges::find_if(uses, [&](UnixMillis use) { return use.value / kHour != hour; });
    const auto same = uses.first(static_cast<std::size_t>(end - uses.begin()));
    TRY(put_.bind(next_++ % kTraceRows, key_prefix, same.back().value, static_cast<std::int64_t>(same.size())).run());
    uses = uses.subspan(same.size());
  }
  return {};
}

db::Outcome<void> TraceWriter::finish(const db::Connection& connection) {
  TRY_ASSIGN(auto state, connection.prepare(
                             "INSERT OR REPLACE INTO use_trace (slot, key_prefix, at, uses) VALUES (-1, ?1, ?2, 0)"));
  return state.bind(next_, since_.value).run();
}

db::Outcome<Trace> read_trace(const db::Connection& connection, UnixMillis now) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::deferred));
  Trace trace;
  trace.since = now;
  Contents contents(trace);
  TRY(read_entries(connection, trace, contents));
  TRY(read_uses(connection, trace, contents));
  std::ranges::stable_sort(trace.requests, {}, &Request::at);
  return trace;
}

db::Outcome<void> forget_trace(const db::Connection& connection) {
  return connection.execute("DELETE FROM evicted; DELETE FROM use_trace");
}

}  // namespace rustassistant::cache
