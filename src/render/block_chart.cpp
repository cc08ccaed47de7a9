// SPDX-License-Identifier: MIT
#include "block_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace rustassistant::render {
namespace {

constexpr std::array<std::string_view, 9> kRising{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
constexpr std::array<std::string_view, 8> kGrowing{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

// So many eighths of `columns`, at least one for what is there.
std::size_t eighths(double value, double most, std::size_t columns) {
  if (value <= 0 || most <= 0) return 0;
  const double exact = std::min(1.0, value / most) * 8.0 * static_cast<double>(columns);
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(exact)));
}

std::vector<double> grouped(std::span<const std::int64_t> values, std::size_t columns, Neighbors neighbors) {
  const std::size_t at_once = (values.size() + columns - 1) / columns;
  std::vector<double> sums;
  for (std::size_t from = 0; from < values.size(); from += at_once) {
    const auto part = values.subspan(from, std::min(at_once, values.size() - from));
    double sum = 0;
    for (const std::int64_t value : part) sum += static_cast<double>(std::max<std::int64_t>(0, value));
    sums.push_back(neighbors == Neighbors::averaged ? sum / static_cast<double>(part.size()) : sum);
  }
  return sums;
}

}  // namespace

std::vector<std::string> block_columns(std::span<const std::int64_t> values, std::size_t columns, std::size_t lines,
                                       Neighbors neighbors) {
  if (values.empty() || columns == 0) return {};
  const std::vector<double> heights = grouped(values, columns, neighbors);
  const double most = *std::ranges::max_element(heights);
  std::vector<std::string> chart(lines);
  for (std::size_t line = 0; line < lines; ++line) {
    const std::size_t below = 8 * (lines - 1 - line);
    for (const double height : heights) {
      const std::size_t filled = eighths(height, most, lines);
      chart[line] += kRising.at(filled <= below ? 0 : std::min<std::size_t>(8, filled - below));
    }
  }
  return chart;
}

std::string block_bar(std::int64_t value, std::int64_t most, std::size_t columns) {
  const std::size_t filled = eighths(static_cast<double>(value), static_cast<double>(most), columns);
  std::string bar;
  for (std::size_t i = 0; i < filled / 8; ++i) bar += kRising.back();
  return bar.append(kGrowing.at(filled % 8));
}

}  // namespace rustassistant::render
