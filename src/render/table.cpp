// SPDX-License-Identifier: MIT
#include "rustassistant/render/table.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "display_width.hpp"
#include "rustassistant/base/quantity.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowest = 12;  // a column that may be cut keeps that many

std::string padded(const std::string& cell, std::size_t width, Side side) {
  const std::size_t taken = display_width(cell);
  const std::string padding(width > taken ? width - taken : 0, ' ');
  return side == Side::left ? cell + padding : padding + cell;
}

// Where the word that begins at `at` ends: at a space or a line feed outside quotes.
std::size_t end_of_word(std::string_view text, std::size_t at) {
  const std::size_t quoted = text.substr(at, 1) == "'" ? text.find('\'', at + 1) : std::string_view::npos;
  return std::min(text.find_first_of(" \n", quoted == std::string_view::npos ? at : quoted), text.size());
}

void strip_end(std::string& line) {
  line.erase(line.find_last_not_of(' ') + 1);
}

}  // namespace

std::vector<std::size_t> Table::widths(std::size_t available) const {
  std::vector<std::size_t> widths(columns_.size(), 0);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < std::min(row.size(), widths.size()); ++i)
      widths[i] = std::max(widths[i], display_width(row[i]));
  }
  std::size_t total = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    if (widths[i] == 0) continue;
    widths[i] = std::max(widths[i], display_width(columns_[i].title));
    total += widths[i] + (total == 0 ? 0 : kGap);
  }
  for (std::size_t i = widths.size(); total > available && i > 0; --i) {
    if (columns_[i - 1].cut != Cut::column || widths[i - 1] == 0) continue;
    total -= widths[i - 1] + kGap;
    widths[i - 1] = 0;
  }
  while (total > available) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (columns_[i].cut == Cut::nothing || columns_[i].cut == Cut::column || widths[i] <= kNarrowest) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

std::string Table::text(const Paint& paint, std::size_t width, std::string_view indent) const {
  if (rows_.empty()) return {};
  const auto widths = this->widths(width > indent.size() ? width - indent.size() : 0);
  const auto line_of = [&](const auto& cell_of) {
    std::string line(indent);
    bool first = true;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (widths[i] == 0) continue;
      std::string cell = cell_of(i);
      if (columns_[i].cut == Cut::beginning) cell = fitted_path(cell, widths[i]);
      if (columns_[i].cut == Cut::end) cell = fitted(cell, widths[i]);
      line += (first ? "" : std::string(kGap, ' ')) + padded(cell, widths[i], columns_[i].side);
      first = false;
    }
    strip_end(line);
    return line;
  };
  std::string text;
  if (std::any_of(columns_.begin(), columns_.end(), [](const Column& column) { return !column.title.empty(); }))
    text = paint.dim(line_of([&](std::size_t i) { return columns_[i].title; })) + "\n";
  for (const auto& row : rows_)
    text += line_of([&](std::size_t i) { return i < row.size() ? row[i] : std::string(); }) + "\n";
  return text;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Glyph glyph = next_glyph(text);
    width += glyph.columns;
    text.remove_prefix(glyph.bytes);
  }
  return width;
}

std::string fitted(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::size_t width = 0;
  std::size_t bytes = 0;
  while (bytes < text.size()) {
    const Glyph glyph = next_glyph(text.substr(bytes));
    if (width + glyph.columns > columns - 1) break;
    width += glyph.columns;
    bytes += glyph.bytes;
  }
  return std::string(text.substr(0, bytes)) + "…";
}

std::string fitted_path(std::string_view path, std::size_t columns) {
  std::size_t width = display_width(path);
  if (width <= columns) return std::string(path);
  if (columns == 0) return {};
  while (width > columns - 1) {
    const Glyph glyph = next_glyph(path);
    width -= glyph.columns;
    path.remove_prefix(glyph.bytes);
  }
  while (!path.empty() && next_glyph(path).columns == 0) path.remove_prefix(next_glyph(path).bytes);
  return "…" + std::string(path);
}

std::string wrapped(std::string_view text, std::size_t columns, std::string_view indent) {
  std::string lines;
  std::string line;
  std::size_t column = 0;
  const auto end_line = [&] {
    if (column > 0) lines.append(indent).append(line);
    lines += '\n';
    line.clear();
    column = 0;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_word(text, at);
    const std::string_view word = text.substr(at, end - at);
    const std::size_t width = display_width(word);
    if (column > 0 && column + 1 + width > columns) end_line();
    if (column > 0 && width > 0) line += ' ';
    line += word;
    column += width + (column > 0 && width > 0 ? 1 : 0);
    if (end < text.size() && text[end] == '\n') end_line();
    at = end + 1;
  }
  if (column > 0) end_line();
  return lines;
}

std::string aligned(const LabelledRows& rows, std::size_t columns, std::string_view indent) {
  constexpr std::size_t kNarrowestValue = 20;
  std::size_t width = 0;
  for (const auto& [label, value] : rows) width = std::max(width, display_width(label));
  const std::string below(indent.size() + width + kGap, ' ');
  const std::size_t room = std::max(columns, below.size() + kNarrowestValue) - below.size();
  std::string text;
  for (const auto& [label, value] : rows) {
    const std::string begin = std::string(indent) + padded(label, width + kGap, Side::left);
    if (display_width(value) > room) {
      text += begin + wrapped(value, room, below).substr(below.size());
    } else {
      std::string line = begin + value;
      strip_end(line);
      text += line + "\n";
    }
  }
  return text;
}

std::string count_cell(std::int64_t count) {
  return count == 0 ? std::string() : format_count(count);
}

std::string percent_text(std::int64_t permille) {
  const std::int64_t tenths = std::abs(permille);
  return (permille < 0 ? "-" : "") + format_count(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

}  // namespace rustassistant::render
