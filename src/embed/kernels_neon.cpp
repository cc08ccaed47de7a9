// SPDX-License-Identifier: MIT
#include "kernels.hpp"

// Every processor of this architecture has the instructions.
#if defined(__aarch64__)
#include <arm_neon.h>

#include "tile.hpp"

namespace rustassistant::embed {
namespace {

struct NeonLane {
  using Value = float32x4_t;
  static constexpr std::size_t kSize = 4;
  static Value zero() { return vdupq_n_f32(0); }
  static Value load(const float* from) { return vld1q_f32(from); }
  static Value multiply_add(Value a, Value b, Value sum) { return vfmaq_f32(sum, a, b); }
  static float sum(Value value) { return vaddvq_f32(value); }
};

void products_of_bytes_neon(const std::int16_t* query, const std::int8_t* rows, std::size_t depth, std::size_t count,
                            std::int32_t* products, std::int32_t* squares) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int8_t* const row = rows + i * depth;
    int32x4_t of_query = vdupq_n_s32(0);
    int32x4_t of_row = vdupq_n_s32(0);
    std::size_t k = 0;
    for (; k + 8 <= depth; k += 8) {
      const int16x8_t a = vld1q_s16(query + k);
      const int16x8_t b = vmovl_s8(vld1_s8(row + k));
      of_query = vmlal_s16(of_query, vget_low_s16(a), vget_low_s16(b));
      of_query = vmlal_high_s16(of_query, a, b);
      of_row = vmlal_s16(of_row, vget_low_s16(b), vget_low_s16(b));
      of_row = vmlal_high_s16(of_row, b, b);
    }
    products[i] = vaddvq_s32(of_query);
    squares[i] = vaddvq_s32(of_row);
    for (; k < depth; ++k) {
      const std::int32_t byte{row[k]};
      products[i] += std::int32_t{query[k]} * byte;
      squares[i] += byte * byte;
    }
  }
}

void widen_half_neon(const std::uint8_t* from, std::size_t count, float* to) {
  std::size_t i = 0;
  for (; i + 4 <= count; i += 4) vst1q_f32(to + i, vcvt_f32_f16(vreinterpret_f16_u8(vld1_u8(from + 2 * i))));
  if (i < count) kPortableKernels.widen_half(from + 2 * i, count - i, to + i);
}

constexpr Kernels kHere{"NEON", products_of_rows<NeonLane>, widen_half_neon, products_of_bytes_neon};

}  // namespace

const Kernels* const kNeonKernels = &kHere;

}  // namespace rustassistant::embed
#else
namespace rustassistant::embed {
const Kernels* const kNeonKernels = nullptr;
}  // namespace rustassistant::embed
#endif
