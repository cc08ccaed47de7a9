// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>

// The arithmetic that takes the time, for each kind of processor.
namespace rustassistant::embed {

// Rows of numbers.
struct Rows {
  const float* first = nullptr;
  std::size_t stride = 0;  // from row to row, in numbers
  std::size_t count = 0;
};

struct Kernels {
  const char* name;
  // out[i * out_stride + j] = the product of row i of `a` and row j of `b`, both of `depth` numbers.
  void (*products)(const Rows& a, const Rows& b, std::size_t depth, float* out, std::size_t out_stride);
  // Numbers of 16 bits (IEEE 754 binary16, little-endian, at any address).
  void (*widen_half)(const std::uint8_t* from, std::size_t count, float* to);
  // products[i] = the product of `query` and row i of `rows`, squares[i] = that of the row and itself; rows follow each
  // other. The sums of `query` times 128 must fit 32 bits.
  void (*products_of_bytes)(const std::int16_t* query, const std::int8_t* rows, std::size_t depth, std::size_t count,
                            std::int32_t* products, std::int32_t* squares);
};

// For every processor, and the only one on some.
extern const Kernels kPortableKernels;
// Null: the executable has none for such a processor.
extern const Kernels* const kAvx2Kernels;
extern const Kernels* const kNeonKernels;

// The fastest that this machine can run.
[[nodiscard]] const Kernels& kernels();

}  // namespace rustassistant::embed
