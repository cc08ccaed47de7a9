// SPDX-License-Identifier: MIT
#include "rustassistant/embed/vectors.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "kernels.hpp"

namespace rustassistant::embed {
namespace {

constexpr std::size_t kScale = 4;  // bytes

float scale_at(std::string_view block, std::size_t index) {
  std::uint32_t bits = 0;
  for (std::size_t i = kScale; i-- > 0;) bits = bits << 8U | static_cast<unsigned char>(block[index * kScale + i]);
  return std::bit_cast<float>(bits);
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
  ByteVector bytes;
  bytes.scale = most / kLargest;
  bytes.values.resize(vector.size());
  if (most <= 0) return bytes;
  for (std::size_t i = 0; i < vector.size(); ++i)
    bytes.values[i] = static_cast<std::int8_t>(std::lround(vector[i] / most * kLargest));
  return bytes;
}

std::size_t vectors_in(std::string_view block, std::size_t dimension) {
  const std::size_t each = kScale + dimension;
  return block.size() % each == 0 ? block.size() / each : 0;
}

std::string packed(std::span<const ByteVector> vectors) {
  std::string block;
  block.reserve(vectors.empty() ? 0 : vectors.size() * (kScale + vectors.front().values.size()));
  for (const ByteVector& vector : vectors) {
    const auto bits = std::bit_cast<std::uint32_t>(vector.scale);
    for (unsigned shift = 0; shift < 32; shift += 8)
      block += static_cast<char>(static_cast<unsigned char>(bits >> shift));
  }
  for (const ByteVector& vector : vectors)
    block.append(reinterpret_cast<const char*>(vector.values.data()), vector.values.size());
  return block;
}

ByteVector vector_at(std::string_view block, std::size_t dimension, std::size_t index) {
  const std::size_t first = vectors_in(block, dimension) * kScale + index * dimension;
  ByteVector vector;
  vector.scale = scale_at(block, index);
  vector.values.resize(dimension);
  std::memcpy(vector.values.data(), block.data() + first, dimension);
  return vector;
}

void similarities(const ByteVector& query, std::string_view block, std::vector<float>& out) {
  const std::size_t count = vectors_in(block, query.values.size());
  out.resize(count);
  std::vector<std::int32_t> products(count);
  const auto* const values = reinterpret_cast<const std::int8_t*>(block.data()) + count * kScale;
  kernels().products_of_bytes(query.values.data(), values, query.values.size(), count, products.data());
  for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<float>(products[i]) * query.scale * scale_at(block, i);
}

}  // namespace rustassistant::embed
