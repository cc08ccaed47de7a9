// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

// Charts of block characters.
namespace rustassistant::render {

// Values as columns of eighths of blocks, in lines from the top down, none wider than `columns`; where there are more
// values than that, neighbors are added up, or averaged. A value above 0 is never invisible. Negative ones count as 0.
enum class Neighbors : std::uint8_t { added, averaged };
[[nodiscard]] std::vector<std::string> block_columns(std::span<const std::int64_t> values, std::size_t columns,
                                                     std::size_t lines, Neighbors neighbors);

// A bar of at most `columns` for a share of `most`; empty where there is nothing.
[[nodiscard]] std::string block_bar(std::int64_t value, std::int64_t most, std::size_t columns);

}  // namespace rustassistant::render
