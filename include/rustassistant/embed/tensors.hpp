// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"

// Files of the safetensors format: eight bytes (little-endian) with the size of a JSON header, the header, the numbers.
namespace rustassistant::embed {

enum class Number : std::uint8_t { f32, f16, bf16, other };

struct Tensor {
  Number number = Number::other;
  std::vector<std::size_t> shape;
  std::span<const std::uint8_t> bytes;  // of the file; may begin anywhere
};

// By name. What they view belongs to the file.
using Tensors = std::map<std::string, Tensor, std::less<>>;

// Checks all that the header says: sizes that fit shapes and types, places within the file, none of them shared. The
// Error (input) names the tensor.
[[nodiscard]] Result<Tensors> read_tensors(std::span<const std::uint8_t> file);

// "[384, 1536]".
[[nodiscard]] std::string shape_text(std::span<const std::size_t> shape);

}  // namespace rustassistant::embed
