// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rustassistant/domain/quality.hpp"

namespace rustassistant::source {

// Measures a file: sizes, and its hot spots, which are the kMaxHotSpots functions of the greatest complexity from
// kHotComplexity on; of equal ones the longer first. No findings. Not judged where the language has no grammar. Never
// fails; safe to use from several threads.
[[nodiscard]] domain::QualityReview measure_quality(std::string_view content, std::string_view language);

// Checks an answer from outside against the file: its locations as in source/locations.hpp, and adds the measures.
void check(domain::QualityReview& review, std::string_view content, std::string_view language);

inline constexpr std::size_t kMaxHotSpots = 10;
inline constexpr int kHotComplexity = 5;

}  // namespace rustassistant::source
