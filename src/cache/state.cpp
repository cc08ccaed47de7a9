// SPDX-License-Identifier: MIT
#include "state.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "access_file.hpp"
#include "access_fold.hpp"
#include "dictionaries.hpp"
#include "facts.hpp"
#include "last_answers.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "rustassistant/sys/signals.hpp"
#include "statistics_query.hpp"
#include "team.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

constexpr std::size_t kKeptAccesses = 256;                       // in memory
constexpr std::int64_t kFoldAboveBytes = std::int64_t{1} << 20;  // of cache.access, even by a run that stored nothing

std::int64_t size_of(const std::string& path) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

SqliteCache::State::State(CacheOptions options, const Clock& clock)
    : options_(std::move(options)),
      access_path_(sys::joined(sys::folder_of(options_.path), "cache.access")),
      clock_(clock),
      sessions_(options_, clock) {}

Result<void> SqliteCache::State::open() {
  if (auto opened = sessions_.open(); !opened) {
    if (sessions_.is_out_of_room()) return {};  // clear() can make some
    return opened;
  }
  take_in_spooled();
  return {};
}

void SqliteCache::State::tell(const std::string& text) const {
  if (options_.notify) options_.notify(text);
}

Result<std::optional<Entry>> SqliteCache::State::find(const Lookup& lookup) {
  TRY_ASSIGN(auto found, sessions_.run(Purpose::read, lookup));
  if (!found) return std::nullopt;
  if (!found->damaged.empty()) remove_damaged(lookup);
  return std::move(found->entry);
}

// Looks again as the only writer: the entry may have been replaced in the meantime.
void SqliteCache::State::remove_damaged(const Lookup& lookup) {
  const auto removed = sessions_.run(Purpose::write, [&lookup](Sessions::Session& session) -> db::Outcome<bool> {
    TRY_ASSIGN(auto transaction, db::Transaction::begin(session.connection, db::TransactionKind::immediate));
    TRY_ASSIGN(const Found found, lookup(session));
    TRY_ASSIGN(auto removal, session.connection.prepare("DELETE FROM entry WHERE id = ?1"));
    for (const std::int64_t id : found.damaged) TRY(removal.bind(id).run());
    TRY(transaction.commit());
    return !found.damaged.empty();
  });
  if (!removed || !removed->value_or(false)) return;
  changed_ = true;
  tell("a damaged entry was removed from the cache");
}

Result<std::int64_t> SqliteCache::State::put(std::span<const PackedEntry> packed, Durability durability) {
  const auto synchronous = durability == Durability::paid ? db::Synchronous::full : db::Synchronous::normal;
  const auto work = [&](Sessions::Session& session) -> db::Outcome<std::int64_t> {
    TRY(session.prepare_writer());
    TRY(session.set_synchronous(synchronous));
    TRY_ASSIGN(auto transaction, db::Transaction::begin(session.connection, db::TransactionKind::immediate));
    EntryWriter::Known known;
    std::int64_t last = 0;
    for (const PackedEntry& entry : packed) {
      TRY_ASSIGN(last, session.writer->write(session.connection, entry, known));
      if (entry.units) TRY(put_units(session.connection, entry.info, *entry.units));
      if (entry.origin) TRY(put_origin(session.connection, last, *entry.origin, clock_.now()));
    }
    TRY(transaction.commit());
    return last;
  };
  TRY_ASSIGN(const auto id, sessions_.run(Purpose::write, work));
  changed_ = true;
  stored_ = true;
  return id.value_or(0);
}

Result<std::int64_t> SqliteCache::State::spool(const Entry& entry, const Error& reason) {
  std::string kept_in = spool_path(options_.path);
  bool kept = append_to_spool(kept_in, entry).has_value();
  if (!kept && !options_.spare_spool.empty()) {
    kept_in = options_.spare_spool;
    kept = append_to_spool(kept_in, entry).has_value();
  }
  if (!kept) return tl::unexpected(reason);
  spooled_.push_back(entry);
  tell("an answer could not be stored (" + reason.what + "); it is kept in " + sys::quoted(kept_in) +
       ", and the next run stores it");
  return 0;
}

std::optional<Entry> SqliteCache::State::find_spooled(const domain::CacheKey& key) const {
  const auto found =
      std::find_if(spooled_.rbegin(), spooled_.rend(), [&key](const Entry& entry) { return entry.info.key == key; });
  return found == spooled_.rend() ? std::nullopt : std::optional(*found);
}

// Stores the answers that earlier runs could not store. What cannot be stored now, either, answers from memory.
void SqliteCache::State::take_in_spooled() {
  for (const std::string& path : {spool_path(options_.path), options_.spare_spool}) {
    if (path.empty()) continue;
    OpenedSpool spool(path, clock_.now());
    if (spool.entries().empty()) continue;
    const auto stored = [&]() -> Result<void> {
      TRY_ASSIGN(const auto used, compressor());
      for (const Entry& entry : spool.entries()) {
        const PackedEntry packed = pack(entry.info, entry.result, *used);
        TRY(import({&packed, 1}, Durability::paid));
      }
      return {};
    }();
    if (stored) {
      stored_ = true;
      spool.remove();
    } else {
      spooled_.insert(spooled_.end(), spool.entries().begin(), spool.entries().end());
    }
  }
}

Result<std::shared_ptr<const codec::Compressor>> SqliteCache::State::compressor() {
  if (compressor_) return compressor_;
  TRY_ASSIGN(auto dictionary, sessions_.run(Purpose::read, [](Sessions::Session& session) {
    return current_dictionary(session.connection);
  }));
  compressor_ = std::make_shared<const codec::Compressor>(options_.compression_level,
                                                          std::move(dictionary).value_or(builtin_dictionary()));
  return compressor_;
}

Result<std::vector<Imported>> SqliteCache::State::import(std::span<const PackedEntry> entries, Durability durability) {
  const auto synchronous = durability == Durability::paid ? db::Synchronous::full : db::Synchronous::normal;
  const auto work = [&](Sessions::Session& session) -> db::Outcome<std::vector<Imported>> {
    TRY(session.prepare_writer());
    TRY(session.set_synchronous(synchronous));
    TRY_ASSIGN(auto transaction, db::Transaction::begin(session.connection, db::TransactionKind::immediate));
    EntryWriter::Known known;
    std::vector<Imported> imported;
    for (const PackedEntry& entry : entries) {
      TRY_ASSIGN(const auto judged, session.writer->judge(entry));
      imported.push_back({judged.verdict});
      if (judged.verdict == ImportVerdict::present || judged.verdict == ImportVerdict::superseded) continue;
      const auto presence = judged.id == 0 ? EntryWriter::Presence::none : EntryWriter::Presence::possible;
      TRY_ASSIGN(const std::int64_t id, session.writer->write(session.connection, entry, known, presence));
      imported.back() = {judged.verdict, id, judged.id};
    }
    TRY(transaction.commit());
    return imported;
  };
  TRY_ASSIGN(auto imported, sessions_.run(Purpose::write, work));
  changed_ = true;
  return std::move(imported).value_or(std::vector<Imported>());
}

Result<void> SqliteCache::State::put_facts(std::span<const FileFacts> facts) {
  constexpr std::int64_t kMillisOfDay = 86'400'000;
  const std::int64_t today = clock_.now().value / kMillisOfDay;
  std::vector<FileFacts> used(facts.begin(), facts.end());
  for (FileFacts& one : used) one.used = today;
  return change([&](const db::Connection& connection) { return cache::put_facts(connection, used, today); });
}

Result<void> SqliteCache::State::change(const Change& work) {
  const auto normally = [&](Sessions::Session& session) -> db::Outcome<bool> {
    TRY(session.set_synchronous(db::Synchronous::normal));
    return work(session.connection);
  };
  TRY(sessions_.run(Purpose::write, normally));
  changed_ = true;
  return {};
}

void SqliteCache::State::note(Access access) {
  accesses_.push_back(access);
  if (accesses_.size() >= kKeptAccesses) static_cast<void>(flush_accesses());
}

// The size of cache.access, as far as it was written to.
std::int64_t SqliteCache::State::flush_accesses() {
  if (accesses_.empty()) return 0;
  return append_accesses(access_path_, std::exchange(accesses_, {}));
}

// Takes the records of all processes into the database, some at a time. What cannot be written because others hold it,
// or because the process was asked to stop, is put back.
void SqliteCache::State::fold(Purpose purpose) {
  constexpr std::size_t kAtOnce = 1000;
  auto accesses = take_accesses(access_path_);
  if (accesses.empty()) return;
  changed_ = true;
  // Uses of one entry are counted together.
  std::ranges::sort(accesses, {}, [](const Access& access) { return std::pair(access.entry_id, access.at); });
  std::span<const Access> left(accesses);
  while (!left.empty() && !sys::stop_requested()) {
    const auto some = left.first(std::min(kAtOnce, left.size()));
    const auto done = sessions_.run(purpose, [&](Sessions::Session& session) -> db::Outcome<bool> {
      TRY(session.set_synchronous(db::Synchronous::normal));
      const auto outcome = fold_accesses(session.connection, some, clock_.now());
      if (outcome) return true;
      // Records that no database takes are lost, not put back for ever.
      if (outcome.error().problem == db::Problem::other) return true;
      return tl::unexpected(outcome.error());
    });
    if (!done) break;
    left = left.subspan(some.size());
  }
  if (!left.empty()) static_cast<void>(append_accesses(access_path_, left));
}

Result<Statistics> SqliteCache::State::statistics(std::optional<std::uint32_t> repo) {
  static_cast<void>(flush_accesses());
  if (sessions_.exists() && sessions_.is_writable()) fold(Purpose::write);
  TRY_ASSIGN(const auto read, sessions_.run(Purpose::read, [repo](Sessions::Session& session) {
    return read_statistics(session.connection, repo);
  }));
  Statistics statistics = read.value_or(Statistics{});
  for (const char* suffix : {"", "-wal"}) statistics.file_bytes += size_of(options_.path + suffix);
  return statistics;
}

Result<CacheHistory> SqliteCache::State::history(int from_day, int to_day, std::optional<std::uint32_t> repo) {
  TRY_ASSIGN(auto read, sessions_.run(Purpose::read, [&](Sessions::Session& session) {
    return read_history(session.connection, from_day, to_day, repo);
  }));
  return std::move(read).value_or(CacheHistory());
}

// False: there is no cache.
Result<bool> SqliteCache::State::prepare_maintenance(Purpose purpose) {
  if (!sessions_.exists()) return false;
  if (purpose != Purpose::read) {
    static_cast<void>(flush_accesses());
    fold(purpose);
    changed_ = true;
    if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
  }
  compressor_.reset();
  return true;
}

// What fails is tried again by the next run that stores.
void SqliteCache::State::prune() {
  if (!stored_ || options_.high_watermark == 0) return;
  static_cast<void>(sessions_.run(Purpose::write, [this](Sessions::Session& session) -> db::Outcome<bool> {
    TRY(prune_after_store(session.connection, options_.high_watermark, options_.low_watermark, clock_));
    return true;
  }));
}

Result<void> SqliteCache::State::discard() {
  changed_ = false;
  return sessions_.discard();
}

Result<void> SqliteCache::State::close() {
  if (sessions_.is_closed()) return {};
  const bool many = flush_accesses() > kFoldAboveBytes && sessions_.exists() && sessions_.is_writable();
  changed_ = changed_ || sessions_.salvaged();
  if (changed_ || many) fold(Purpose::write);
  prune();
  return sessions_.close(changed_ ? Sessions::AtEnd::fold_log : Sessions::AtEnd::leave_log);
}

}  // namespace rustassistant::cache
