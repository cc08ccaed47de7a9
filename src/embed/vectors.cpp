// SPDX-License-Identifier: MIT
#include "rustassistant/embed/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "kernels.hpp"

namespace rustassistant::embed {
namespace {

// The largest number becomes `most`.
template <typename Whole>
std::vector<Whole> rounded(std::span<const float> vector, float most) {
  float largest = 0;
  for (const float x : vector) largest = std::max(largest, std::abs(x));
  std::vector<Whole> whole(vector.size());
  if (largest <= 0) return whole;
  for (std::size_t i = 0; i < vector.size(); ++i)
    whole[i] = static_cast<Whole>(std::lround(vector[i] / largest * most));
  return whole;
}

}  // namespace

bool to_length_one(std::span<float> vector) {
  double squares = 0;
  for (const float x : vector) squares += double{x} * double{x};
  const double length = std::sqrt(squares);
  if (!std::isfinite(length) || length <= 0) return false;
  for (float& x : vector) x = static_cast<float>(x / length);
  return true;
}

ByteVector rounded_to_bytes(std::span<const float> vector) {
  return rounded<std::int8_t>(vector, 127);
}

QueryVector rounded_to_query(std::span<const float> vector) {
  constexpr std::size_t kMost = 2047;
  // Sums of products with bytes fit 32 bits.
  const std::size_t fitting =
      std::numeric_limits<std::int32_t>::max() / (128 * std::max<std::size_t>(vector.size(), 1));
  return rounded<std::int16_t>(vector, static_cast<float>(std::clamp<std::size_t>(fitting, 1, kMost)));
}

std::size_t vectors_in(std::string_view block, std::size_t dimension) {
  return dimension > 0 && block.size() % dimension == 0 ? block.size() / dimension : 0;
}

std::string packed(std::span<const ByteVector> vectors) {
  std::string block;
  block.reserve(vectors.empty() ? 0 : vectors.size() * vectors.front().size());
  for (const ByteVector& vector : vectors) block.append(reinterpret_cast<const char*>(vector.data()), vector.size());
  return block;
}

ByteVector vector_at(std::string_view block, std::size_t dimension, std::size_t index) {
  ByteVector vector(dimension);
  std::memcpy(vector.data(), block.data() + index * dimension, dimension);
  return vector;
}

void similarities(const QueryVector& query, std::string_view block, std::vector<float>& out) {
  const std::size_t count = vectors_in(block, query.size());
  out.resize(count);
  std::vector<std::int32_t> products(count);
  std::vector<std::int32_t> squares(count);
  kernels().products_of_bytes(query.data(), reinterpret_cast<const std::int8_t*>(block.data()), query.size(), count,
                              products.data(), squares.data());
  double own = 0;
  for (const std::int16_t x : query) own += static_cast<double>(x) * static_cast<double>(x);
  const auto length = static_cast<float>(std::sqrt(own));
  for (std::size_t i = 0; i < count; ++i) {
    const float lengths = length * std::sqrt(static_cast<float>(squares[i]));
    out[i] = lengths > 0 ? static_cast<float>(products[i]) / lengths : 0;
  }
}

}  // namespace rustassistant::embed
