// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Vectors as they are kept: a byte for each number. Pure.
namespace rustassistant::embed {

// The direction of a vector: a length is not kept.
using ByteVector = std::vector<std::int8_t>;
// The same of what others are compared with, of which there is only one: finer.
using QueryVector = std::vector<std::int16_t>;

// Gives the vector length 1. False, and the vector is left as it is: it has no direction.
[[nodiscard]] bool to_length_one(std::span<float> vector);

// The largest number becomes 127 or -127. Numbers are finite.
[[nodiscard]] ByteVector rounded_to_bytes(std::span<const float> vector);
// The largest number becomes 2047 or -2047; less where there are more than 8,000.
[[nodiscard]] QueryVector rounded_to_query(std::span<const float> vector);

inline constexpr std::size_t kVectorsInBlock = 256;

// Several vectors of one dimension as bytes, one behind the other.
// How many there are; 0 also for bytes that are no whole number of them.
[[nodiscard]] std::size_t vectors_in(std::string_view block, std::size_t dimension);
[[nodiscard]] std::string packed(std::span<const ByteVector> vectors);
// One of them; `index` is below vectors_in().
[[nodiscard]] ByteVector vector_at(std::string_view block, std::size_t dimension, std::size_t index);

// The cosine of the angle between `query` and each vector of a block; 0 where one has no direction. `out` becomes
// vectors_in() long.
void similarities(const QueryVector& query, std::string_view block, std::vector<float>& out);

}  // namespace rustassistant::embed
