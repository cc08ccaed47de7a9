// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "axis.hpp"
#include "html.hpp"

// Tables of a page. Pure.
namespace rustassistant::render {

struct Cell {
  Html content;
  std::optional<std::int64_t> value = {};  // exact; by which rows are ordered
};
// Under the heading of a column of numbers; "–" where it is not known.
[[nodiscard]] Cell figure_cell(const std::optional<std::int64_t>& value, Measure measure);

enum class ColumnKind : std::uint8_t { words, number, bar };
struct Heading {
  std::string_view title;  // empty: the column cannot be ordered by
  ColumnKind kind = ColumnKind::words;
};

struct PageTable {
  std::string_view caption;
  std::vector<Heading> headings;  // the first is that of what a row is about
  std::vector<std::vector<Cell>> rows;
  std::vector<Cell> total = {};  // below them; may be empty
  std::string left_out = {};     // about rows that are not shown; may be empty
};
// In a card, with rows that can be ordered.
[[nodiscard]] Html table_card(const PageTable& table);

// "12 more are not shown"; nothing for 0.
[[nodiscard]] std::string rows_left_out(std::int64_t rows);

}  // namespace rustassistant::render
