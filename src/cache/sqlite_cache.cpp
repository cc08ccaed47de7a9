// SPDX-License-Identifier: MIT
#include "rustassistant/cache/sqlite_cache.hpp"

#include <utility>

#include "facts.hpp"
#include "findings.hpp"
#include "last_answers.hpp"
#include "state.hpp"
#include "stored_forms.hpp"
#include "syncs.hpp"
#include "team.hpp"
#include "trace.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

using Purpose = Sessions::Purpose;
using Session = Sessions::Session;

Purpose purpose_of(DryRun dry_run) {
  return dry_run == DryRun::yes ? Purpose::read : Purpose::shrink;
}

Result<void> check_size(const Entry& entry) {
  if (static_cast<std::int64_t>(entry.result.size()) <= kMaxResultBytes) return {};
  return fail(Errc::storage, "cannot store a result of " + std::to_string(entry.result.size()) + " bytes: at most " +
                                 std::to_string(kMaxResultBytes) + " are kept");
}

PackedEntry packed_with_units(const Entry& entry, const codec::Compressor& compressor) {
  PackedEntry packed = pack(entry.info, entry.result, compressor);
  if (entry.units) packed.units = AnswerUnits{pack_units(entry.units->units), entry.units->gain};
  packed.origin = entry.origin;
  return packed;
}

}  // namespace

SqliteCache::SqliteCache(std::unique_ptr<State> state) : state_(std::move(state)) {}

SqliteCache::~SqliteCache() {
  static_cast<void>(close());
}

Result<std::unique_ptr<SqliteCache>> SqliteCache::open(CacheOptions options, const Clock& clock) {
  auto state = std::make_unique<State>(std::move(options), clock);
  TRY(state->lock()->open());
  return std::unique_ptr<SqliteCache>(new SqliteCache(std::move(state)));
}

Result<std::optional<Entry>> SqliteCache::find(const domain::CacheKey& key) {
  const auto state = state_->lock();
  TRY_ASSIGN(auto found,
             state->find([&key](Session& session) { return session.lookup.find(session.connection, key); }));
  return found ? std::move(found) : state->find_spooled(key);
}

Result<std::optional<Entry>> SqliteCache::find_model_answer(const AnswerQuery& query) {
  const auto state = state_->lock();
  return state->find([&query](Session& session) { return cache::find_model_answer(session.connection, query); });
}

Result<std::vector<EntryInfo>> SqliteCache::related(const ContentHash& content_hash, std::string_view repo_id,
                                                    std::string_view path, std::size_t most) {
  const auto state = state_->lock();
  const Nearness nearness{content_hash, repo_number(repo_id), path, most};
  TRY_ASSIGN(auto entries, state->sessions().run(Purpose::read, [&nearness](Session& session) {
    return related_entries(session.connection, nearness);
  }));
  return std::move(entries).value_or(std::vector<EntryInfo>());
}

Result<std::int64_t> SqliteCache::put(const Entry& entry, Durability durability) {
  TRY(check_size(entry));
  auto stored = [&]() -> Result<std::int64_t> {
    TRY_ASSIGN(const auto used, compressor());
    const PackedEntry packed = packed_with_units(entry, *used);  // without the lock: it takes long
    return state_->lock()->put({&packed, 1}, durability);
  }();
  if (stored || durability == Durability::cheap) return stored;
  return state_->lock()->spool(entry, stored.error());
}

Result<void> SqliteCache::put_all(std::span<const Entry> entries) {
  TRY_ASSIGN(const auto used, compressor());
  std::vector<PackedEntry> packed;
  packed.reserve(entries.size());
  for (const Entry& entry : entries) {
    TRY(check_size(entry));
    packed.push_back(packed_with_units(entry, *used));
  }
  TRY(state_->lock()->put(packed, Durability::paid));
  return {};
}

Result<std::shared_ptr<const codec::Compressor>> SqliteCache::compressor() {
  return state_->lock()->compressor();
}

Result<std::vector<Imported>> SqliteCache::import(std::span<const PackedEntry> entries) {
  return state_->lock()->import(entries, Durability::cheap);
}

Result<std::vector<ImportVerdict>> SqliteCache::compare(std::span<const PackedEntry> entries) {
  const auto work = [&](Session& session) -> db::Outcome<std::vector<ImportVerdict>> {
    TRY(session.prepare_writer());
    std::vector<ImportVerdict> verdicts;
    for (const PackedEntry& entry : entries) {
      TRY_ASSIGN(const auto judged, session.writer->judge(entry));
      verdicts.push_back(judged.verdict);
    }
    return verdicts;
  };
  TRY_ASSIGN(auto verdicts, state_->lock()->sessions().run(Purpose::read, work));
  return std::move(verdicts).value_or(std::vector<ImportVerdict>(entries.size(), ImportVerdict::added));
}

Result<SqliteCache::Stretch> SqliteCache::entries_above(std::int64_t id) {
  constexpr std::int64_t kBytes = 1'000'000;
  constexpr std::int64_t kEntries = 1000;
  const auto work = [id](Session& session) -> db::Outcome<Stretch> {
    TRY_ASSIGN(auto walk, EntryWalk::prepare(session.connection));
    Stretch stretch;
    stretch.last = id;
    std::int64_t bytes = 0;
    for (std::int64_t i = 0; i < kEntries && bytes < kBytes; ++i) {
      TRY_ASSIGN(Found found, walk.above(session.connection, stretch.last));
      if (found.id() == 0) break;
      stretch.last = found.id();
      if (!found.entry) {
        ++stretch.damaged;
        continue;
      }
      bytes += found.entry->info.raw_size;
      stretch.entries.push_back(*std::move(found.entry));
    }
    return stretch;
  };
  TRY_ASSIGN(auto stretch, state_->lock()->sessions().run(Purpose::read, work));
  return std::move(stretch).value_or(Stretch{{}, id, 0});
}

Result<std::optional<FileFacts>> SqliteCache::find_facts(const ContentHash& content, std::string_view language,
                                                         int version) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [&](Session& session) {
    return cache::find_facts(session.connection, content, language, version);
  }));
  return std::move(found).value_or(std::nullopt);
}

Result<void> SqliteCache::put_facts(std::span<const FileFacts> facts) {
  return state_->lock()->put_facts(facts);
}

Result<std::optional<LastAnswer>> SqliteCache::find_last_answer(const EntryInfo& info) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [&](Session& session) {
    return cache::find_last_answer(session.connection, info);
  }));
  return std::move(found).value_or(std::nullopt);
}

Result<std::vector<SeenFile>> SqliteCache::seen_files(std::string_view repo_id) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [&](Session& session) {
    return cache::seen_files(session.connection, repo_number(repo_id));
  }));
  return std::move(found).value_or(std::vector<SeenFile>());
}

Result<void> SqliteCache::put_seen(std::string_view repo_id, std::span<const SeenFile> seen,
                                   std::span<const std::string> gone) {
  return state_->lock()->change(
      [&](const db::Connection& connection) { return cache::put_seen(connection, repo_number(repo_id), seen, gone); });
}

Result<std::vector<std::vector<Entry>>> SqliteCache::answers_about(std::string_view repo_id,
                                                                   std::span<const PlacedContent> files) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [&](Session& session) {
    return cache::answers_about(session.connection, repo_number(repo_id), files);
  }));
  return std::move(found).value_or(std::vector<std::vector<Entry>>(files.size()));
}

Result<std::optional<SeenFindings>> SqliteCache::seen_findings(std::string_view repo_id, int day) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [&](Session& session) {
    return cache::seen_findings(session.connection, repo_number(repo_id), day);
  }));
  return std::move(found).value_or(std::nullopt);
}

Result<std::vector<FindingCount>> SqliteCache::finding_counts(std::string_view repo_id, int from_day, int to_day) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [&](Session& session) {
    return cache::finding_counts(session.connection, repo_number(repo_id), from_day, to_day);
  }));
  return std::move(found).value_or(std::vector<FindingCount>());
}

Result<void> SqliteCache::put_findings(std::string_view repo_id, int day, const SeenFindings& seen,
                                       std::span<const FindingCount> counts) {
  return state_->lock()->change([&](const db::Connection& connection) {
    return cache::put_findings(connection, repo_number(repo_id), day, seen, counts);
  });
}

Result<std::optional<EntryOrigin>> SqliteCache::origin_of(std::int64_t id) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [id](Session& session) {
    return cache::origin_of(session.connection, id);
  }));
  return std::move(found).value_or(std::nullopt);
}

Result<std::vector<domain::CacheKey>> SqliteCache::outbox(std::int64_t most) {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(Purpose::read, [most](Session& session) {
    return cache::outbox(session.connection, most);
  }));
  return std::move(found).value_or(std::vector<domain::CacheKey>());
}

Result<void> SqliteCache::change_outbox(std::span<const domain::CacheKey> add,
                                        std::span<const domain::CacheKey> remove) {
  return state_->lock()->change(
      [&](const db::Connection& connection) { return cache::change_outbox(connection, add, remove); });
}

Result<void> SqliteCache::add_team_day(int day, const TeamSums& sums) {
  return state_->lock()->change(
      [&](const db::Connection& connection) { return cache::add_team_day(connection, day, sums); });
}

Result<TeamStanding> SqliteCache::team_standing() {
  TRY_ASSIGN(auto found, state_->lock()->sessions().run(
                             Purpose::read, [](Session& session) { return cache::team_standing(session.connection); }));
  return std::move(found).value_or(TeamStanding());
}

Result<void> SqliteCache::mark_warmed(std::span<const domain::CacheKey> keys) {
  return state_->lock()->change([&](const db::Connection& connection) { return cache::mark_warmed(connection, keys); });
}

Result<Removal> SqliteCache::clear(const EntryFilter& filter, DryRun dry_run) {
  const auto state = state_->lock();
  const auto clear_in = [&](Purpose purpose, DryRun mode) {
    return state->maintain(purpose,
                           [&](const db::Connection& connection) { return clear_entries(connection, filter, mode); });
  };
  auto cleared = clear_in(purpose_of(dry_run), dry_run);
  const bool is_stuck = !cleared && dry_run == DryRun::no && state->sessions().is_out_of_room();
  if (!is_stuck || !means_everything(filter)) return cleared;
  Removal removal = clear_in(Purpose::read, DryRun::yes).value_or(Removal());
  TRY(state->discard());
  removal.file_bytes_after = 0;
  return removal;
}

Result<Removal> SqliteCache::prune(const PruneRequest& request) {
  const auto state = state_->lock();
  return state->maintain(purpose_of(request.dry_run), [&](const db::Connection& connection) {
    return prune_entries(connection, request, state->clock());
  });
}

Result<std::vector<PastPruning>> SqliteCache::past_prunings(int most) {
  return state_->lock()->maintain(
      Purpose::read, [most](const db::Connection& connection) { return cache::past_prunings(connection, most); });
}

Result<Verification> SqliteCache::verify(Repair repair) {
  const auto state = state_->lock();
  TRY_ASSIGN(auto verification, state->maintain(Purpose::read, verify_entries));
  if (repair == Repair::no || verification.problems.empty()) return verification;
  TRY(state->maintain(Purpose::write, repair_entries));
  verification.repaired = static_cast<std::int64_t>(verification.problems.size());
  return verification;
}

Result<Optimization> SqliteCache::optimize(const OptimizeRequest& request) {
  const auto state = state_->lock();
  return state->maintain(Purpose::write, [&](const db::Connection& connection) {
    return optimize_entries(connection, request, state->clock().now());
  });
}

void SqliteCache::note_hit(const EntryInfo& entry, std::string_view repo_id) {
  if (entry.id == 0) return;  // it waits to be stored
  const auto state = state_->lock();
  state->note({entry.id, state->clock().now(), entry.type(), repo_number(repo_id), tag_of(entry.key)});
}

void SqliteCache::note_miss(domain::AnalysisType type, std::string_view repo_id) {
  const auto state = state_->lock();
  state->note({0, state->clock().now(), type, repo_number(repo_id), 0});
}

Result<Statistics> SqliteCache::statistics(std::string_view repo_id) {
  return state_->lock()->statistics(repo_id.empty() ? std::nullopt : std::optional(repo_number(repo_id)));
}

Result<CacheHistory> SqliteCache::history(int from_day, int to_day, std::string_view repo_id) {
  return state_->lock()->history(from_day, to_day,
                                 repo_id.empty() ? std::nullopt : std::optional(repo_number(repo_id)));
}

Result<WhatIf> SqliteCache::what_if(const Watermarks& asked, const Watermarks& present) {
  const UnixMillis now = state_->lock()->clock().now();
  TRY_ASSIGN(const auto trace, state_->lock()->sessions().run(Purpose::read, [now](Session& session) {
    return read_trace(session.connection, now);
  }));
  if (!trace) return WhatIf{now, {}, {}};
  const Judge judge = [](const EntryFacts& facts, UnixMillis at) {
    return worth(PruneStrategy::cost_aware, facts, at);
  };
  const auto play = [&](const Watermarks& size) {
    return replay(*trace, {size.high, size.low, judge, Reach::sampled});
  };
  return WhatIf{trace->since, play(asked), play(present)};
}

Result<void> SqliteCache::close() {
  return state_->lock()->close();
}

}  // namespace rustassistant::cache
