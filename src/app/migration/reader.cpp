// SPDX-License-Identifier: MIT
#include "reader.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "rustassistant/base/threads/bounded_queue.hpp"
#include "rustassistant/legacy/database.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

// Entries travel between threads in packs: to wake a thread for each takes longer than to read one.
constexpr std::size_t kPack = 32;
constexpr std::size_t kQueuedPacks = 4;

LegacyItem item_of(const legacy::TreeFile& file, const legacy::Tree& tree) {
  LegacyItem item{file.path, tl::unexpected(Error{})};
  if (file.error) {
    item.answer = tl::unexpected(*file.error);
    return item;
  }
  auto text = legacy::read_entry_file(file.path);
  if (!text) {
    item.answer = tl::unexpected(std::move(text).error());
    return item;
  }
  item.source_bytes = static_cast<std::int64_t>(text->text.size());
  auto entry = legacy::parse_entry(text->text);
  item.answer =
      entry ? answer_of(*std::move(entry), tree, file.type, text->modified) : tl::unexpected(std::move(entry).error());
  return item;
}

LegacyItem item_of(legacy::DatabaseRow row, const legacy::Tree& database) {
  LegacyItem item{database.place + ", " + row.place, tl::unexpected(Error{})};
  if (!row.entry) {
    item.answer = tl::unexpected(std::move(row.entry).error());
    return item;
  }
  item.source_bytes = static_cast<std::int64_t>(row.entry->result.size());
  item.answer = answer_of(*std::move(row.entry), legacy::tree_of_row(row.owner, database), "refactor", {});
  return item;
}

// The threads, what they hand to each other, and how they end.
class Reader {
 public:
  Reader(std::span<const legacy::Source> sources, const std::function<void(LegacyItem&)>& prepare)
      : sources_(sources), prepare_(prepare), working_(std::max(1U, std::thread::hardware_concurrency()) + 1) {}
  ~Reader() { close(); }
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  void run(const std::function<bool(LegacyItem)>& take) {
    const std::size_t threads = working_;
    threads_.reserve(threads);
    threads_.emplace_back([this] { guarded([this] { walk_all(); }); });
    for (std::size_t i = 1; i < threads; ++i) threads_.emplace_back([this] { guarded([this] { read_all(); }); });
    while (auto pack = done_.pop()) {
      if (!std::all_of(pack->begin(), pack->end(), [&](LegacyItem& item) { return take(std::move(item)); })) break;
    }
    close();
    threads_.clear();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  struct Work {
    const legacy::Tree* tree = nullptr;
    std::vector<legacy::TreeFile> files;
  };
  using Pack = std::vector<LegacyItem>;

  static bool stopped() { return sys::stop_requested(); }

  void close() {
    work_.close();
    done_.close();
  }

  // The last thread to end closes what the caller waits for; one that fails ends all.
  template <typename Run>
  void guarded(const Run& run) {
    try {
      run();
    } catch (...) {
      const std::scoped_lock lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      close();
    }
    if (--working_ == 0) done_.close();
  }

  void walk_all() {
    for (const legacy::Source& source : sources_) {
      for (const legacy::Tree& tree : source.trees) walk_tree(tree);
      for (const legacy::Tree& database : source.databases) read_database(database);
    }
    work_.close();
  }

  void walk_tree(const legacy::Tree& tree) {
    Work pack{&tree, {}};
    legacy::walk(tree, [&](legacy::TreeFile file) {
      pack.files.push_back(std::move(file));
      if (pack.files.size() < kPack) return !stopped();
      return work_.push(std::exchange(pack, Work{&tree, {}})) && !stopped();
    });
    if (!pack.files.empty()) work_.push(std::move(pack));
  }

  void read_database(const legacy::Tree& database) {
    Pack pack;
    const auto read = legacy::read_answers(database.place, [&](legacy::DatabaseRow row) {
      pack.push_back(item_of(std::move(row), database));
      prepare_(pack.back());
      if (pack.size() < kPack) return !stopped();
      return done_.push(std::exchange(pack, {})) && !stopped();
    });
    if (!read) pack.push_back({database.place, tl::unexpected(read.error())});
    if (!pack.empty()) done_.push(std::move(pack));
  }

  void read_all() {
    while (const auto next = work_.pop()) {
      Pack pack;
      pack.reserve(next->files.size());
      for (const legacy::TreeFile& file : next->files) {
        pack.push_back(item_of(file, *next->tree));
        prepare_(pack.back());
      }
      if (!done_.push(std::move(pack))) return;
    }
  }

  std::span<const legacy::Source> sources_;
  const std::function<void(LegacyItem&)>& prepare_;
  BoundedQueue<Work> work_{kQueuedPacks};
  BoundedQueue<Pack> done_{kQueuedPacks};
  std::atomic<std::size_t> working_;
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::vector<std::jthread> threads_;
};

}  // namespace

void read_legacy(std::span<const legacy::Source> sources, const std::function<void(LegacyItem&)>& prepare,
                 const std::function<bool(LegacyItem)>& take) {
  Reader(sources, prepare).run(take);
}

}  // namespace rustassistant::app
