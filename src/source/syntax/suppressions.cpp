// SPDX-License-Identifier: MIT
#include "rustassistant/source/suppressions.hpp"

#include <algorithm>
#include <utility>

#include "found_items.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/source/locations.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::string_view kMark = "rustassistant:";

// Bytes of the text.
struct Range {
  std::size_t start = 0;
  std::size_t end = 0;
  int line = 0;  // of the start
};

// The comments of a text, what comes before items and is about them, and all other leaves.
class Tokens {
 public:
  explicit Tokens(const Grammar& grammar) : grammar_(grammar) {}

  void enter(TSNode node, TSFieldId /*field*/) {
    const bool silent = !silent_.empty() && silent_.back() != 0;
    const bool comment = (grammar_.roles(node) & kComment) != 0;
    const bool attribute = !comment && is_attribute(node);
    silent_.push_back(silent || comment || attribute ? 1 : 0);
    if (silent) return;
    const Range range{ts_node_start_byte(node), ts_node_end_byte(node), first_line(node)};
    if (comment) comments.push_back(range);
    if (comment || attribute) skipped.push_back(range);
    if (!comment && !attribute && ts_node_child_count(node) == 0 && range.end > range.start) leaves.push_back(range);
  }
  void leave() { silent_.pop_back(); }

  std::vector<Range> comments;
  std::vector<Range> skipped;  // comments and attributes
  std::vector<Range> leaves;

 private:
  [[nodiscard]] bool is_attribute(TSNode node) const {
    constexpr WordList kKinds =
        " attribute_item decorator annotation marker_annotation attribute_declaration attribute_specifier ";
    return ts_node_is_named(node) && has_word(kKinds, ts_node_type(node));
  }

  const Grammar& grammar_;
  std::vector<char> silent_;
};

bool has_blank_line(std::string_view gap) {
  const std::size_t first = gap.find('\n');
  if (first == std::string_view::npos) return false;
  std::size_t line = first + 1;
  for (std::size_t end = gap.find('\n', line); end != std::string_view::npos; end = gap.find('\n', line)) {
    if (trim(gap.substr(line, end - line)).empty()) return true;
    line = end + 1;
  }
  return false;
}

// The first range that begins at a byte or later.
std::vector<Range>::const_iterator from_byte(const std::vector<Range>& ranges, std::size_t byte) {
  return std::lower_bound(ranges.begin(), ranges.end(), byte,
                          [](const Range& range, std::size_t at) { return range.start < at; });
}

class Placer {
 public:
  explicit Placer(const ParsedText& parsed) : parsed_(parsed), tokens_(*parsed.grammar()), items_(find_items(parsed)) {
    traverse(parsed.root(), tokens_);
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const std::size_t first = first_leaf(items_[i].node);
      const std::size_t statement = first_leaf(items_[i].statement);
      starts_.emplace_back(first, i);
      if (statement != first) starts_.emplace_back(statement, i);
    }
    std::sort(starts_.begin(), starts_.end());
  }

  [[nodiscard]] const std::vector<Range>& comments() const { return tokens_.comments; }

  // The item that a comment belongs to, or nothing.
  [[nodiscard]] const Item* item_of(const Range& comment) const {
    if (is_trailing(comment)) {
      if (const FoundItem* trailed = trailed_by(comment)) return &trailed->item;
      return item_or_null(headed_by(comment));
    }
    const FoundItem* below = below_of(comment);
    if (below != nullptr && below->item.kind != ItemKind::other) return &below->item;
    const FoundItem* head = headed_by(comment);
    return item_or_null(head != nullptr ? head : below);
  }

 private:
  static const Item* item_or_null(const FoundItem* found) { return found == nullptr ? nullptr : &found->item; }

  [[nodiscard]] std::size_t first_leaf(TSNode node) const {
    const auto leaf = from_byte(tokens_.leaves, ts_node_start_byte(node));
    return leaf == tokens_.leaves.end() ? ts_node_start_byte(node) : leaf->start;
  }

  // Behind code on its line.
  [[nodiscard]] bool is_trailing(const Range& comment) const {
    const auto next = from_byte(tokens_.leaves, comment.start);
    if (next == tokens_.leaves.begin()) return false;
    const Range& before = *(next - 1);
    const std::size_t end = std::max(before.start, before.end - 1);
    const std::string_view between = parsed_.content().substr(end, comment.start - end);
    return between.find('\n') == std::string_view::npos;
  }

  [[nodiscard]] const FoundItem* trailed_by(const Range& comment) const {
    auto start = std::upper_bound(starts_.begin(), starts_.end(), std::pair(comment.start, std::size_t{0}));
    const std::size_t line_break = parsed_.content().rfind('\n', comment.start);
    const std::size_t line = line_break == std::string_view::npos || comment.start == 0 ? 0 : line_break + 1;
    const FoundItem* other = nullptr;
    while (start != starts_.begin()) {
      --start;
      if (start->first < line) break;
      const FoundItem& found = items_[start->second];
      if (found.item.kind != ItemKind::other) return &found;
      if (other == nullptr) other = &found;
    }
    return other;
  }

  [[nodiscard]] const FoundItem* below_of(const Range& comment) const {
    const auto leaf = from_byte(tokens_.leaves, comment.end);
    if (leaf == tokens_.leaves.end() || !is_near(comment, leaf->start)) return nullptr;
    const auto start = std::lower_bound(starts_.begin(), starts_.end(), std::pair(leaf->start, std::size_t{0}));
    return start == starts_.end() || start->first != leaf->start ? nullptr : &items_[start->second];
  }

  // Whether no line between a comment and a byte is blank, other comments and attributes apart.
  [[nodiscard]] bool is_near(const Range& comment, std::size_t end) const {
    const std::string_view content = parsed_.content();
    std::size_t at = trimmed_end(comment);
    for (auto skipped = from_byte(tokens_.skipped, comment.end); skipped != tokens_.skipped.end(); ++skipped) {
      if (skipped->start >= end) break;
      if (has_blank_line(content.substr(at, skipped->start - at))) return false;
      at = trimmed_end(*skipped);
    }
    return !has_blank_line(content.substr(at, end - at));
  }

  // Without the line break that some grammars count to a comment.
  [[nodiscard]] std::size_t trimmed_end(const Range& range) const {
    std::size_t end = range.end;
    while (end > range.start && (parsed_.content()[end - 1] == '\n' || parsed_.content()[end - 1] == '\r')) --end;
    return end;
  }

  // The innermost item around a comment, if nothing of its body comes before.
  [[nodiscard]] const FoundItem* headed_by(const Range& comment) const {
    const auto next = std::upper_bound(
        items_.begin(), items_.end(), comment.start,
        [](std::size_t byte, const FoundItem& found) { return byte < ts_node_start_byte(found.node); });
    if (next == items_.begin()) return nullptr;
    auto index = static_cast<std::size_t>(next - items_.begin()) - 1;
    while (index != kNoItem && ts_node_end_byte(items_[index].node) < comment.end) index = items_[index].around;
    if (index == kNoItem) return nullptr;
    return comment.start < body_start(items_[index].node) ? &items_[index] : nullptr;
  }

  // Where the first statement begins.
  [[nodiscard]] std::size_t body_start(TSNode node) const {
    const std::string_view text = parsed_.text();
    const TSNode body = child_named(node, "body");
    const std::size_t end = ts_node_end_byte(node);
    if (ts_node_is_null(body)) {
      auto leaf = from_byte(tokens_.leaves, ts_node_start_byte(node));
      while (leaf != tokens_.leaves.end() && leaf->start < end && text[leaf->start] != '{') ++leaf;
      if (leaf == tokens_.leaves.end() || leaf->start >= end) return ts_node_start_byte(node);
      return leaf + 1 == tokens_.leaves.end() ? end : (leaf + 1)->start;
    }
    auto leaf = from_byte(tokens_.leaves, ts_node_start_byte(body));
    if (leaf != tokens_.leaves.end() && (text[leaf->start] == '{' || text[leaf->start] == '(')) ++leaf;
    if (const TSNode string = docstring(body); !ts_node_is_null(string)) {
      leaf = from_byte(tokens_.leaves, ts_node_end_byte(string));
    }
    return leaf == tokens_.leaves.end() ? end : std::min(leaf->start, end);
  }

  [[nodiscard]] TSNode docstring(TSNode body) const {
    if (parsed_.grammar()->facts().language != "python") return {};
    for (std::uint32_t i = 0; i < ts_node_named_child_count(body); ++i) {
      TSNode child = ts_node_named_child(body, i);
      if ((parsed_.grammar()->roles(child) & kComment) != 0) continue;
      if (std::string_view(ts_node_type(child)) == "expression_statement") child = ts_node_named_child(child, 0);
      return std::string_view(ts_node_type(child)) == "string" ? child : TSNode{};
    }
    return {};
  }

  const ParsedText& parsed_;
  Tokens tokens_;
  std::vector<FoundItem> items_;
  std::vector<std::pair<std::size_t, std::size_t>> starts_;  // byte of the first leaf, index of the item
};

bool skip(std::string_view& text, std::string_view start) {
  if (!text.starts_with(start)) return false;
  text.remove_prefix(start.size());
  return true;
}

std::vector<SuppressedKind> kinds_in(std::string_view list) {
  std::vector<SuppressedKind> kinds;
  for (const std::string_view part : split(list, ',')) {
    const std::string_view word = trim(part);
    if (!word.empty()) kinds.push_back({to_valid_utf8(word), domain::smell_type_named(word)});
  }
  return kinds;
}

std::string reason_in(std::string_view rest) {
  if (rest.ends_with("*/")) rest.remove_suffix(2);
  rest = trim(rest);
  while (!rest.empty() && (rest.front() == ':' || rest.front() == '-')) rest.remove_prefix(1);
  return to_valid_utf8(trim(rest));
}

// Most files need no look at their syntax tree. "rustassistant::" of C++ is none.
bool may_hold_directive(std::string_view content) {
  for (std::size_t at = 0; (at = content.find(kMark, at)) != std::string_view::npos; at += kMark.size()) {
    const std::size_t word = content.find_first_not_of(" \t\r", at + kMark.size());
    if (word != std::string_view::npos && content.substr(word).starts_with("allow")) return true;
  }
  return false;
}

// What a line of a comment says, without its place.
std::optional<Suppression> directive_in(std::string_view line) {
  line = line.substr(std::min(line.find_first_not_of(" \t\r/*#!"), line.size()));
  if (!skip(line, kMark)) return std::nullopt;
  line = trim(line);
  if (!skip(line, "allow")) return std::nullopt;
  Suppression found;
  if (skip(line, "-file")) found.scope = SuppressionScope::file;
  line = trim(line);
  if (!skip(line, "(")) return found;
  const std::size_t close = std::min(line.find(')'), line.size());
  found.kinds = kinds_in(line.substr(0, close));
  found.reason = reason_in(line.substr(std::min(close + 1, line.size())));
  return found;
}

}  // namespace

std::vector<Suppression> suppressions_of(std::string_view content, std::string_view language) {
  std::vector<Suppression> result;
  if (!may_hold_directive(content)) return result;
  const ParsedText parsed(content, language);
  if (!parsed.parsed()) return result;
  const Placer placer(parsed);
  const int lines = count_lines(content);
  for (const Range& comment : placer.comments()) {
    int line = comment.line;
    for (const std::string_view text : split(content.substr(comment.start, comment.end - comment.start), '\n')) {
      std::optional<Suppression> found = directive_in(text);
      if (found && result.size() < kMaxSuppressions) {
        found->line = line;
        if (found->scope == SuppressionScope::file) {
          found->lines = {1, lines};
        } else if (const Item* item = placer.item_of(comment)) {
          found->scope = SuppressionScope::item;
          found->item = item->qualified_name;
          found->lines = {item->line_start, item->line_end};
        }
        result.push_back(std::move(*found));
      }
      ++line;
    }
  }
  return result;
}

}  // namespace rustassistant::source
