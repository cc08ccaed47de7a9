// SPDX-License-Identifier: MIT
#include "rustassistant/render/progress.hpp"

#include <fmt/format.h>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {

std::string progress_line(const Progress& progress, std::size_t columns) {
  constexpr std::int64_t kSecond = 1'000'000;
  constexpr std::size_t kShortestPath = 10;
  std::string line = fmt::format("{}/{}", format_count(progress.done), format_count(progress.total));
  if (progress.hits > 0) line += "  " + counted(progress.hits, "hit", "hits");
  if (progress.cost.value > 0) line += "  " + domain::format_usd(progress.cost);
  if (progress.done > 0) {
    // Divided first: a review of a hundred thousand files may take days.
    const std::int64_t left = progress.elapsed_us / progress.done * (progress.total - progress.done);
    if (left >= kSecond) line += "  " + format_duration(left / kSecond * kSecond) + " left";
  }
  const std::size_t taken = display_width(line) + 2;
  if (!progress.path.empty() && taken + kShortestPath <= columns)
    line += "  " + fitted_path(neutralise(progress.path), columns - taken);
  return fitted(line, columns);
}

}  // namespace rustassistant::render
