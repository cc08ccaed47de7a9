// SPDX-License-Identifier: MIT
#include "drawing.hpp"

#include <algorithm>

namespace rustassistant::render {
namespace {

constexpr std::size_t kMostWords = 7;

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

Html word_below(const Chart& chart, std::size_t i, bool always) {
  constexpr std::int64_t kNearEdge = 300;
  const std::int64_t middle = slot_middle(i, chart.slots.size());
  // What is near an edge would reach over it.
  const bool first = middle < kNearEdge && chart.slots.size() > 1;
  const bool last = middle > kAllAcross - kNearEdge && chart.slots.size() > 1;
  const std::int64_t at = first ? 0 : last ? kAllAcross : middle;
  return filled(R"(<text x="$" y="$" class="$$">$</text>)",
                {percent(at), kPlotBottom + 18,
                 first  ? "tb"
                 : last ? "te"
                        : "tm",
                 always ? Html() : Html::trusted(" wide"), chart.slots[i].brief});
}

Html figures_table(const Chart& chart, const std::vector<const Series*>& columns) {
  Html head = filled(R"(<th scope="col">$</th>)", {chart.slot_title});
  for (const Series* series : columns) head += filled(R"(<th scope="col" class="n">$</th>)", {series->name});
  Html rows;
  for (std::size_t i = 0; i < chart.slots.size(); ++i) {
    Html row = filled(R"(<th scope="row">$</th>)", {chart.slots[i].name});
    for (const Series* series : columns) {
      const auto& value = series->values.at(i);
      row += value ? filled(R"(<td class="n" data-v="$">$</td>)", {*value, figure_text(*value, chart.measure)})
                   : Html::trusted(R"(<td class="n">–</td>)");
    }
    rows += filled("<tr>$</tr>", {row});
  }
  return filled(R"(<table aria-label="$"><thead><tr>$</tr></thead><tbody>$</tbody></table>)",
                {chart.title, head, rows});
}

Html key_list(const std::vector<KeyRow>& key) {
  if (key.empty()) return {};
  Html items;
  for (const KeyRow& row : key) {
    items += filled(R"(<li><svg width="26" height="12" aria-hidden="true" focusable="false">$</svg>$</li>)",
                    {row.sample, row.name});
  }
  return filled(R"(<ul class="key">$</ul>)", {items});
}

}  // namespace

std::string percent(std::int64_t hundredths) {
  const std::int64_t rest = hundredths % 100;
  return std::to_string(hundredths / 100) + (rest == 0 ? "" : "." + two_digits(rest)) + "%";
}

std::int64_t slot_begin(std::size_t i, std::size_t slots) {
  return static_cast<std::int64_t>(i) * kAllAcross / static_cast<std::int64_t>(std::max<std::size_t>(1, slots));
}

std::int64_t slot_middle(std::size_t i, std::size_t slots) {
  return (slot_begin(i, slots) + slot_begin(i + 1, slots)) / 2;
}

std::string height_text(std::int64_t tenths) {
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10));
}

std::int64_t tenths_up(std::int64_t value, const Axis& axis) {
  return scaled(value, axis.top, kPlotHeight * 10);
}

Html axes(const Chart& chart, const Axis& axis) {
  Html drawn;
  for (const Tick& tick : axis.ticks) {
    const std::string y = height_text(kPlotBottom * 10 - tenths_up(tick.value, axis));
    drawn += filled(R"(<line class="$" x1="0" x2="100%" y1="$" y2="$"/><text class="te" x="-8" y="$" dy="4">$</text>)",
                    {tick.value == 0 ? "base" : "rung", y, y, y, tick.text});
  }
  const std::size_t slots = chart.slots.size();
  const std::size_t step = std::max<std::size_t>(1, (slots + kMostWords - 1) / kMostWords);
  // The last has one: it says when the picture was made.
  for (std::size_t i = 0; i < slots; i += step) drawn += word_below(chart, slots - 1 - i, i / step % 2 == 0);
  return drawn;
}

Html figure_of(const Chart& chart, const Html& drawn, const std::vector<KeyRow>& key,
               const std::vector<const Series*>& columns) {
  constexpr std::string_view kPattern =
      R"(<figure id="$"><figcaption><h3>$</h3><p>$</p></figcaption>)"
      R"(<svg class="picture" role="img" aria-labelledby="$-title $-sentence" height="$">)"
      R"(<title id="$-title">$</title><desc id="$-sentence">$</desc>$</svg>$)"
      R"(<details><summary>Figures</summary><div class="scroll">$</div></details></figure>)";
  const std::string_view id = chart.id;
  return filled(kPattern, {id, chart.title, chart.sentence, id, id, kPictureHeight, id, chart.title, id, chart.sentence,
                           drawn, key_list(key), figures_table(chart, columns)});
}

std::string value_title(const Slot& slot, const std::string& name, std::int64_t value, Measure measure) {
  return slot.name + ", " + name + ": " + figure_text(value, measure);
}

}  // namespace rustassistant::render
