// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access_records.hpp"
#include "rustassistant/cache/sqlite_cache.hpp"
#include "sessions.hpp"
#include "spool.hpp"

namespace rustassistant::cache {

// What a SqliteCache holds. Reached through lock() alone.
class SqliteCache::State {
 public:
  using Purpose = Sessions::Purpose;

  State(CacheOptions options, const Clock& clock);

  // The state, for as long as the returned object lives, for one thread at a time.
  class Locked {
   public:
    explicit Locked(State& state) : lock_(state.mutex_), state_(state) {}
    State* operator->() const { return &state_; }

   private:
    std::scoped_lock<std::mutex> lock_;
    State& state_;
  };
  [[nodiscard]] Locked lock() { return Locked(*this); }

  [[nodiscard]] Result<void> open();
  using Lookup = std::function<db::Outcome<Found>(Sessions::Session&)>;
  // What a look-up finds; damaged entries are removed.
  [[nodiscard]] Result<std::optional<Entry>> find(const Lookup& lookup);
  // An answer that waits to be stored.
  [[nodiscard]] std::optional<Entry> find_spooled(const domain::CacheKey& key) const;
  // In one transaction; the id of the last one.
  [[nodiscard]] Result<std::int64_t> put(std::span<const PackedEntry> packed, Durability durability);
  // Keeps an answer that was paid for and could not be stored in a file from which the next run takes it; Error: the
  // reason why it could not be stored, where that fails, too.
  [[nodiscard]] Result<std::int64_t> spool(const Entry& entry, const Error& reason);
  [[nodiscard]] Result<std::shared_ptr<const codec::Compressor>> compressor();
  [[nodiscard]] Result<std::vector<Imported>> import(std::span<const PackedEntry> entries, Durability durability);

  [[nodiscard]] Result<void> put_facts(std::span<const FileFacts> facts);
  // Changes something that is cheap to make again.
  using Change = std::function<db::Outcome<bool>(const db::Connection& connection)>;
  [[nodiscard]] Result<void> change(const Change& work);

  void note(Access access);
  [[nodiscard]] Result<Statistics> statistics(std::optional<std::uint32_t> repo);
  [[nodiscard]] Result<CacheHistory> history(int from_day, int to_day, std::optional<std::uint32_t> repo);
  // Work on the whole of the cache, with the access records of all processes taken in first where it may write. Where
  // there is no cache: nothing.
  template <typename Work>
  [[nodiscard]] auto maintain(Purpose purpose, const Work& work)
      -> Result<typename std::invoke_result_t<Work, const db::Connection&>::value_type> {
    using T = typename std::invoke_result_t<Work, const db::Connection&>::value_type;
    TRY_ASSIGN(const bool ready, prepare_maintenance(purpose));
    if (!ready) return T{};
    TRY_ASSIGN(auto done,
               sessions_.run(purpose, [&work](Sessions::Session& session) { return work(session.connection); }));
    return std::move(done).value_or(T{});
  }
  // Removes the database, which needs no room.
  [[nodiscard]] Result<void> discard();
  [[nodiscard]] Result<void> close();

  [[nodiscard]] Sessions& sessions() { return sessions_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }

 private:
  [[nodiscard]] Result<bool> prepare_maintenance(Purpose purpose);
  void remove_damaged(const Lookup& lookup);
  [[nodiscard]] std::int64_t flush_accesses();
  void fold(Purpose purpose);
  void prune();
  void take_in_spooled();
  void tell(const std::string& text) const;

  const CacheOptions options_;
  const std::string access_path_;
  const Clock& clock_;
  std::mutex mutex_;
  Sessions sessions_;
  std::shared_ptr<const codec::Compressor> compressor_;  // made when it is first needed
  std::vector<Access> accesses_;                         // not yet in the file
  std::vector<Entry> spooled_;                           // that wait to be stored
  bool changed_ = false;                                 // the database was written to
  bool stored_ = false;                                  // an answer was
};

}  // namespace rustassistant::cache
