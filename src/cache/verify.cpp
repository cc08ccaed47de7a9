// SPDX-License-Identifier: MIT
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "entry_reader.hpp"
#include "facts.hpp"
#include "removal.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/signals.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::size_t kMostProblems = 1000;

void add(Verification& verification, std::string problem) {
  if (verification.problems.size() < kMostProblems) verification.problems.push_back(std::move(problem));
}

db::Outcome<void> check_file(const db::Connection& connection, Verification& verification) {
  const auto stopped = connection.stop_when(sys::stop_requested);
  TRY_ASSIGN(auto query, connection.prepare("PRAGMA integrity_check(20)"));
  return db::for_each(query, [&] {
    if (query.text(0) == "ok") return;
    for (const std::string_view line : split(query.text(0), '\n')) {
      if (!line.empty() && !line.starts_with("***")) add(verification, "SQLite: " + std::string(line));
    }
  });
}

std::string fault_of(const Found& found) {
  if (!found.entry) return "its document is damaged";
  const EntryInfo& info = found.entry->info;
  if (static_cast<std::int64_t>(found.entry->result.size()) != info.raw_size) return "its size is not the stored one";
  if (!codec::parse_json(found.entry->result)) return "its document is not JSON";
  return {};
}

// Every entry, one after the other; `bad` gets the ids of those that are.
db::Outcome<void> check_entries(const db::Connection& connection, Verification& verification,
                                std::vector<std::int64_t>& bad) {
  std::int64_t above = 0;
  TRY_ASSIGN(auto walk, EntryWalk::prepare(connection));
  while (true) {
    TRY(check_not_stopped());
    TRY_ASSIGN(const Found found, walk.above(connection, above));
    if (found.id() == 0) break;
    above = found.id();
    ++verification.entries;
    const std::string fault = fault_of(found);
    if (fault.empty()) continue;
    bad.push_back(above);
    std::string problem = "entry " + std::to_string(above);
    if (found.entry) problem.append(" (").append(found.entry->info.path).append(")");
    add(verification, problem.append(": ").append(fault));
  }
  // Half of an entry.
  for (const std::string_view sql : {"SELECT id FROM entry NOT INDEXED WHERE blob NOT IN (SELECT id FROM blob)",
                                     "SELECT id FROM entry NOT INDEXED WHERE variant NOT IN (SELECT id FROM variant) "
                                     "OR repo NOT IN (SELECT id FROM repo)"}) {
    TRY_ASSIGN(auto query, connection.prepare(sql));
    TRY(db::for_each(query, [&] {
      bad.push_back(query.integer(0));
      add(verification, "entry " + std::to_string(query.integer(0)) + ": part of it is missing");
    }));
  }
  return {};
}

// In one transaction: a process that dies leaves all of them or none.
db::Outcome<void> remove_bad(const db::Connection& connection, const std::vector<std::int64_t>& bad) {
  TRY_ASSIGN(auto remove, connection.prepare("DELETE FROM entry WHERE id = ?1"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  for (const std::int64_t id : bad) TRY(remove.bind(id).run());
  return transaction.commit();
}

constexpr std::string_view kRecount =
    "SELECT variant, repo, extension, count(*), sum(raw_size), sum(stored_size), sum(ifnull(input_tokens, 0)), "
    "sum(ifnull(cached_tokens, 0)), sum(ifnull(output_tokens, 0)), sum(ifnull(cost, 0)), sum(cost IS NULL), "
    "sum(estimated), sum(access_count), sum(access_count = 0), sum(iif(access_count = 0, stored_size, 0)), "
    "sum(iif(access_count = 0, ifnull(cost, 0), 0)) FROM entry NOT INDEXED GROUP BY variant, repo, extension";
constexpr std::string_view kCounted =
    "SELECT variant, repo, extension, entries, raw_bytes, stored_bytes, input_tokens, cached_tokens, output_tokens, "
    "cost, "
    "unknown_costs, estimated, accesses, unused, unused_bytes, unused_cost FROM counter WHERE entries <> 0 OR "
    "raw_bytes <> 0 OR stored_bytes <> 0 OR "
    "input_tokens <> 0 OR cached_tokens <> 0 OR output_tokens <> 0 OR cost <> 0 OR unknown_costs <> 0 OR estimated <> "
    "0 "
    "OR accesses <> 0 OR unused <> 0 OR unused_bytes <> 0 OR unused_cost <> 0";

// Sums are equal where all rows of the one query stand in the other and the other way round.
db::Outcome<bool> counters_are_right(const db::Connection& connection) {
  const std::string recount(kRecount);
  const std::string counted(kCounted);
  TRY_ASSIGN(auto query, connection.prepare("SELECT EXISTS (SELECT * FROM (" + recount + ") EXCEPT SELECT * FROM (" +
                                            counted + ")) OR EXISTS (SELECT * FROM (" + counted +
                                            ") EXCEPT SELECT * FROM (" + recount + "))"));
  TRY(query.step());
  return query.integer(0) == 0;
}

db::Outcome<void> repair_counters(const db::Connection& connection) {
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  TRY(connection.execute(
      "UPDATE counter SET entries = 0, raw_bytes = 0, stored_bytes = 0, input_tokens = 0, "
      "cached_tokens = 0, output_tokens = 0, cost = 0, unknown_costs = 0, estimated = 0, accesses = 0, "
      "unused = 0, unused_bytes = 0, unused_cost = 0"));
  TRY(connection.execute(
      "INSERT INTO counter (variant, repo, extension, entries, raw_bytes, stored_bytes, input_tokens, cached_tokens, "
      "output_tokens, cost, unknown_costs, estimated, accesses, unused, unused_bytes, unused_cost) " +
      std::string(kRecount).replace(std::string(kRecount).find("GROUP BY"), 0, "WHERE true ") +
      " ON CONFLICT DO UPDATE SET entries = excluded.entries, raw_bytes = excluded.raw_bytes, stored_bytes = "
      "excluded.stored_bytes, input_tokens = excluded.input_tokens, cached_tokens = excluded.cached_tokens, "
      "output_tokens = "
      "excluded.output_tokens, cost = excluded.cost, unknown_costs = excluded.unknown_costs, estimated = "
      "excluded.estimated, accesses = excluded.accesses, unused = excluded.unused, unused_bytes = "
      "excluded.unused_bytes, unused_cost = excluded.unused_cost"));
  return transaction.commit();
}

}  // namespace

db::Outcome<Verification> verify_entries(const db::Connection& connection) {
  Verification verification;
  std::vector<std::int64_t> bad;
  // What cannot be read to its end is a finding, too.
  const auto note = [&](const auto& outcome) -> db::Outcome<void> {
    if (outcome) return {};
    if (outcome.error().problem != db::Problem::corrupt) return tl::unexpected(outcome.error());
    add(verification, "not everything can be read: " + outcome.error().what);
    return {};
  };
  const auto checked = check_file(connection, verification);
  TRY(check_not_stopped());
  TRY(note(checked));
  TRY(note(check_entries(connection, verification, bad)));
  const auto right = counters_are_right(connection);
  TRY(note(right));
  if (right && !*right) add(verification, "the statistics differ from a recount");
  const auto damaged = damaged_facts(connection, RemoveDamaged::no);
  TRY(note(damaged));
  if (damaged && *damaged > 0)
    add(verification, "what is kept of the dependencies of " + std::to_string(*damaged) + " files is damaged");
  return verification;
}

db::Outcome<bool> repair_entries(const db::Connection& connection) {
  Verification verification;
  TRY(check_file(connection, verification));
  if (!verification.problems.empty()) return db::fail(db::Problem::corrupt, verification.problems.front());
  std::vector<std::int64_t> bad;
  TRY(check_entries(connection, verification, bad));
  TRY(remove_bad(connection, bad));
  TRY_ASSIGN(const bool right, counters_are_right(connection));
  if (!right) TRY(repair_counters(connection));
  TRY(damaged_facts(connection, RemoveDamaged::yes));
  if (!bad.empty()) TRY(return_space(connection));
  return true;
}

}  // namespace rustassistant::cache
