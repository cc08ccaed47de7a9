// SPDX-License-Identifier: MIT
#include "rustassistant/source/interfaces.hpp"

#include <algorithm>

#include "interface_rules.hpp"
#include "rustassistant/base/ascii.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxInterfaceItems = 100'000;

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return ascii::is_space(c) || c == '\f' || c == '\v'; });
}

// Texts whose blanks count, and which are kept in one piece.
bool is_literal_text(std::string_view kind) {
  return kind.find("string") != std::string_view::npos || kind.find("char") == 0 || kind == "heredoc_body" ||
         kind == "regex";
}

// The tokens of one item.
class Signature {
 public:
  explicit Signature(const InterfaceFile& file, const InterfaceRules& rules) : file_(file), rules_(rules) {}

  std::string of(TSNode item) {
    Cursor cursor(item);
    std::vector<InterfaceFrame> around;
    for (;;) {
      if (enter(cursor, around) && cursor.to_first_child()) continue;
      for (;;) {
        if (cursor.to_next_sibling()) break;
        if (around.empty() || !cursor.to_parent()) return std::move(text_);
        around.pop_back();
      }
    }
  }

 private:
  // Whether to go on to the children; then the node is on the way.
  bool enter(const Cursor& cursor, std::vector<InterfaceFrame>& around) {
    const TSNode node = cursor.node();
    const std::string_view kind = kind_of_node(node);
    if (kind.find("comment") != std::string_view::npos) return false;
    if (!around.empty() && rules_.is_hidden(file_, node, cursor.field(), around.back())) return false;
    if (ts_node_child_count(node) == 0 || is_literal_text(kind)) {
      add(file_.text(node), kind);
      return false;
    }
    around.push_back({node, kind == "field_declaration_list" && is_class(node)});
    return true;
  }

  static bool is_class(TSNode list) {
    const TSNode parent = ts_node_parent(list);
    return !ts_node_is_null(parent) && kind_of_node(parent) == "class_specifier";
  }

  void add(std::string_view token, std::string_view kind) {
    if (is_blank(token) || token == ";") return;
    if (has_word(" ) ] } > ", token) && text_.ends_with(" ,")) text_.resize(text_.size() - 2);
    text_ += ' ';
    if (kind != "preproc_arg") {
      text_ += token;
      return;
    }
    for (const char c : token) {
      const bool blank = ascii::is_space(c) || c == '\\';
      if (!blank || text_.back() != ' ') text_ += blank ? ' ' : c;
    }
    while (text_.ends_with(' ')) text_.pop_back();
  }

  const InterfaceFile& file_;
  const InterfaceRules& rules_;
  std::string text_;
};

// Calls each(item) for the nodes at the top, in their order.
template <typename Each>
void for_each_top(const InterfaceFile& file, const InterfaceRules& rules, Each each) {
  Cursor cursor(file.parsed.root());
  std::size_t depth = 0;
  for (;;) {
    const std::string_view kind = kind_of_node(cursor.node());
    const bool inside = depth == 0 || has_word(rules.transparent, kind);
    if (!inside && has_word(rules.items, kind)) each(cursor.node());
    if (inside && cursor.to_first_child()) {
      ++depth;
      continue;
    }
    while (!cursor.to_next_sibling()) {
      if (depth == 0 || !cursor.to_parent()) return;
      if (--depth == 0) return;
    }
  }
}

codec::Sha256Digest digest_of(const std::vector<PublicItem>& items) {
  codec::Sha256 hash;
  for (const PublicItem& item : items) hash.update(std::to_string(item.text.size()) + ":" + item.text);
  return hash.finish();
}

}  // namespace

std::string_view kind_of_node(TSNode node) {
  return ts_node_is_null(node) ? std::string_view() : ts_node_type(node);
}

TSNode child_of_kind(TSNode node, std::string_view kind) {
  const std::uint32_t count = ts_node_child_count(node);
  for (std::uint32_t i = 0; i < count; ++i) {
    const TSNode child = ts_node_child(node, i);
    if (kind_of_node(child) == kind) return child;
  }
  return {};
}

bool is_field(TSNode parent, TSFieldId field, std::string_view name) {
  if (field == 0) return false;
  const char* known = ts_language_field_name_for_id(ts_node_language(parent), field);
  return known != nullptr && name == known;
}

Interface interface_in(const ParsedText& parsed) {
  Interface result;
  const Grammar* grammar = parsed.grammar();
  result.whole_file = grammar == nullptr || !parsed.parsed() || !parsed.unparsed().empty();
  if (result.whole_file) result.hash = codec::sha256(parsed.content());
  if (grammar == nullptr || !parsed.parsed()) return result;
  for (const InterfaceRules& rules : interface_rules()) {
    if (!has_word(rules.languages, grammar->facts().language)) continue;
    InterfaceFile file{parsed};
    if (rules.prepare != nullptr) rules.prepare(file);
    for_each_top(file, rules, [&](TSNode item) {
      if (result.items.size() >= kMaxInterfaceItems) return;
      std::string name = rules.public_name(file, item);
      if (name.empty()) return;
      if (name == "-") name.clear();
      result.items.push_back({std::move(name), Signature(file, rules).of(item)});
    });
  }
  std::sort(result.items.begin(), result.items.end());
  if (!result.whole_file) result.hash = digest_of(result.items);
  return result;
}

Interface interface_of(std::string_view content, std::string_view language) {
  return interface_in(ParsedText(content, language));
}

}  // namespace rustassistant::source
