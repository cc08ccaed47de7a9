// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace rustassistant::app {

// Runs work(i) for i in 0..count on `jobs` threads and hands the results to deliver(result) in order of i, on the
// calling thread. With one job everything happens on the calling thread. Neither function may throw.
template <typename Value, typename Work, typename Deliver>
void for_each_ordered(std::size_t count, std::size_t jobs, const Work& work, const Deliver& deliver) {
  if (jobs <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) deliver(work(i));
    return;
  }
  std::vector<std::optional<Value>> results(count);
  std::mutex mutex;
  std::condition_variable ready;
  std::atomic<std::size_t> next{0};
  std::vector<std::jthread> workers;
  workers.reserve(jobs);
  for (std::size_t worker = 0; worker < std::min(jobs, count); ++worker) {
    workers.emplace_back([&] {
      for (std::size_t i = next++; i < count; i = next++) {
        Value value = work(i);
        const std::scoped_lock lock(mutex);
        results[i] = std::move(value);
        ready.notify_one();
      }
    });
  }
  for (std::size_t i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    ready.wait(lock, [&] { return results[i].has_value(); });
    Value value = *std::move(results[i]);
    results[i].reset();
    lock.unlock();
    deliver(std::move(value));
  }
}

}  // namespace rustassistant::app
