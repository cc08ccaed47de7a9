// SPDX-License-Identifier: MIT
#include "rustassistant/embed/vectors.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "kernels.hpp"

namespace rustassistant::embed {
namespace {

// What makes the length of a row 1; 0 for zeros.
float length_factor(const std::int8_t* row, std::size_t dimension) {
  std::int32_t squares = 0;
  kernels().products_of_bytes(row, row, dimension, 1, &squares);
  return squares == 0 ? 0 : 1 / std::sqrt(static_cast<float>(squares));
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
  constexpr float kLargest = 127;
  float most = 0;
  for (const float x : vector) most = std::max(most, std::abs(x));
  ByteVector bytes(vector.size());
  if (most <= 0) return bytes;
  for (std::size_t i = 0; i < vector.size(); ++i)
    bytes[i] = static_cast<std::int8_t>(std::lround(vector[i] / most * kLargest));
  return bytes;
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

void similarities(const ByteVector& query, std::string_view block, std::vector<float>& out) {
  const std::size_t dimension = query.size();
  const std::size_t count = vectors_in(block, dimension);
  out.resize(count);
  std::vector<std::int32_t> products(count);
  const auto* const rows = reinterpret_cast<const std::int8_t*>(block.data());
  kernels().products_of_bytes(query.data(), rows, dimension, count, products.data());
  const float of_query = length_factor(query.data(), dimension);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = static_cast<float>(products[i]) * of_query * length_factor(rows + i * dimension, dimension);
}

}  // namespace rustassistant::embed
