// SPDX-License-Identifier: MIT
#include "cuts.hpp"

#include <algorithm>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/source/chunks.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kNearlyFull = kChunkSize * 6 / 10;  // a definition then begins a chunk
constexpr std::size_t kWorthAChunk = kChunkSize / 4;      // the rest of a function is not joined with the next one

std::size_t line_start(std::string_view text, std::size_t at) {
  if (at == 0) return 0;
  const std::size_t feed = text.rfind('\n', at - 1);
  return feed == std::string_view::npos ? 0 : feed + 1;
}

bool is_closing(char c) {
  return c == '}' || c == ')' || c == ']';
}

// Comments and attributes become part of what follows them, as far as that fits one chunk.
std::vector<Unit> with_leads(const std::vector<Unit>& units, std::size_t size) {
  std::vector<Unit> joined;
  joined.reserve(units.size());
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::size_t end = i + 1 < units.size() ? units[i + 1].start : size;
    const bool joins = !joined.empty() && joined.back().leads && end - joined.back().start <= kChunkSize;
    if (!joins) {
      joined.push_back(units[i]);
      continue;
    }
    joined.back().depth = units[i].depth;
    joined.back().leads = units[i].leads;
    joined.back().item = units[i].item;
  }
  return joined;
}

// Cuts what is longer than a chunk between lines, and lines that are too long anywhere but within a character.
void cut_long(std::string_view text, std::size_t start, std::size_t end, std::vector<std::size_t>& cuts) {
  while (end - start > kChunkSize) {
    std::size_t feed = text.rfind('\n', start + kChunkSize - 1);
    if (feed == std::string_view::npos || feed < start) feed = text.find('\n', start + kChunkSize);
    std::size_t next = std::min(feed, end - 1) + 1;
    if (next - start > kMaxChunk) {
      next = start + kMaxChunk;
      for (int i = 0; i < 3 && (static_cast<unsigned char>(text[next]) & 0xC0U) == 0x80U; ++i) --next;
    }
    if (next >= end) return;
    cuts.push_back(next);
    start = next;
  }
}

}  // namespace

std::vector<Unit> units_of(const ParsedText& parsed) {
  const std::string_view text = parsed.text();
  std::vector<Unit> units;
  Cursor cursor(parsed.root());
  if (!cursor.to_first_child()) return lines_as_units(parsed.content());
  for (int depth = 0;;) {
    const TSNode node = cursor.node();
    const std::size_t first = ts_node_start_byte(node);
    const std::size_t start = line_start(text, first);
    if (first < text.size() && !is_closing(text[first]) && (units.empty() || start > units.back().start)) {
      const Role roles = parsed.grammar()->roles(node);
      units.push_back(
          {start, depth, (roles & (kComment | kAttribute)) != 0, (roles & (kFunction | kItem | kScope)) != 0});
    }
    if (ts_node_end_byte(node) - first > kChunkSize && cursor.to_first_child()) {
      ++depth;
      continue;
    }
    while (!cursor.to_next_sibling()) {
      if (!cursor.to_parent()) return units;
      --depth;
    }
  }
}

std::vector<Unit> lines_as_units(std::string_view content) {
  std::vector<Unit> units;
  for (std::size_t start = 0; start < content.size();) {
    const char c = content[start];
    const bool top = ascii::is_letter(c) || c == '#' || c == '@' || c == '/' || c == '[' || c == '{';
    units.push_back({start, top ? 0 : 1, false, top});
    const std::size_t feed = content.find('\n', start);
    start = feed == std::string_view::npos ? content.size() : feed + 1;
  }
  return units;
}

std::vector<std::size_t> cuts_of(std::string_view content, std::vector<Unit> units) {
  if (units.empty()) units.push_back({});
  units.front().start = 0;
  units = with_leads(units, content.size());
  std::vector<std::size_t> cuts{0};
  int depth = units.front().depth;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Unit& unit = units[i];
    const std::size_t end = i + 1 < units.size() ? units[i + 1].start : content.size();
    const std::size_t before = unit.start - cuts.back();
    const bool full = end - cuts.back() > kChunkSize;
    const bool leaves = unit.depth < depth && before >= kWorthAChunk;
    // The head of what is too long for one chunk goes with its beginning.
    const bool headed = full && i > 0 && units[i - 1].item && units[i - 1].depth < unit.depth;
    const std::size_t at = headed ? units[i - 1].start : unit.start;
    if (at > cuts.back() && (full || leaves || (unit.item && before > kNearlyFull))) {
      cuts.push_back(at);
      depth = unit.depth;
    }
    cut_long(content, cuts.back(), end, cuts);
  }
  return cuts;
}

}  // namespace rustassistant::source
