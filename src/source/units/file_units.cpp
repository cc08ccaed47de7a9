// SPDX-License-Identifier: MIT
#include "rustassistant/source/file_units.hpp"

#include <algorithm>
#include <utility>

#include "containers.hpp"
#include "found_items.hpp"
#include "import_entries.hpp"
#include "lines.hpp"
#include "names.hpp"
#include "rust_macros.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

using domain::FileUnit;
using domain::FileUnits;
using domain::LineRange;

constexpr int kMaxContainers = 50;      // around each other
constexpr std::size_t kMaxNames = 200;  // that one unit defines
constexpr std::size_t kHashDigits = 24;
constexpr std::size_t kMaxValueName = 256;  // bytes

std::string short_hash(std::string_view text) {
  return codec::sha256_hex(text).substr(0, kHashDigits);
}

struct PlacedUnit {
  FileUnit unit;
  std::string place;    // the containers around it
  int code_line = 0;    // its first line behind comments and attributes
  bool groups = false;  // it says nothing but where its members belong
};

// Cuts a tree into units, by lines.
class UnitFinder {
 public:
  // `content`: what the tree's text was made of, line by line.
  UnitFinder(const ParsedText& parsed, std::string_view content)
      : parsed_(parsed), content_(content), lines_(content), taken_(static_cast<std::size_t>(lines_.count()) + 2, 0) {}

  // False: there are too many.
  bool find() {
    add_members(parsed_.root(), {}, std::nullopt, 0, 0);
    add_what_is_left();
    return units_.size() <= kMaxUnits;
  }

  FileUnits take() {
    std::vector<std::size_t> order(units_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
      return std::pair(units_[a].unit.lines.line_start, a) < std::pair(units_[b].unit.lines.line_start, b);
    });
    std::vector<std::size_t> rank(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) rank[order[i]] = i;
    FileUnits file;
    file.units.reserve(units_.size());
    code_lines_.reserve(units_.size());
    groups_.reserve(units_.size());
    for (const std::size_t index : order) {
      PlacedUnit& placed = units_[index];
      finish(placed);
      code_lines_.push_back(placed.code_line);
      groups_.push_back(placed.groups ? 1 : 0);
      if (placed.unit.container) placed.unit.container = rank[*placed.unit.container];
      file.units.push_back(std::move(placed.unit));
    }
    for (const LineRange& lines : imports_) {
      for (ImportEntry& entry : import_entries(lines_.joined(lines), parsed_.grammar()->facts().language))
        file.imports.push_back({lines, short_hash(entry.text), std::move(entry.names)});
    }
    name_units(file);
    return file;
  }

 private:
  enum Taken : char { by_nobody, by_unit, by_comment };

  void take_lines(LineRange range, Taken by) {
    for (int line = range.line_start; line <= range.line_end; ++line) {
      char& taken = taken_.at(static_cast<std::size_t>(line));
      if (taken == by_nobody || by == by_unit) taken = by;
    }
  }
  [[nodiscard]] bool is_taken(int line, Taken by) const { return taken_.at(static_cast<std::size_t>(line)) == by; }

  [[nodiscard]] LineRange within(int first, int last) const { return {first, std::min(last, lines_.count())}; }

  // Adds a unit of the lines that no other one has, if there are any, and returns the last one.
  std::size_t add(LineRange lines, int code_line, const std::string& place, std::optional<std::size_t> container) {
    while (lines.line_start <= lines.line_end && is_taken(lines.line_start, by_unit)) ++lines.line_start;
    if (lines.line_start <= lines.line_end) {
      FileUnit unit;
      unit.lines = lines;
      unit.container = container;
      units_.push_back({std::move(unit), place, std::max(code_line, lines.line_start)});
      take_lines(lines, by_unit);
    }
    return units_.size() - 1;
  }

  // The first line of a unit: that of the comments and attributes right above it.
  [[nodiscard]] int with_leads(int first) const {
    int line = first;
    while (line > 1 && is_taken(line - 1, by_comment)) --line;
    return line;
  }

  // What begins up to `head_end` is part of the head.
  void add_members(TSNode list, const std::string& place, std::optional<std::size_t> container, int head_end,
                   int depth) {
    Cursor cursor(list);
    for (bool more = cursor.to_first_child(); more && units_.size() <= kMaxUnits; more = cursor.to_next_sibling()) {
      const TSNode node = cursor.node();
      const int line = first_line(node);
      if (ts_node_is_named(node) && line > head_end && line <= lines_.count())
        add_member(node, place, container, depth);
    }
  }

  void add_member(TSNode node, const std::string& place, std::optional<std::size_t> container, int depth) {
    const LineRange lines = within(first_line(node), last_line(node));
    const Role roles = parsed_.grammar()->roles(node);
    if ((roles & (kComment | kAttribute)) != 0) {
      take_lines(lines, by_comment);
      return;
    }
    if (is_import(node, parsed_)) {
      if (is_taken(lines.line_start, by_unit)) return;
      take_lines(lines, by_unit);
      imports_.push_back(lines);
      return;
    }
    const int first = with_leads(lines.line_start);
    const auto inner = depth < kMaxContainers ? container_in(node, parsed_) : std::nullopt;
    if (inner && split(lines, first, *inner, place, container, depth)) return;
    const std::size_t before = units_.size();
    add({first, lines.line_end}, lines.line_start, place, container);
    if (units_.size() > before) units_.back().groups = std::string_view(ts_node_type(node)) == "impl_item";
  }

  // False: it stands on too few lines to be split.
  bool split(LineRange lines, int first, const Container& inner, const std::string& place,
             std::optional<std::size_t> container, int depth) {
    const int head_line = first_line(inner.body);
    const std::uint32_t count = ts_node_named_child_count(inner.body);
    int head_end = std::max(lines.line_start, head_line);
    int first_member = 0;
    for (std::uint32_t i = 0; i < count && first_member == 0; ++i) {
      const TSNode child = ts_node_named_child(inner.body, i);
      if (first_line(child) > head_end || (first_line(child) == head_line && starts_list(child, inner.body))) {
        first_member = first_line(child);
      } else {
        head_end = std::max(head_end, last_line(child));
      }
    }
    if (first_member == 0 || first_member <= lines.line_start || first_member > lines_.count()) return false;
    head_end = std::min(head_end, first_member - 1);
    if (is_taken(lines.line_start, by_unit) || head_end < lines.line_start) return false;
    const std::size_t head = add({first, head_end}, lines.line_start, place, container);
    units_[head].groups = inner.groups;
    add_members(inner.body, inner.place.empty() ? place : place + "\n" + inner.place, head, head_end, depth + 1);
    LineRange tail = within(std::max(last_line_of_members(inner.body), head_end) + 1, lines.line_end);
    while (tail.line_start <= tail.line_end && lines_.is_blank(tail.line_start)) ++tail.line_start;
    if (tail.line_start <= tail.line_end) {
      units_[head].unit.tail = tail;
      take_lines(tail, by_unit);
    }
    return true;
  }

  // Python: a block begins with its first statement.
  static bool starts_list(TSNode child, TSNode list) { return ts_node_start_byte(child) == ts_node_start_byte(list); }

  static int last_line_of_members(TSNode list) {
    return last_line(ts_node_named_child(list, ts_node_named_child_count(list) - 1));
  }

  // Lines that nothing above accounts for, as happens where text does not parse.
  void add_what_is_left() {
    for (int line = 1; line <= lines_.count(); ++line) {
      if (!is_taken(line, by_nobody) || lines_.is_blank(line)) continue;
      int last = line;
      while (last < lines_.count() && is_taken(last + 1, by_nobody) && !lines_.is_blank(last + 1)) ++last;
      FileUnit unit;
      unit.lines = {line, last};
      units_.push_back({std::move(unit), {}, line});
      take_lines({line, last}, by_unit);
      line = last;
    }
  }

  void finish(PlacedUnit& placed) {
    FileUnit& unit = placed.unit;
    std::string text = lines_.joined(unit.lines);
    if (unit.tail.line_start > 0) text += "\n" + lines_.joined(unit.tail);
    unit.bytes = static_cast<std::int64_t>(text.size());
    unit.hash = short_hash(placed.place + std::string(1, '\0') + text);
    unit.head = unit.lines;
  }

  void name_units(FileUnits& file) const;
  void finish_others(FileUnits& file) const;
  // The lines of a unit without the comments and attributes above it, but what a type derives.
  [[nodiscard]] std::string declaration_of(const FileUnit& unit, int code_line) const;

  // Whether a node stands in the tree alone, in place of something else.
  [[nodiscard]] bool is_made_up(TSNode node) const {
    const std::size_t start = ts_node_start_byte(node);
    return content_.data() != parsed_.content().data() && parsed_.text()[start] != content_[start];
  }

  const ParsedText& parsed_;
  const std::string_view content_;
  TextLines lines_;
  std::vector<char> taken_;  // by line
  std::vector<PlacedUnit> units_;
  std::vector<LineRange> imports_;
  std::vector<int> code_lines_;  // by unit of the file
  std::vector<char> groups_;     // by unit of the file
};

void set_signature(FileUnit& unit, const FoundItem& found, const ParsedText& parsed) {
  const std::string_view text = parsed.text();
  const TSNode code = child_named(found.node, "body");
  const std::size_t start = ts_node_start_byte(found.statement);
  const std::size_t end = ts_node_is_null(code) ? ts_node_end_byte(found.node) : ts_node_start_byte(code);
  if (end < start) return;
  unit.head_hash = short_hash(collapsed(text.substr(start, end - start)));
  if (ts_node_is_null(code)) return;
  const bool opens = end < text.size() && (text[end] == '{' || text[end] == '(');
  const int last = opens ? first_line(code) : first_line(code) - 1;
  unit.head = {first_line(found.statement), std::clamp(last, first_line(found.statement), unit.lines.line_end)};
}

// "table" of `static const int table[] = {`; empty where the text is no definition of a value.
std::string value_name(std::string_view text) {
  const std::size_t end = text.find_first_of("=([{;:<,");
  if (end == std::string_view::npos || std::string_view("=[:;").find(text[end]) == std::string_view::npos) return {};
  std::size_t last = end;
  while (last > 0 && !is_word_byte(text[last - 1])) --last;
  std::size_t first = last;
  while (first > 0 && is_word_byte(text[first - 1])) --first;
  const std::string_view name = text.substr(first, last - first);
  return has_word(" public private protected default signals slots case else ", name) ? std::string()
                                                                                      : std::string(name);
}

// Parts of a type, which nobody names without it.
bool is_part(const FoundItem& found, std::string_view language) {
  const std::string_view kind = ts_node_type(found.node);
  return kind == "enum_variant" || (language == "rust" && kind == "field_declaration");
}

void UnitFinder::name_units(FileUnits& file) const {
  std::vector<char> heads(file.units.size(), 0);
  for (const FileUnit& unit : file.units) {
    if (unit.container) heads[*unit.container] = 1;
  }
  const std::vector<FoundItem> items = find_items(parsed_, Prototypes::include);
  std::vector<std::optional<std::size_t>> unit_of(items.size());
  std::vector<char> local(items.size(), 0);
  for (std::size_t i = 0; i < items.size(); ++i) {
    const FoundItem& found = items[i];
    unit_of[i] = domain::unit_at(file, found.item.line_start);
    if (!unit_of[i]) continue;
    const std::size_t around = found.around;
    local[i] = around != kNoItem && unit_of[around] == unit_of[i] &&
                       (local[around] != 0 || items[around].item.kind == ItemKind::function)
                   ? 1
                   : 0;
    if (local[i] != 0 || is_made_up(found.node) || is_part(found, parsed_.grammar()->facts().language)) continue;
    FileUnit& unit = file.units[*unit_of[i]];
    unit.is_function = found.item.kind == ItemKind::function && unit.names.empty() && heads[*unit_of[i]] == 0;
    if (unit.is_function) set_signature(unit, found, parsed_);
    if (unit.names.size() < kMaxNames) unit.names.push_back(found.item.name);
  }
  finish_others(file);
}

std::string UnitFinder::declaration_of(const FileUnit& unit, int code_line) const {
  std::string text;
  bool derives = false;
  for (int line = unit.lines.line_start; line < code_line; ++line) {
    const std::string_view lead = trim(lines_.at(line));
    derives = derives || lead.starts_with("#[derive(");
    if (derives) text.append(lead).append("\n");
    derives = derives && lead.find(")]") == std::string_view::npos;
  }
  text += lines_.joined({code_line, unit.lines.line_end});
  return unit.tail.line_start > 0 ? text + lines_.joined(unit.tail) : text;
}

// What is the same for all units, once the items in them are known, and what is known of those that are no functions.
void UnitFinder::finish_others(FileUnits& file) const {
  for (std::size_t i = 0; i < file.units.size(); ++i) {
    FileUnit& unit = file.units[i];
    std::sort(unit.names.begin(), unit.names.end());
    unit.names.erase(std::unique(unit.names.begin(), unit.names.end()), unit.names.end());
    std::string name = unit.names.empty() ? value_name(lines_.at(code_lines_[i])) : std::string();
    if (!name.empty()) unit.names.push_back(shown_name(name, kMaxValueName));
    if (unit.is_function) continue;
    unit.head = {std::max(code_lines_[i], unit.lines.line_start), unit.lines.line_end};
    unit.head_hash = groups_[i] != 0      ? std::string(domain::kNothingSeen)
                     : unit.names.empty() ? std::string()
                                          : short_hash(declaration_of(unit, code_lines_[i]));
  }
}

}  // namespace

domain::FileUnits file_units_of(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  if (content.empty() || !parsed.parsed()) return {};
  const std::string open_text = language == "rust" ? with_open_macros(parsed) : std::string();
  const ParsedText opened(open_text, language);
  const bool is_open = !open_text.empty() && opened.parsed() && opened.unparsed().size() <= parsed.unparsed().size();
  UnitFinder finder(is_open ? opened : parsed, content);
  if (!finder.find()) return {};
  return finder.take();
}

}  // namespace rustassistant::source
