// SPDX-License-Identifier: MIT
#include "scores.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "fixed.hpp"

namespace rustassistant::source {
namespace {

// A cyclomatic complexity and the risk it stands for, in percent.
struct RiskPoint {
  Fixed complexity;
  Fixed risk;
};
constexpr auto kRisk = std::to_array<RiskPoint>({{1, 0}, {10, 25}, {20, 50}, {50, 100}});

Fixed risk_of(Fixed complexity) {
  for (std::size_t i = 1; i < kRisk.size(); ++i) {
    const RiskPoint& low = kRisk[i - 1];
    const RiskPoint& high = kRisk[i];
    if (complexity >= high.complexity * kOne) continue;
    const Fixed above = std::max<Fixed>(complexity - low.complexity * kOne, 0);
    return low.risk * kOne + above * (high.risk - low.risk) / (high.complexity - low.complexity);
  }
  return kRisk.back().risk * kOne;
}

// Sums over what counts as a function: the code outside of functions does where it branches or is all there is.
struct Totals {
  std::int64_t count = 0;
  std::int64_t lines = 0;
  std::int64_t complexity = 0;
  int most_complex = 0;
  Fixed volume = 0;

  [[nodiscard]] Fixed mean(std::int64_t sum) const { return sum * kOne / count; }
};

Totals totals_of(const Measures& measures) {
  Totals totals;
  for (const FunctionMeasures& function : measures.functions) {
    if (!function.is_function() && function.complexity == 1 && measures.functions.size() > 1) continue;
    ++totals.count;
    totals.lines += function.is_function() ? function.line_end - function.line_start + 1 : measures.lines_outside;
    totals.complexity += function.complexity;
    totals.most_complex = std::max(totals.most_complex, function.complexity);
    totals.volume += function.volume;
  }
  return totals;
}

}  // namespace

int complexity_tenths(const Measures& measures) {
  const Totals totals = totals_of(measures);
  if (totals.count == 0) return 0;
  const Fixed both = risk_of(totals.mean(totals.complexity)) + risk_of(totals.most_complex * kOne);
  return static_cast<int>((both * 5 + kOne / 2) / kOne);
}

int maintainability_tenths(const Measures& measures) {
  const Totals totals = totals_of(measures);
  if (totals.count == 0 || totals.volume == 0) return 1000;
  const Fixed index = 17'100 * kOne - 520 * ln_fixed(totals.volume / totals.count) -
                      23 * totals.mean(totals.complexity) - 1'620 * ln_fixed(totals.mean(totals.lines));  // times 100
  const Fixed tenths = (std::max<Fixed>(index, 0) * 10 + 171 * kOne / 2) / (171 * kOne);
  return static_cast<int>(std::min<Fixed>(tenths, 1000));
}

}  // namespace rustassistant::source
