// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rustassistant/base/quantity.hpp"

#include "rustassistant/render/paint.hpp"

// Text in columns. Everything here counts columns of a terminal, not bytes.
namespace rustassistant::render {

// Columns that UTF-8 text takes: 2 for East Asian wide characters and emoji, 0 for combining marks and color sequences.
[[nodiscard]] std::size_t display_width(std::string_view text);
// The text, cut to at most that many columns; where it was cut it ends with "…". The text holds no color sequences.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns);
// The same for a path, whose end says most: "…/render/table.cpp".
[[nodiscard]] std::string fitted_path(std::string_view path, std::size_t columns);
// The text in lines of at most that many columns, each after `indent`, each with a line feed. Words are kept whole, and
// so is what stands in single quotes: paths may hold spaces. Line feeds in the text are kept.
[[nodiscard]] std::string wrapped(std::string_view text, std::size_t columns, std::string_view indent = {});

enum class Side : std::uint8_t { left, right };

// What may be cut off the cells of a column where the table is too wide: of a path, the beginning. `column`: it is left
// out then, the last of such first, before anything else is cut.
enum class Cut : std::uint8_t { nothing, end, beginning, column };

struct Column {
  std::string title;
  Side side = Side::left;
  Cut cut = Cut::nothing;
};

// Rows under a header, which is left out where no column has a title. A column whose cells are all empty is left out,
// too.
class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Cells that are missing are empty.
  void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool empty() const { return rows_.empty(); }
  // Within `width` columns as far as columns that may be cut allow it; the widest of them are cut first. Each line
  // begins with `indent`.
  [[nodiscard]] std::string text(const Paint& paint, std::size_t width, std::string_view indent = {}) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t available) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Lines of "label  value" after `indent`, with the values aligned; a value that is too long for that many columns goes
// on below its beginning, in at least 20 of them.
using LabelledRows = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string aligned(const LabelledRows& rows, std::size_t columns, std::string_view indent = {});

// "1,234"; nothing for 0, which says nothing in a table.
[[nodiscard]] std::string count_cell(std::int64_t count);
// "14.0 %" for 140, "-0.5 %" for -5.
[[nodiscard]] std::string percent_text(std::int64_t permille);

}  // namespace rustassistant::render
