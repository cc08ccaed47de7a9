// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "kernels.hpp"

// The product of two sets of rows, over a `Lane`: several numbers that a processor handles at once. Included by files
// that are compiled for one kind of processor each, so that nothing here may be shared between them.
namespace rustassistant::embed {
namespace {

template <typename Lane, std::size_t kHeight, std::size_t kWidth>
void tile(const Rows& a, std::size_t i, const Rows& b, std::size_t j, std::size_t depth, float* out,
          std::size_t out_stride) {
  typename Lane::Value sums[kHeight][kWidth];
  for (auto& row : sums) {
    for (auto& sum : row) sum = Lane::zero();
  }
  const float* const left = a.first + i * a.stride;
  const float* const right = b.first + j * b.stride;
  std::size_t k = 0;
  for (; k + Lane::kSize <= depth; k += Lane::kSize) {
    typename Lane::Value loaded[kWidth];
    for (std::size_t x = 0; x < kWidth; ++x) loaded[x] = Lane::load(right + x * b.stride + k);
    for (std::size_t y = 0; y < kHeight; ++y) {
      const auto value = Lane::load(left + y * a.stride + k);
      for (std::size_t x = 0; x < kWidth; ++x) sums[y][x] = Lane::multiply_add(value, loaded[x], sums[y][x]);
    }
  }
  for (std::size_t y = 0; y < kHeight; ++y) {
    for (std::size_t x = 0; x < kWidth; ++x) {
      float sum = Lane::sum(sums[y][x]);
      for (std::size_t rest = k; rest < depth; ++rest) sum += left[y * a.stride + rest] * right[x * b.stride + rest];
      out[(i + y) * out_stride + j + x] = sum;
    }
  }
}

template <typename Lane, std::size_t kWidth>
void column_of_tiles(const Rows& a, const Rows& b, std::size_t j, std::size_t depth, float* out,
                     std::size_t out_stride) {
  std::size_t i = 0;
  for (; i + 3 <= a.count; i += 3) tile<Lane, 3, kWidth>(a, i, b, j, depth, out, out_stride);
  for (; i < a.count; ++i) tile<Lane, 1, kWidth>(a, i, b, j, depth, out, out_stride);
}

template <typename Lane>
void products_of_rows(const Rows& a, const Rows& b, std::size_t depth, float* out, std::size_t out_stride) {
  std::size_t j = 0;
  for (; j + 4 <= b.count; j += 4) column_of_tiles<Lane, 4>(a, b, j, depth, out, out_stride);
  for (; j < b.count; ++j) column_of_tiles<Lane, 1>(a, b, j, depth, out, out_stride);
}

}  // namespace
}  // namespace rustassistant::embed
