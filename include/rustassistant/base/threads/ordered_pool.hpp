// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace rustassistant {

// Runs work(i) for i in 0..count on `jobs` threads and hands the results to deliver(result) in order of i, on the
// calling thread. With one job everything happens on the calling thread. An exception of either function ends it: no
// further work is begun, what is under way is awaited, and the caller gets the exception of the lowest i.
template <typename Value, typename Work, typename Deliver>
void for_each_ordered(std::size_t count, std::size_t jobs, const Work& work, const Deliver& deliver) {
  if (jobs <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) deliver(work(i));
    return;
  }
  struct Slot {
    std::optional<Value> value;
    std::exception_ptr failure;
  };
  std::vector<Slot> slots(count);
  std::mutex mutex;
  std::condition_variable ready;
  std::atomic<std::size_t> next{0};
  // Declared last: its threads end before what they use.
  struct Workers {
    std::atomic<std::size_t>& next;
    std::size_t count;
    std::vector<std::jthread> threads;
    ~Workers() { next = count; }
  } workers{next, count, {}};
  workers.threads.reserve(jobs);
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      Slot slot;
      try {
        slot.value.emplace(work(i));
      } catch (...) {
        slot.failure = std::current_exception();
      }
      const std::scoped_lock lock(mutex);
      slots[i] = std::move(slot);
      ready.notify_one();
    }
  };
  for (std::size_t worker = 0; worker < std::min(jobs, count); ++worker) workers.threads.emplace_back(run);
  for (std::size_t i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    ready.wait(lock, [&] { return slots[i].value || slots[i].failure; });
    Slot slot = std::exchange(slots[i], {});
    lock.unlock();
    if (slot.failure) std::rethrow_exception(slot.failure);
    deliver(*std::move(slot.value));
  }
}

}  // namespace rustassistant
