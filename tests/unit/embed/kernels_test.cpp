// SPDX-License-Identifier: MIT
#include "kernels.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>

using namespace rustassistant::embed;

namespace {

std::vector<const Kernels*> all_kernels() {
  std::vector<const Kernels*> all{&kPortableKernels};
  if (&kernels() != &kPortableKernels) all.push_back(&kernels());
  return all;
}

std::vector<float> numbers(std::size_t count, unsigned seed) {
  std::vector<float> values(count);
  for (float& x : values) {
    seed = seed * 1664525U + 1013904223U;
    x = static_cast<float>(seed >> 8U) / 16777216.0F - 0.5F;
  }
  return values;
}

}  // namespace

TEST_CASE("products of rows are the sums of products, of whatever size the rows are") {
  for (const Kernels* one : all_kernels()) {
    INFO(one->name);
    const std::size_t sizes[][3] = {{1, 1, 1}, {3, 4, 8}, {5, 7, 13}, {7, 9, 33}, {4, 6, 7}};
    for (const auto& [height, width, depth] : sizes) {
      const std::size_t stride = depth + 3;
      const auto a = numbers(height * stride, 1);
      const auto b = numbers(width * stride, 2);
      std::vector<float> out(height * (width + 1), 9);
      one->products({a.data(), stride, height}, {b.data(), stride, width}, depth, out.data(), width + 1);
      for (std::size_t i = 0; i < height; ++i) {
        for (std::size_t j = 0; j < width; ++j) {
          double expected = 0;
          for (std::size_t k = 0; k < depth; ++k) expected += double{a[i * stride + k]} * double{b[j * stride + k]};
          CHECK(std::abs(out[i * (width + 1) + j] - expected) < 1e-5);
        }
        CHECK(out[i * (width + 1) + width] == 9);
      }
    }
  }
}

TEST_CASE("every half-precision number is widened to the same value") {
  std::vector<std::uint8_t> bytes;
  for (unsigned half = 0; half < 0x10000; ++half) {
    bytes.push_back(static_cast<std::uint8_t>(half & 0xFFU));
    bytes.push_back(static_cast<std::uint8_t>(half >> 8U));
  }
  std::vector<float> portable(0x10000);
  kPortableKernels.widen_half(bytes.data(), portable.size(), portable.data());
  CHECK(portable[0x3C00] == 1.0F);
  CHECK(portable[0xC000] == -2.0F);
  CHECK(portable[0x7BFF] == 65504.0F);
  CHECK(portable[0x0001] == std::ldexp(1.0F, -24));
  CHECK(portable[0x8001] == -std::ldexp(1.0F, -24));
  CHECK(std::isinf(portable[0x7C00]));
  CHECK(std::isnan(portable[0x7E00]));
  std::vector<float> fast(0x10000);
  kernels().widen_half(bytes.data(), fast.size() - 3, fast.data());
  kernels().widen_half(bytes.data() + 2 * (fast.size() - 3), 3, fast.data() + fast.size() - 3);
  std::size_t different = 0;
  for (std::size_t i = 0; i < fast.size(); ++i) {
    const bool both_none = std::isnan(fast[i]) && std::isnan(portable[i]);
    if (!both_none && std::bit_cast<std::uint32_t>(fast[i]) != std::bit_cast<std::uint32_t>(portable[i])) ++different;
  }
  CHECK(different == 0);
}

TEST_CASE("products of bytes do not overflow, and are the same on every processor") {
  for (const Kernels* one : all_kernels()) {
    INFO(one->name);
    for (const std::size_t depth : {std::size_t{1}, std::size_t{16}, std::size_t{37}, std::size_t{384}}) {
      const std::vector<std::int16_t> query(depth, 2047);
      std::vector<std::int8_t> rows(2 * depth, -128);
      for (std::size_t k = 0; k < depth; ++k) rows[k] = static_cast<std::int8_t>(static_cast<int>(k % 200) - 100);
      std::int32_t expected = 0;
      std::int32_t expected_square = 0;
      for (std::size_t k = 0; k < depth; ++k) {
        expected += 2047 * rows[k];
        expected_square += rows[k] * rows[k];
      }
      std::int32_t products[2];
      std::int32_t squares[2];
      one->products_of_bytes(query.data(), rows.data(), depth, 2, products, squares);
      CHECK(products[0] == expected);
      CHECK(products[1] == -2047 * 128 * static_cast<std::int32_t>(depth));
      CHECK(squares[0] == expected_square);
      CHECK(squares[1] == 128 * 128 * static_cast<std::int32_t>(depth));
    }
  }
}
