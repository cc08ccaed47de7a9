// SPDX-License-Identifier: MIT
#include "rustassistant/embed/vectors.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <random>

using namespace rustassistant::embed;

namespace {

std::vector<float> direction(std::mt19937& random, std::size_t dimension) {
  std::normal_distribution<float> normal;
  std::vector<float> vector(dimension);
  for (float& x : vector) x = normal(random);
  const float length = std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0F));
  for (float& x : vector) x /= length;
  return vector;
}

}  // namespace

TEST_CASE("vectors of bytes keep their direction, and survive being packed") {
  std::mt19937 random(1);
  std::vector<ByteVector> vectors;
  std::vector<std::vector<float>> exact;
  for (int i = 0; i < 5; ++i) {
    exact.push_back(direction(random, 37));
    vectors.push_back(rounded_to_bytes(exact.back()));
  }
  const std::string block = packed(vectors);
  CHECK(block.size() == 5 * 37);
  CHECK(vectors_in(block, 37) == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(vector_at(block, 37, i) == vectors[i]);
  std::vector<float> found;
  similarities(rounded_to_query(exact[2]), block, found);
  REQUIRE(found.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    const float expected = std::inner_product(exact[i].begin(), exact[i].end(), exact[2].begin(), 0.0F);
    CHECK(std::abs(found[i] - expected) < 0.01F);
  }
}

TEST_CASE("the direction of a vector is kept in a quarter of the memory of its floats, with nothing beside it") {
  const std::vector<float> vector{0.6F, 0, -0.8F};
  const std::string block = packed(std::vector<ByteVector>{rounded_to_bytes(vector)});
  CHECK(block.size() * 4 == vector.size() * sizeof(float));
  // However short the vector was, the cosine is that of the angle.
  std::vector<float> found;
  similarities(rounded_to_query(std::vector<float>{0.06F, 0, -0.08F}), block, found);
  CHECK(found.front() == Approx(1));
}

TEST_CASE("a query of very many numbers is rounded so that sums of its products fit") {
  const std::vector<float> vector(100'000, 1.0F);
  std::vector<float> found;
  similarities(rounded_to_query(vector), packed(std::vector<ByteVector>{rounded_to_bytes(vector)}), found);
  CHECK(found.front() == Approx(1));
  CHECK(rounded_to_query(std::vector<float>{0.5F, -1.0F}) == QueryVector{1024, -2047});
}

TEST_CASE("bytes of which there cannot be so many vectors hold none") {
  CHECK(vectors_in(std::string(41, 'x'), 38) == 0);
  CHECK(vectors_in("", 38) == 0);
}

TEST_CASE("a vector of zeros stays one") {
  const ByteVector zero = rounded_to_bytes(std::vector<float>(3, 0.0F));
  CHECK(zero == ByteVector(3, 0));
  std::vector<float> found;
  similarities(rounded_to_query(std::vector<float>(3, 0.0F)), packed(std::vector<ByteVector>{{1, 2, 3}}), found);
  CHECK(found == std::vector<float>{0});
}

namespace {

// Of the ten nearest of 2,000 vectors to each of 50 others, how many are among the ten nearest by their bytes.
template <typename Draw>
double recall_of(const Draw& draw) {
  constexpr int kRounds = 50;
  std::vector<std::vector<float>> exact;
  std::vector<ByteVector> bytes;
  for (int i = 0; i < 2000; ++i) {
    exact.push_back(draw());
    bytes.push_back(rounded_to_bytes(exact.back()));
  }
  const std::string block = packed(bytes);
  const auto best_ten = [](const std::vector<float>& scores) {
    std::vector<std::size_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0);
    std::partial_sort(order.begin(), order.begin() + 10, order.end(),
                      [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    order.resize(10);
    std::sort(order.begin(), order.end());
    return order;
  };
  std::size_t common = 0;
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<float> query = draw();
    std::vector<float> expected;
    expected.reserve(exact.size());
    for (const auto& one : exact) expected.push_back(std::inner_product(one.begin(), one.end(), query.begin(), 0.0F));
    std::vector<float> found;
    similarities(rounded_to_query(query), block, found);
    const auto a = best_ten(expected);
    const auto b = best_ten(found);
    std::vector<std::size_t> both;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
    common += both.size();
  }
  return static_cast<double>(common) / 10 / kRounds;
}

}  // namespace

TEST_CASE("the ten nearest are nearly all found by bytes, of directions such as texts have and of any") {
  std::mt19937 random(7);
  // Texts differ in far fewer ways than their vectors have numbers.
  constexpr std::size_t kWays = 64;
  std::vector<std::vector<float>> ways;
  for (std::size_t i = 0; i < kWays; ++i) ways.push_back(direction(random, 384));
  const auto of_text = [&] {
    std::vector<float> vector = direction(random, 384);
    for (float& x : vector) x *= 0.3F;
    const std::vector<float> shares = direction(random, kWays);
    for (std::size_t way = 0; way < kWays; ++way) {
      for (std::size_t i = 0; i < vector.size(); ++i) vector[i] += shares[way] * ways[way][i];
    }
    (void)to_length_one(vector);
    return vector;
  };
  CHECK(recall_of(of_text) >= 0.99);
  CHECK(recall_of([&] { return direction(random, 384); }) >= 0.975);
}
