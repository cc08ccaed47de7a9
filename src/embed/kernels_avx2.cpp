// SPDX-License-Identifier: MIT
// Compiled with the instructions that it uses (CMakeLists.txt). Nothing of the standard library may be called here: the
// linker might take this file's copy of it for all others.
#include "kernels.hpp"

#if defined(__AVX2__) && defined(__FMA__) && defined(__F16C__)
#include <immintrin.h>

#include "tile.hpp"

namespace rustassistant::embed {
namespace {

struct EightLane {
  using Value = __m256;
  static constexpr std::size_t kSize = 8;
  static Value zero() { return _mm256_setzero_ps(); }
  static Value load(const float* from) { return _mm256_loadu_ps(from); }
  static Value multiply_add(Value a, Value b, Value sum) { return _mm256_fmadd_ps(a, b, sum); }
  static float sum(Value value) {
    __m128 four = _mm_add_ps(_mm256_castps256_ps128(value), _mm256_extractf128_ps(value, 1));
    four = _mm_add_ps(four, _mm_movehl_ps(four, four));
    return _mm_cvtss_f32(_mm_add_ss(four, _mm_movehdup_ps(four)));
  }
};

void widen_half_avx2(const std::uint8_t* from, std::size_t count, float* to) {
  std::size_t i = 0;
  for (; i + 8 <= count; i += 8)
    _mm256_storeu_ps(to + i, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from + 2 * i))));
  for (; i < count; ++i) {
    const auto half = static_cast<unsigned short>(from[2 * i] | from[2 * i + 1] << 8);
    to[i] = _cvtsh_ss(half);
  }
}

std::int32_t sum_of(__m256i sums) {
  __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
  four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1));
  return _mm_cvtsi128_si32(four);
}

void products_of_bytes_avx2(const std::int16_t* query, const std::int8_t* rows, std::size_t depth, std::size_t count,
                            std::int32_t* products, std::int32_t* squares) {
  for (std::size_t i = 0; i < count; ++i) {
    const std::int8_t* const row = rows + i * depth;
    __m256i of_query = _mm256_setzero_si256();
    __m256i of_row = _mm256_setzero_si256();
    std::size_t k = 0;
    for (; k + 16 <= depth; k += 16) {
      const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(query + k));
      const __m256i b = _mm256_cvtepi8_epi16(_mm_loadu_si128(reinterpret_cast<const __m128i*>(row + k)));
      of_query = _mm256_add_epi32(of_query, _mm256_madd_epi16(a, b));
      of_row = _mm256_add_epi32(of_row, _mm256_madd_epi16(b, b));
    }
    products[i] = sum_of(of_query);
    squares[i] = sum_of(of_row);
    for (; k < depth; ++k) {
      const std::int32_t byte{row[k]};
      products[i] += std::int32_t{query[k]} * byte;
      squares[i] += byte * byte;
    }
  }
}

constexpr Kernels kHere{"AVX2", products_of_rows<EightLane>, widen_half_avx2, products_of_bytes_avx2};

}  // namespace

const Kernels* const kAvx2Kernels = &kHere;

}  // namespace rustassistant::embed
#else
namespace rustassistant::embed {
const Kernels* const kAvx2Kernels = nullptr;
}  // namespace rustassistant::embed
#endif
