// SPDX-License-Identifier: MIT
#pragma once

#include <tree_sitter/api.h>

#include <cstddef>
#include <memory>
#include <string_view>

// tree-sitter, wrapped: the only place that owns its objects.
namespace rustassistant::source {

struct DeleteTree {
  void operator()(TSTree* tree) const noexcept { ts_tree_delete(tree); }
};
using TreeHandle = std::unique_ptr<TSTree, DeleteTree>;

// Text longer than this is not parsed.
inline constexpr std::size_t kMaxParsedBytes = 16U << 20U;

// The tree of a text; empty where it is too long or takes more work than any sensible text of its length. The bound
// counts steps, not time, so that every machine gets the same tree.
[[nodiscard]] TreeHandle parse(std::string_view content, const TSLanguage* grammar);

[[nodiscard]] inline std::string_view text_of(TSNode node, std::string_view content) {
  const std::size_t start = ts_node_start_byte(node);
  return content.substr(start, ts_node_end_byte(node) - start);
}

[[nodiscard]] inline TSNode child_named(TSNode node, std::string_view field) {
  return ts_node_child_by_field_name(node, field.data(), static_cast<std::uint32_t>(field.size()));
}

// The lines of a node, from 1, both included.
[[nodiscard]] int first_line(TSNode node);
[[nodiscard]] int last_line(TSNode node);

class Cursor {
 public:
  explicit Cursor(TSNode root) : cursor_(ts_tree_cursor_new(root)) {}
  ~Cursor() { ts_tree_cursor_delete(&cursor_); }
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;

  [[nodiscard]] TSNode node() const { return ts_tree_cursor_current_node(&cursor_); }
  [[nodiscard]] TSFieldId field() const { return ts_tree_cursor_current_field_id(&cursor_); }
  bool to_first_child() { return ts_tree_cursor_goto_first_child(&cursor_); }
  bool to_next_sibling() { return ts_tree_cursor_goto_next_sibling(&cursor_); }
  bool to_parent() { return ts_tree_cursor_goto_parent(&cursor_); }

 private:
  TSTreeCursor cursor_;
};

// Calls enter(node, field) for every node in order of the text, and leave() when its children are done. Takes no stack,
// however deep the tree.
template <typename Visitor>
void traverse(TSNode root, Visitor& visitor) {
  Cursor cursor(root);
  for (;;) {
    visitor.enter(cursor.node(), cursor.field());
    if (cursor.to_first_child()) continue;
    for (;;) {
      visitor.leave();
      if (cursor.to_next_sibling()) break;
      if (!cursor.to_parent()) return;
    }
  }
}

}  // namespace rustassistant::source
