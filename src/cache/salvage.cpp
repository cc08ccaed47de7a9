// SPDX-License-Identifier: MIT
#include "salvage.hpp"

#include <utility>
#include <vector>

#include "entry_reader.hpp"
#include "entry_writer.hpp"
#include "rustassistant/db/transaction.hpp"
#include "settled_file.hpp"

namespace rustassistant::cache {

namespace {

constexpr std::size_t kBatch = 200;  // entries in one transaction: others are kept waiting no longer

// Walks over the readable entries by id. Where reading fails, it jumps ahead, further each time it fails again.
class Survivors {
 public:
  Survivors(const db::Connection& source, EntryWalk walk) : source_(source), walk_(std::move(walk)) {}

  std::vector<Entry> next_batch() {
    std::vector<Entry> batch;
    while (batch.size() < kBatch && jump_ <= kLongestJump) {
      auto found = walk_.above(source_, last_id_);
      if (!found) {
        last_id_ += jump_;
        jump_ *= 2;
        continue;
      }
      jump_ = 1;
      if (found->id() == 0) break;
      last_id_ = found->id();
      if (found->entry) batch.push_back(*std::move(found->entry));
    }
    return batch;
  }

 private:
  static constexpr std::int64_t kLongestJump = std::int64_t{1} << 32;

  const db::Connection& source_;
  EntryWalk walk_;
  std::int64_t last_id_ = 0;
  std::int64_t jump_ = 1;
};

db::Outcome<std::int64_t> store(const std::vector<Entry>& batch, const db::Connection& target,
                                const codec::Compressor& compressor) {
  TRY_ASSIGN(auto writer, EntryWriter::prepare(target));
  TRY_ASSIGN(auto lookup, KeyLookup::prepare(target));
  TRY_ASSIGN(auto transaction, db::Transaction::begin(target, db::TransactionKind::immediate));
  EntryWriter::Known known;
  std::int64_t stored = 0;
  for (const Entry& entry : batch) {
    TRY_ASSIGN(const Found present, lookup.find(target, entry.info.key));
    if (present.entry) continue;
    TRY(writer.write(target, pack(entry.info, entry.result, compressor), known));
    ++stored;
  }
  TRY(transaction.commit());
  return stored;
}

}  // namespace

std::int64_t salvage(const std::string& damaged_path, const db::Connection& target, int compression_level) {
  const auto mode = complete_file(damaged_path) ? db::OpenMode::snapshot : db::OpenMode::read_only;
  const auto source = db::Connection::open(damaged_path, {mode});
  if (!source) return 0;
  const codec::Compressor compressor(compression_level, builtin_dictionary());
  auto walk = EntryWalk::prepare(*source);
  if (!walk) return 0;
  Survivors survivors(*source, *std::move(walk));
  std::int64_t saved = 0;
  for (auto batch = survivors.next_batch(); !batch.empty(); batch = survivors.next_batch()) {
    const auto stored = store(batch, target, compressor);
    if (!stored) break;
    saved += *stored;
  }
  return saved;
}

}  // namespace rustassistant::cache
