// SPDX-License-Identifier: MIT
#include "rust_macros.hpp"

#include <algorithm>
#include <vector>

#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr int kMaxDepth = 8;  // of macros and modules in each other
constexpr std::string_view kModule = "mod ";

class MacroOpener {
 public:
  explicit MacroOpener(const ParsedText& parsed) : grammar_(parsed.grammar()->grammar()), text_(parsed.text()) {}

  // False: nothing was opened.
  bool open_in(TSNode list, int depth) {
    bool opened = false;
    const std::uint32_t count = depth < kMaxDepth ? ts_node_named_child_count(list) : 0;
    for (std::uint32_t i = 0; i < count; ++i) {
      TSNode node = ts_node_named_child(list, i);
      if (std::string_view(ts_node_type(node)) == "expression_statement") node = ts_node_named_child(node, 0);
      if (ts_node_is_null(node)) continue;
      const std::string_view kind = ts_node_type(node);
      if (kind == "mod_item") {
        const TSNode body = child_named(node, "body");
        opened = (!ts_node_is_null(body) && open_in(body, depth + 1)) || opened;
      } else if (kind == "macro_invocation") {
        opened = open(node, depth) || opened;
      }
    }
    return opened;
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  // `name! {` becomes `mod x {`, with as much of the name as there is room for.
  bool open(TSNode macro, int depth) {
    const TSNode name = child_named(macro, "macro");
    const TSNode tokens = ts_node_named_child(macro, ts_node_named_child_count(macro) - 1);
    if (ts_node_is_null(name) || ts_node_is_null(tokens) || std::string_view(ts_node_type(name)) != "identifier")
      return false;
    const std::size_t start = ts_node_start_byte(name);
    const std::size_t begin = ts_node_start_byte(tokens);
    const std::size_t end = ts_node_end_byte(tokens);
    if (end - begin < 2 || text_[begin] != '{' || first_line(tokens) == last_line(tokens)) return false;
    const std::size_t sign = text_.find('!', ts_node_end_byte(name));
    const std::size_t length = ts_node_end_byte(name) - start + 1;  // the room of name and sign
    if (sign >= begin || length <= kModule.size()) return false;
    // No keyword begins like that.
    std::string kept = text_.substr(start + kModule.size() - 1, length - kModule.size());
    kept.front() = kept.size() == 1 ? 'm' : '_';
    if (!opens_items(begin + 1, end - 1, depth)) return false;
    text_[sign] = ' ';
    text_.replace(start, length, std::string(kModule) + kept);
    return true;
  }

  // Whether what stands there consists of items; opens those that are such macros in turn.
  bool opens_items(std::size_t begin, std::size_t end, int depth) {
    const std::string inner = text_.substr(begin, end - begin);
    const TreeHandle tree = parse(inner, grammar_);
    if (!tree || ts_node_has_error(ts_tree_root_node(tree.get()))) return false;
    const TSNode root = ts_tree_root_node(tree.get());
    constexpr std::string_view kItems =
        " function_item struct_item enum_item union_item impl_item trait_item mod_item const_item static_item "
        "type_item use_declaration extern_crate_declaration foreign_mod_item macro_definition macro_invocation "
        "attribute_item inner_attribute_item line_comment block_comment ";
    const std::uint32_t count = ts_node_named_child_count(root);
    for (std::uint32_t i = 0; i < count; ++i) {
      TSNode node = ts_node_named_child(root, i);
      if (std::string_view(ts_node_type(node)) == "expression_statement") node = ts_node_named_child(node, 0);
      if (ts_node_is_null(node) || !has_word(kItems, ts_node_type(node))) return false;
    }
    if (count == 0) return false;
    MacroOpener nested(grammar_, inner);
    if (nested.open_in(root, depth + 1)) text_.replace(begin, inner.size(), nested.take());
    return true;
  }

  MacroOpener(const TSLanguage* grammar, std::string text) : grammar_(grammar), text_(std::move(text)) {}

  const TSLanguage* grammar_;
  std::string text_;
};

}  // namespace

std::string with_open_macros(const ParsedText& parsed) {
  if (parsed.text().find("! {") == std::string_view::npos && parsed.text().find("!{") == std::string_view::npos)
    return {};
  MacroOpener opener(parsed);
  return opener.open_in(parsed.root(), 0) ? opener.take() : std::string();
}

}  // namespace rustassistant::source
