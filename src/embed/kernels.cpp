// SPDX-License-Identifier: MIT
#include "kernels.hpp"

#include <bit>
#include <cstring>

#include "tile.hpp"

namespace rustassistant::embed {
namespace {

// Four numbers; without such a unit the compiler takes them apart.
struct FourLane {
  using Value = float __attribute__((vector_size(16)));
  static constexpr std::size_t kSize = 4;
  static Value zero() { return Value{}; }
  static Value load(const float* from) {
    Value value;
    std::memcpy(&value, from, sizeof value);
    return value;
  }
  static Value multiply_add(Value a, Value b, Value sum) { return sum + a * b; }
  static float sum(Value value) { return (value[0] + value[2]) + (value[1] + value[3]); }
};

float widened(unsigned half) {
  const unsigned sign = (half & 0x8000U) << 16U;
  const unsigned exponent = half >> 10U & 0x1FU;
  const unsigned fraction = half & 0x3FFU;
  if (exponent == 0) {
    const float small = static_cast<float>(fraction) * 0x1p-24F;
    return sign == 0 ? small : -small;
  }
  const unsigned wide = exponent == 0x1F ? 0xFFU : exponent + (127 - 15);
  return std::bit_cast<float>(sign | wide << 23U | fraction << 13U);
}

void widen_half_anywhere(const std::uint8_t* from, std::size_t count, float* to) {
  for (std::size_t i = 0; i < count; ++i)
    to[i] = widened(static_cast<unsigned>(from[2 * i]) | static_cast<unsigned>(from[2 * i + 1]) << 8U);
}

void products_of_bytes_anywhere(const std::int16_t* query, const std::int8_t* rows, std::size_t depth,
                                std::size_t count, std::int32_t* products, std::int32_t* squares) {
  for (std::size_t i = 0; i < count; ++i) {
    std::int32_t sum = 0;
    std::int32_t square = 0;
    for (std::size_t k = 0; k < depth; ++k) {
      const std::int32_t byte{rows[i * depth + k]};
      sum += std::int32_t{query[k]} * byte;
      square += byte * byte;
    }
    products[i] = sum;
    squares[i] = square;
  }
}

const Kernels& chosen() {
  if (kNeonKernels != nullptr) return *kNeonKernels;
#if defined(__x86_64__)
  if (kAvx2Kernels != nullptr && __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 &&
      __builtin_cpu_supports("f16c") != 0)
    return *kAvx2Kernels;
#endif
  return kPortableKernels;
}

}  // namespace

const Kernels kPortableKernels{"portable", products_of_rows<FourLane>, widen_half_anywhere, products_of_bytes_anywhere};

const Kernels& kernels() {
  static const Kernels& best = chosen();
  return best;
}

}  // namespace rustassistant::embed
