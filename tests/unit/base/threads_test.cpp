// SPDX-License-Identifier: MIT
#include <atomic>
#include <catch2/catch.hpp>
#include <latch>
#include <numeric>
#include <stdexcept>
#include <thread>
#include <vector>

#include "rustassistant/base/threads/bounded_queue.hpp"
#include "rustassistant/base/threads/ordered_pool.hpp"

using namespace rustassistant;

TEST_CASE("results are delivered in order, on the calling thread, whichever thread is faster") {
  for (const std::size_t jobs : {1U, 2U, 4U, 50U}) {
    CAPTURE(jobs);
    std::latch last_begun(1);
    std::vector<int> delivered;
    const auto caller = std::this_thread::get_id();
    for_each_ordered<int>(
        20, jobs,
        [&](std::size_t i) {
          // The first result is the last to be ready.
          if (jobs > 1 && i == 0) last_begun.wait();
          if (jobs > 1 && i == 1) last_begun.count_down();
          return static_cast<int>(i);
        },
        [&](int value) {
          CHECK(std::this_thread::get_id() == caller);
          delivered.push_back(value);
        });
    std::vector<int> expected(20);
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(delivered == expected);
  }
}

TEST_CASE("an exception of a worker reaches the caller after the results before it") {
  std::size_t delivered = 0;
  const auto run = [&] {
    for_each_ordered<std::size_t>(
        100'000, 4,
        [&](std::size_t i) {
          if (i == 10) throw std::runtime_error("out of memory");
          return i;
        },
        [&](std::size_t) { ++delivered; });
  };
  CHECK_THROWS_WITH(run(), "out of memory");
  CHECK(delivered == 10);
}

TEST_CASE("an exception while a result is delivered reaches the caller, too") {
  std::latch two(2);
  const auto run = [&] {
    for_each_ordered<std::size_t>(
        100'000, 2,
        [&](std::size_t i) {
          if (i < 2) two.arrive_and_wait();
          return i;
        },
        [](std::size_t) { throw std::runtime_error("no room"); });
  };
  CHECK_THROWS_WITH(run(), "no room");
}

TEST_CASE("a bounded queue hands over every value once, between many threads") {
  BoundedQueue<int> queue(3);
  std::atomic<int> sum{0};
  std::atomic<int> count{0};
  {
    std::vector<std::jthread> takers;
    for (int i = 0; i < 3; ++i) {
      takers.emplace_back([&] {
        while (const auto value = queue.pop()) {
          sum += *value;
          ++count;
        }
      });
    }
    {
      std::vector<std::jthread> makers;
      for (int maker = 0; maker < 3; ++maker) {
        makers.emplace_back([&] {
          for (int i = 1; i <= 1000; ++i) queue.push(i);
        });
      }
    }
    queue.close();
  }
  CHECK(count == 3000);
  CHECK(sum == 3 * 500'500);
}

TEST_CASE("a full queue makes its producer wait, and a closed one refuses it") {
  BoundedQueue<int> queue(2);
  std::atomic<int> pushed{0};
  std::jthread maker([&] {
    while (queue.push(pushed)) ++pushed;
  });
  CHECK(queue.pop() == 0);
  CHECK(queue.pop() == 1);
  CHECK(pushed <= 4);
  queue.close();
  maker.join();
  CHECK_FALSE(queue.push(7));
  int left = 0;
  while (queue.pop()) ++left;
  CHECK(left <= 2);
  CHECK(pushed == 2 + left);
}
