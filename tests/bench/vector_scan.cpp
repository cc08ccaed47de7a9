// SPDX-License-Identifier: MIT
// Scans 100,000 vectors of 384 numbers as they are kept, a byte for each number, in turn with the same as floats, and
// prints three rows: how the times relate, what they take in memory, and how many of the ten nearest are found.
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "kernels.hpp"
#include "measure.hpp"
#include "rustassistant/embed/vectors.hpp"

namespace {

namespace embed = rustassistant::embed;

constexpr std::size_t kCount = 100'000;
constexpr std::size_t kDimension = 384;
constexpr std::size_t kWays = 64;  // in which texts differ: far fewer than their vectors have numbers
constexpr std::size_t kNearest = 10;
constexpr int kQueries = 200;
constexpr int kRounds = 30;

class Directions {
 public:
  Directions() {
    for (std::size_t i = 0; i < kWays; ++i) ways_.push_back(any(kDimension));
  }
  std::vector<float> next() {
    std::vector<float> vector = any(kDimension);
    for (float& x : vector) x *= 0.3F;
    const std::vector<float> shares = any(kWays);
    for (std::size_t way = 0; way < kWays; ++way) {
      for (std::size_t i = 0; i < kDimension; ++i) vector[i] += shares[way] * ways_[way][i];
    }
    (void)embed::to_length_one(vector);
    return vector;
  }

 private:
  std::vector<float> any(std::size_t size) {
    std::normal_distribution<float> normal;
    std::vector<float> vector(size);
    for (float& x : vector) x = normal(random_);
    (void)embed::to_length_one(vector);
    return vector;
  }

  std::mt19937 random_{1};
  std::vector<std::vector<float>> ways_;
};

std::vector<std::size_t> nearest(const std::vector<float>& scores) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0);
  std::partial_sort(order.begin(), order.begin() + kNearest, order.end(),
                    [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  order.resize(kNearest);
  std::sort(order.begin(), order.end());
  return order;
}

class Both {
 public:
  Both() : floats_(kCount * kDimension), exact_(kCount), found_(kCount) {
    std::vector<embed::ByteVector> some;
    for (std::size_t i = 0; i < kCount; ++i) {
      const std::vector<float> vector = directions_.next();
      std::copy(vector.begin(), vector.end(), floats_.data() + i * kDimension);
      some.push_back(embed::rounded_to_bytes(vector));
      if (some.size() < embed::kVectorsInBlock && i + 1 < kCount) continue;
      blocks_.push_back(embed::packed(some));
      some.clear();
    }
    draw();
  }
  void draw() {
    query_ = directions_.next();
    whole_ = embed::rounded_to_query(query_);
  }
  void scan_bytes() {
    std::size_t at = 0;
    for (const std::string& block : blocks_) {
      embed::similarities(whole_, block, some_);
      std::copy(some_.begin(), some_.end(), found_.data() + at);
      at += some_.size();
    }
  }
  void scan_floats() {
    embed::kernels().products({query_.data(), kDimension, 1}, {floats_.data(), kDimension, kCount}, kDimension,
                              exact_.data(), kCount);
  }
  // Of the bytes in relation to that of the floats.
  [[nodiscard]] double memory() const {
    std::size_t bytes = 0;
    for (const std::string& block : blocks_) bytes += block.size();
    return static_cast<double>(bytes) / static_cast<double>(floats_.size() * sizeof(float));
  }
  [[nodiscard]] std::size_t common() const {
    const auto a = nearest(exact_);
    const auto b = nearest(found_);
    std::vector<std::size_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    return both.size();
  }

 private:
  Directions directions_;
  std::vector<float> floats_;
  std::vector<std::string> blocks_;
  std::vector<float> query_;
  embed::QueryVector whole_;
  std::vector<float> some_;
  std::vector<float> exact_;
  std::vector<float> found_;
};

}  // namespace

int main() {
  Both both;
  bench::compare(
      "scan of 100,000 vectors as bytes ÷ as floats", "≤ 0.3", kRounds, 3,
      [&] { return bench::microseconds_of([&] { both.scan_bytes(); }); },
      [&] { return bench::microseconds_of([&] { both.scan_floats(); }); });
  std::printf("| memory of 100,000 vectors as bytes ÷ as floats | %.3f | | ≤ 0.25 | | |\n", both.memory());
  std::size_t common = 0;
  for (int i = 0; i < kQueries; ++i) {
    both.draw();
    both.scan_bytes();
    both.scan_floats();
    common += both.common();
  }
  std::printf("| of the ten nearest of 100,000, missed by bytes | %.3f | | ≤ 0.01 | | |\n",
              1 - static_cast<double>(common) / kNearest / kQueries);
  return 0;
}
