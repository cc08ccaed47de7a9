// SPDX-License-Identifier: MIT
#include "outline.hpp"

#include <algorithm>
#include <set>

#include "comment_blocks.hpp"
#include "kind_words.hpp"
#include "lines.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "visibility.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxSignature = 500;       // bytes
constexpr std::size_t kMaxComment = 4'000;       // bytes, of one item
constexpr std::size_t kMaxComments = 1U << 20U;  // bytes, of all

// What holds others and is no use by itself, and the parts of types.
constexpr WordList kNotListed =
    " namespace_definition impl_item enum_variant enumerator enum_constant preproc_def field_declaration_list ";

void trim_ending(std::string& text) {
  while (!text.empty()) {
    if (text.ends_with("=>")) {
      text.resize(text.size() - 2);
    } else if (std::string_view(" {;:=").find(text.back()) != std::string_view::npos) {
      text.pop_back();
    } else {
      return;
    }
  }
}

std::size_t shortest(std::string_view text, std::size_t most) {
  std::size_t end = std::min(text.size(), most);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

// Where the part of an item ends that others need to know.
std::size_t head_end(TSNode node, std::string_view text) {
  const std::uint32_t count = ts_node_child_count(node);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_child(node, i);
    if (std::string_view(ts_node_type(child)) == "field_initializer_list") return ts_node_start_byte(child);
  }
  const TSNode body = child_named(node, "body");
  const std::size_t end = ts_node_end_byte(node);
  if (!ts_node_is_null(body)) return text[ts_node_start_byte(body)] == '(' ? end : ts_node_start_byte(body);
  const std::size_t start = ts_node_start_byte(node);
  const std::size_t brace = text.substr(start, end - start).find('{');
  return brace == std::string_view::npos ? end : start + brace;
}

// The text of a node from `start` to `end` without its comments.
std::string without_comments(TSNode node, std::string_view text, std::size_t start, std::size_t end) {
  std::string kept;
  std::size_t from = start;
  for (Cursor cursor(node);;) {
    const std::size_t begin = ts_node_start_byte(cursor.node());
    if (begin >= end) break;
    const bool comment = std::string_view(ts_node_type(cursor.node())).ends_with("comment");
    if (comment && begin >= from) {
      kept += text.substr(from, begin - from);
      kept += ' ';
      from = ts_node_end_byte(cursor.node());
    }
    if (!comment && cursor.to_first_child()) continue;
    bool more = cursor.to_next_sibling();
    while (!more && cursor.to_parent()) more = cursor.to_next_sibling();
    if (!more) break;
  }
  if (from < end) kept += text.substr(from, end - from);
  return kept;
}

std::string signature_of(const FoundItem& found, const ParsedText& parsed) {
  const std::string_view text = parsed.text();
  const bool decorated = std::string_view(ts_node_type(found.statement)) == "decorated_definition";
  const std::size_t start = ts_node_start_byte(decorated ? found.node : found.statement);
  const std::size_t end = head_end(found.node, text);
  std::string signature =
      collapsed(without_comments(decorated ? found.node : found.statement, parsed.content(), start, end));
  trim_ending(signature);
  // `typedef struct { ... } name;`
  if (signature.find(found.item.name) == std::string::npos) signature += " " + found.item.name;
  signature.resize(shortest(signature, kMaxSignature));
  return to_valid_utf8(signature);
}

// The text of a string that stands first in a body: documentation of Python.
std::string docstring_in(TSNode block, std::string_view text) {
  if (ts_node_is_null(block)) return {};
  TSNode statement{};
  const std::uint32_t count = ts_node_named_child_count(block);
  for (std::uint32_t i = 0; i < count; ++i) {
    statement = ts_node_named_child(block, i);
    if (std::string_view(ts_node_type(statement)) != "comment") break;
  }
  if (ts_node_is_null(statement) || std::string_view(ts_node_type(statement)) != "expression_statement") return {};
  const TSNode string = ts_node_named_child(statement, 0);
  if (ts_node_is_null(string) || std::string_view(ts_node_type(string)) != "string") return {};
  std::string_view written = text_of(string, text);
  written.remove_prefix(std::min(written.find_first_of("\"'"), written.size()));
  const std::string_view quotes =
      written.starts_with("\"\"\"") || written.starts_with("'''") ? written.substr(0, 3) : written.substr(0, 1);
  if (written.size() < 2 * quotes.size()) return {};
  return without_indent(written.substr(quotes.size(), written.size() - 2 * quotes.size()));
}

class Outliner {
 public:
  explicit Outliner(const ParsedText& parsed)
      : parsed_(parsed),
        is_python_(parsed.grammar()->facts().language == "python"),
        items_(find_items(parsed, Prototypes::include)),
        shown_(public_items(parsed, items_)),
        blocks_(parsed, parsed.grammar()->facts().language) {}

  Outline take() {
    Outline outline;
    std::set<std::string_view> defined;
    for (const FoundItem& found : items_) {
      if (found.item.kind == ItemKind::function) defined.insert(found.item.qualified_name);
    }
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const std::string_view kind = ts_node_type(items_[i].node);
      // A declaration says nothing that its definition does not.
      const bool repeated = kind == "declaration" && defined.contains(items_[i].item.qualified_name);
      if (!repeated && !has_word(kNotListed, kind)) outline.items.push_back(outlined(i));
    }
    outline.purpose = purpose();
    return outline;
  }

 private:
  OutlinedItem outlined(std::size_t index) {
    const FoundItem& found = items_[index];
    OutlinedItem item;
    item.kind = kind_word(items_, index);
    item.name = found.item.qualified_name;
    item.signature = signature_of(found, parsed_);
    item.line_start = found.item.line_start;
    item.line_end = found.item.line_end;
    item.is_public = shown_[index];
    if (item.is_public) item.comment = bounded(comment_of(found));
    return item;
  }

  [[nodiscard]] std::string comment_of(const FoundItem& found) const {
    if (is_python_) {
      std::string written = docstring_in(child_named(found.node, "body"), parsed_.text());
      if (!written.empty()) return written;
    }
    return blocks_.above(first_line(found.statement));
  }

  std::string bounded(std::string comment) {
    comment.resize(shortest(comment, std::min(kMaxComment, kMaxComments - used_)));
    used_ += comment.size();
    return to_valid_utf8(comment);
  }

  [[nodiscard]] std::string purpose() {
    if (is_python_) {
      std::string written = docstring_in(parsed_.root(), parsed_.text());
      if (!written.empty()) return bounded(std::move(written));
    }
    std::vector<int> starts;
    starts.reserve(items_.size());
    for (const FoundItem& found : items_) starts.push_back(first_line(found.statement));
    std::sort(starts.begin(), starts.end());
    return bounded(blocks_.of_file(starts));
  }

  const ParsedText& parsed_;
  bool is_python_;
  std::vector<FoundItem> items_;
  std::vector<bool> shown_;
  CommentBlocks blocks_;
  std::size_t used_ = 0;
};

}  // namespace

Outline outline_of(const ParsedText& parsed) {
  if (!parsed.parsed()) return {};
  return Outliner(parsed).take();
}

}  // namespace rustassistant::source
