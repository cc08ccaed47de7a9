// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dictionaries.hpp"
#include "entry_reader.hpp"
#include "removal.hpp"
#include "rustassistant/db/transaction.hpp"
#include "rustassistant/sys/signals.hpp"
#include "stored_forms.hpp"
#include "upkeep.hpp"

namespace rustassistant::cache {
namespace {

using SharedDictionary = std::shared_ptr<const codec::Dictionary>;

constexpr int kMostSamples = 1000;
constexpr std::size_t kMostOfSample = 32'768;       // bytes; of a longer document, its beginning
constexpr std::size_t kMostSampled = 4'000'000;     // bytes of all of them
constexpr std::size_t kLeastSampled = 20'000;       // below this, nothing can be learned
constexpr std::size_t kLargestDictionary = 65'536;  // bytes
constexpr int kBatchEntries = 100;                  // rewritten in one transaction,
constexpr std::int64_t kBatchBytes = 1'000'000;     // and their documents

// Documents from all parts of the cache.
db::Outcome<std::vector<std::string>> samples_of(const db::Connection& connection) {
  TRY_ASSIGN(const std::int64_t low, connection.integer("SELECT min(id) FROM entry NOT INDEXED"));
  TRY_ASSIGN(const std::int64_t high, connection.integer("SELECT max(id) FROM entry NOT INDEXED"));
  TRY_ASSIGN(auto walk, EntryWalk::prepare(connection));
  std::vector<std::string> samples;
  std::size_t bytes = 0;
  std::int64_t above = low - 1;
  for (int i = 0; i < kMostSamples && bytes < kMostSampled; ++i) {
    above = std::max(above, low - 1 + (high - low + 1) / kMostSamples * i);
    TRY_ASSIGN(const Found found, walk.above(connection, above));
    if (found.id() == 0) break;
    above = found.id();
    if (!found.entry) continue;
    samples.push_back(found.entry->result.substr(0, kMostOfSample));
    bytes += samples.back().size();
  }
  return samples;
}

std::int64_t compressed_bytes(const std::vector<std::string>& documents, int level,
                              const SharedDictionary& dictionary) {
  const codec::Compressor compressor(level, dictionary);
  std::int64_t bytes = 0;
  for (const std::string& document : documents)
    bytes += static_cast<std::int64_t>(compressor.compress(document).size());
  return bytes;
}

struct Trained {
  SharedDictionary dictionary;
  std::int64_t samples = 0;
};

// A dictionary from every other sample, if it makes the rest, and by them the whole cache, smaller than the current one
// does: by at least a fiftieth and by more than it takes itself. Nothing otherwise.
db::Outcome<std::optional<Trained>> train(const db::Connection& connection, int level,
                                          const SharedDictionary& current) {
  TRY_ASSIGN(const auto samples, samples_of(connection));
  std::vector<std::string> learned;
  std::vector<std::string> tried;
  std::size_t learned_bytes = 0;
  std::int64_t tried_bytes = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    (i % 2 == 0 ? learned : tried).push_back(samples[i]);
    if (i % 2 == 0) learned_bytes += samples[i].size();
    if (i % 2 != 0) tried_bytes += static_cast<std::int64_t>(samples[i].size());
  }
  if (learned_bytes < kLeastSampled || tried_bytes == 0) return std::nullopt;
  auto bytes = codec::train_dictionary(learned, std::min(kLargestDictionary, learned_bytes / 8));
  if (!bytes) return std::nullopt;
  auto dictionary = codec::Dictionary::load(*std::move(bytes));
  if (!dictionary) return std::nullopt;
  const std::int64_t before = compressed_bytes(tried, level, current);
  const std::int64_t after = compressed_bytes(tried, level, *dictionary);
  TRY_ASSIGN(const std::int64_t raw, connection.integer("SELECT sum(raw_bytes) FROM counter"));
  const double share = static_cast<double>(raw) / static_cast<double>(tried_bytes);
  const double gain = static_cast<double>(before - after) * share;
  const double least =
      std::max(static_cast<double>((*dictionary)->bytes().size()), static_cast<double>(before) * share / 50);
  if (gain <= least) return std::nullopt;
  return Trained{*std::move(dictionary), static_cast<std::int64_t>(learned.size())};
}

// Where the work stands: the row in `optimization`.
struct Position {
  std::int64_t dictionary = 0;
  int level = 0;
  std::int64_t above = 0;
  std::int64_t until = 0;
};

db::Outcome<std::optional<Position>> position_of(const db::Connection& connection) {
  TRY_ASSIGN(auto query, connection.prepare("SELECT dictionary, level, above, until FROM optimization"));
  TRY_ASSIGN(const bool row, query.step());
  if (!row) return std::nullopt;
  return Position{query.integer(0), static_cast<int>(query.integer(1)), query.integer(2), query.integer(3)};
}

// Makes sure that a dictionary is there: to be called by each transaction that writes documents which need it, for
// another process may have removed it meanwhile.
db::Outcome<void> put_dictionary(const db::Connection& connection, const codec::Dictionary& dictionary,
                                 UnixMillis created = {}, std::int64_t samples = 0) {
  TRY_ASSIGN(auto keep,
             connection.prepare("INSERT INTO dictionary (id, created, samples, data) VALUES (?1, ?2, ?3, ?4) "
                                "ON CONFLICT DO NOTHING"));
  return keep.bind(std::int64_t{dictionary.id()}, created.value, samples, db::bytes(dictionary.bytes())).run();
}

db::Outcome<void> begin(const db::Connection& connection, int level, const SharedDictionary& current,
                        const std::optional<Trained>& trained, UnixMillis now) {
  const SharedDictionary& dictionary = trained ? trained->dictionary : current;
  TRY_ASSIGN(auto note,
             connection.prepare("INSERT OR REPLACE INTO optimization (id, dictionary, level, above, until) "
                                "VALUES (1, ?1, ?2, 0, ifnull((SELECT max(id) FROM entry NOT INDEXED), 0))"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  TRY(put_dictionary(connection, *dictionary, trained ? now : UnixMillis{}, trained ? trained->samples : 0));
  TRY(note.bind(std::int64_t{dictionary->id()}, level).run());
  return transaction.commit();
}

// Compresses documents again and moves them to the end of their table, where they stand close together.
class Rewriter {
 public:
  static db::Outcome<Rewriter> prepare(const db::Connection& connection, const codec::Compressor& compressor) {
    TRY_ASSIGN(auto place,
               connection.prepare("SELECT e.blob, b.dictionary FROM entry e CROSS JOIN blob b ON b.id = e.blob "
                                  "WHERE e.id = ?1"));
    TRY_ASSIGN(
        auto add,
        connection.prepare(
            "INSERT INTO blob (dictionary, digest, data, units) SELECT ?1, ?2, ?3, units FROM blob WHERE id = ?4"));
    TRY_ASSIGN(auto move, connection.prepare("UPDATE entry SET blob = ?2, stored_size = ?3 WHERE id = ?1"));
    TRY_ASSIGN(auto remove, connection.prepare("DELETE FROM blob WHERE id = ?1"));
    return Rewriter(connection, compressor, std::move(place), std::move(add), std::move(move), std::move(remove));
  }

  // Whether it was worth the while: a document made with this dictionary that would shrink by less than a fiftieth
  // stays.
  db::Outcome<bool> rewrite(const Entry& entry) {
    const EntryInfo& info = entry.info;
    const std::int64_t dictionary = compressor_.dictionary()->id();
    const std::string frame = compressor_.compress(entry.result);
    const auto size = static_cast<std::int64_t>(frame.size());
    TRY_ASSIGN(const bool row, place_.bind(info.id).step());
    if (!row) return false;
    const std::int64_t old_blob = place_.integer(0);
    const bool stays = place_.integer(1) == dictionary && size * 50 > info.stored_size * 49;
    place_.reset();
    if (stays) return false;
    TRY(add_.bind(dictionary, db::bytes(digest_of(info.key, entry.result)), db::bytes(frame), old_blob).run());
    TRY(move_.bind(info.id, connection_.last_row_id(), size).run());
    TRY(remove_.bind(old_blob).run());
    return true;
  }

 private:
  Rewriter(const db::Connection& connection, const codec::Compressor& compressor, db::Statement place,
           db::Statement add, db::Statement move, db::Statement remove)
      : connection_(connection),
        compressor_(compressor),
        place_(std::move(place)),
        add_(std::move(add)),
        move_(std::move(move)),
        remove_(std::move(remove)) {}

  const db::Connection& connection_;
  const codec::Compressor& compressor_;
  db::Statement place_;
  db::Statement add_;
  db::Statement move_;
  db::Statement remove_;
};

enum class Progress : std::uint8_t {
  more,
  done,
  lost,  // another process finished the work, or began another
};

// One transaction's worth of entries. What was done up to then is in the database, so that it goes on there after a
// crash.
db::Outcome<Progress> rewrite_batch(const db::Connection& connection, EntryWalk& walk,
                                    const codec::Compressor& compressor, Optimization& optimization) {
  TRY_ASSIGN(auto rewriter, Rewriter::prepare(connection, compressor));
  TRY_ASSIGN(auto advance, connection.prepare("UPDATE optimization SET above = ?1"));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
  TRY_ASSIGN(const auto position, position_of(connection));
  if (!position || position->dictionary != static_cast<std::int64_t>(compressor.dictionary()->id())) {
    return Progress::lost;
  }
  TRY(put_dictionary(connection, *compressor.dictionary()));
  std::int64_t above = position->above;
  std::int64_t entries = 0;
  std::int64_t rewritten = 0;
  bool more = true;
  for (std::int64_t seen = 0; more && entries < kBatchEntries && seen < kBatchBytes;) {
    TRY_ASSIGN(const Found found, walk.above(connection, above));
    more = found.id() != 0 && found.id() <= position->until;
    if (!more) break;
    above = found.id();
    entries += 1;
    if (!found.entry) continue;  // `cache verify` tells of it
    seen += found.entry->info.raw_size;
    TRY_ASSIGN(const bool changed, rewriter.rewrite(*found.entry));
    rewritten += changed ? 1 : 0;
  }
  if (more) TRY(advance.bind(above).run());
  if (!more) TRY(connection.execute("DELETE FROM optimization"));
  TRY(transaction.commit());
  optimization.entries += entries;
  optimization.rewritten += rewritten;
  return more ? Progress::more : Progress::done;
}

// Removes dictionaries that no document needs, nor an optimization that another process has begun. The search does not
// keep others from storing; what they stored meanwhile is looked at when they have to wait.
db::Outcome<void> remove_unused_dictionaries(const db::Connection& connection, std::int64_t current) {
  TRY_ASSIGN(auto all,
             connection.prepare("SELECT id FROM dictionary WHERE id <> ?1 AND id NOT IN (SELECT dictionary FROM "
                                "optimization)"));
  std::vector<std::int64_t> others;
  all.bind(current);
  TRY(db::for_each(all, [&] { others.push_back(all.integer(0)); }));
  TRY_ASSIGN(auto used, connection.prepare("SELECT 1 FROM blob WHERE id > ?2 AND dictionary = ?1 LIMIT 1"));
  TRY_ASSIGN(auto remove, connection.prepare("DELETE FROM dictionary WHERE id = ?1 AND id NOT IN (SELECT dictionary "
                                             "FROM optimization)"));
  for (const std::int64_t id : others) {
    TRY_ASSIGN(const std::int64_t last, connection.integer("SELECT max(id) FROM blob"));
    TRY_ASSIGN(const bool before, used.bind(id, 0).step());
    used.reset();
    if (before) continue;
    TRY_ASSIGN(auto transaction, db::Transaction::begin(connection, db::TransactionKind::immediate));
    TRY_ASSIGN(const bool meanwhile, used.bind(id, last).step());
    used.reset();
    if (meanwhile) continue;
    TRY(remove.bind(id).run());
    TRY(transaction.commit());
  }
  return {};
}

}  // namespace

db::Outcome<Optimization> optimize_entries(const db::Connection& connection, const OptimizeRequest& request,
                                           UnixMillis now) {
  Optimization optimization;
  TRY_ASSIGN(optimization.file_bytes_before, used_bytes(connection));
  TRY_ASSIGN(optimization.stored_bytes_before, connection.integer("SELECT sum(stored_bytes) FROM counter"));
  TRY_ASSIGN(auto position, position_of(connection));
  TRY_ASSIGN(SharedDictionary dictionary, current_dictionary(connection));
  optimization.resumed = position && position->level == request.level &&
                         position->dictionary == static_cast<std::int64_t>(dictionary->id());
  if (!optimization.resumed) {
    TRY_ASSIGN(const auto trained, train(connection, request.level, dictionary));
    TRY(begin(connection, request.level, dictionary, trained, now));
    optimization.trained = trained.has_value();
    if (trained) dictionary = trained->dictionary;
  }
  TRY_ASSIGN(position, position_of(connection));
  const std::int64_t total = position ? position->until : 0;
  const codec::Compressor compressor(request.level, dictionary);
  TRY_ASSIGN(auto walk, EntryWalk::prepare(connection));
  const auto tell = [&] {
    if (request.progress) request.progress(optimization.entries, total);
  };
  tell();
  auto progress = Progress::more;
  while (progress == Progress::more && !sys::stop_requested()) {
    TRY_ASSIGN(progress, rewrite_batch(connection, walk, compressor, optimization));
    TRY(connection.execute("PRAGMA incremental_vacuum(500)"));
    tell();
  }
  optimization.interrupted = progress == Progress::more;
  if (progress == Progress::done) {
    TRY(remove_unused_dictionaries(connection, dictionary->id()));
    TRY(return_space(connection));
  }
  TRY_ASSIGN(optimization.dictionary, current_dictionary_info(connection));
  TRY_ASSIGN(optimization.stored_bytes_after, connection.integer("SELECT sum(stored_bytes) FROM counter"));
  TRY_ASSIGN(optimization.file_bytes_after, used_bytes(connection));
  return optimization;
}

}  // namespace rustassistant::cache
