// SPDX-License-Identifier: MIT
#include "tables.hpp"

#include "rustassistant/base/quantity.hpp"

namespace rustassistant::render {
namespace {

Html class_of(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::number:
      return Html::trusted(R"( class="n")");
    case ColumnKind::bar:
      return Html::trusted(R"( class="bar")");
    case ColumnKind::words:
      break;
  }
  return {};
}

Html row_of(const std::vector<Heading>& headings, const std::vector<Cell>& cells) {
  Html row;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    const Html value = cell.value ? filled(R"( data-v="$")", {*cell.value}) : Html();
    row += i == 0 ? filled(R"(<th scope="row"$>$</th>)", {value, cell.content})
                  : filled(R"(<td$$>$</td>)", {class_of(headings.at(i).kind), value, cell.content});
  }
  return filled("<tr>$</tr>", {row});
}

}  // namespace

Cell figure_cell(const std::optional<std::int64_t>& value, Measure measure) {
  if (!value) return {text("–"), std::nullopt};
  return {text(figure_text(*value, measure)), value};
}

Html table_card(const PageTable& table) {
  Html head;
  for (const Heading& heading : table.headings) {
    const Html kind = class_of(heading.kind);
    head += heading.title.empty() ? filled("<td$></td>", {kind})
                                  : filled(R"(<th scope="col"$>$</th>)", {kind, heading.title});
  }
  Html rows;
  for (const auto& cells : table.rows) rows += row_of(table.headings, cells);
  const Html total = table.total.empty() ? Html() : filled("<tfoot>$</tfoot>", {row_of(table.headings, table.total)});
  const Html more = table.left_out.empty() ? Html() : filled(R"(<p class="meta">$</p>)", {table.left_out});
  return filled(
      R"(<div class="card"><div class="scroll"><table class="sortable"><caption>$</caption><thead><tr>$</tr></thead>)"
      R"(<tbody>$</tbody>$</table></div>$</div>)",
      {table.caption, head, rows, total, more});
}

std::string rows_left_out(std::int64_t rows) {
  if (rows <= 0) return {};
  return format_count(rows) + (rows == 1 ? " more is" : " more are") + " not shown";
}

}  // namespace rustassistant::render
