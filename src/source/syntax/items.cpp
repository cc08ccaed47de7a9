// SPDX-License-Identifier: MIT
#include "rustassistant/source/items.hpp"

#include <algorithm>

#include "definitions.hpp"
#include "found_items.hpp"
#include "identity.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxName = 256;       // bytes
constexpr std::size_t kMaxQualified = 512;  // bytes

class ItemFinder {
 public:
  explicit ItemFinder(const ParsedText& parsed)
      : text_(parsed.text()), grammar_(*parsed.grammar()), is_c_(has_word(" c cpp ", grammar_.facts().language)) {}

  void enter(TSNode node, TSFieldId /*field*/) {
    const Role roles = grammar_.roles(node);
    Frame frame = frames_.empty() ? Frame{} : frames_.back();
    frame.node = node;
    if ((roles & (kFunction | kLambda | kItem)) != 0 && items_.size() < kMaxItems) define(frame, roles);
    frames_.push_back(std::move(frame));
  }
  void leave() { frames_.pop_back(); }

  std::vector<FoundItem> take() { return std::move(items_); }

 private:
  struct Frame {
    TSNode node{};
    std::string around;  // qualified name of the innermost item
    int depth = 0;
    std::size_t item = kNoItem;  // the innermost function or scope
  };

  void define(Frame& frame, Role roles) {
    const bool function = (roles & (kFunction | kLambda)) != 0;
    const std::string_view kind = ts_node_type(frame.node);
    // Without a body, `struct s *p` only uses the name.
    if (kind.ends_with("_specifier") && !has_body(frame.node)) return;
    if (is_c_ && function && ts_node_is_null(parameters_node(frame.node))) return;
    const TSNode parent = frames_.empty() ? TSNode{} : frames_.back().node;
    const std::string name = shown_name(name_text(frame.node, parent, grammar_, text_), kMaxName);
    if (name.empty()) return;
    const std::string_view separator = grammar_.facts().separator;
    std::string qualified = frame.around;
    if (const std::string receiver = receiver_of(frame.node); !receiver.empty()) qualified = receiver;
    if (!qualified.empty()) qualified += separator;
    qualified += name;
    const ItemKind item = function && has_body(frame.node) ? ItemKind::function
                          : (roles & kScope) != 0          ? ItemKind::scope
                                                           : ItemKind::other;
    items_.push_back({{item, name, qualified, first_line(frame.node), last_line(frame.node), frame.depth},
                      frame.node,
                      statement_of(frame.node),
                      frame.item});
    if (item == ItemKind::other) return;
    if (qualified.size() <= kMaxQualified) frame.around = std::move(qualified);
    ++frame.depth;
    frame.item = items_.size() - 1;
  }

  // The outermost node that holds nothing else than the item.
  [[nodiscard]] TSNode statement_of(TSNode node) const {
    constexpr std::string_view kWrappers =
        " export_statement lexical_declaration variable_declaration variable_declarator ambient_declaration pair "
        "expression_statement assignment_expression field_definition public_field_definition decorated_definition "
        "template_declaration type_declaration declaration field_declaration type_definition ";
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
      const std::string_view kind = ts_node_type(frame->node);
      if (!has_word(kWrappers, kind)) break;
      if (kind == "type_declaration" && ts_node_named_child_count(frame->node) > 1) break;  // Go: `type ( A int; ...)`
      node = frame->node;
    }
    return node;
  }

  // Go: "Box" of `func (b *Box[T]) Put()`.
  [[nodiscard]] std::string receiver_of(TSNode node) const {
    const TSNode receiver = child_named(node, "receiver");
    if (ts_node_is_null(receiver) || grammar_.facts().language != "go") return {};
    std::string_view type = trim(text_of(receiver, text_));
    if (type.starts_with('(')) type.remove_prefix(1);
    type = type.substr(0, type.find_first_of("[)"));
    type.remove_prefix(type.find_last_of(" \t*") + 1);
    return shown_name(type, kMaxName);
  }

  std::string_view text_;
  const Grammar& grammar_;
  bool is_c_;
  std::vector<Frame> frames_;
  std::vector<FoundItem> items_;
};

}  // namespace

std::vector<FoundItem> find_items(const ParsedText& parsed) {
  if (!parsed.parsed()) return {};
  ItemFinder finder(parsed);
  traverse(parsed.root(), finder);
  return finder.take();
}

std::vector<Item> items_in(const ParsedText& parsed) {
  std::vector<Item> items;
  for (FoundItem& found : find_items(parsed)) items.push_back(std::move(found.item));
  return items;
}

std::vector<Item> items_of(std::string_view content, std::string_view language) {
  return items_in(ParsedText(content, language));
}

std::string qualified_name(const std::vector<Item>& items, std::string_view name, int line_start) {
  const auto first = std::lower_bound(items.begin(), items.end(), line_start,
                                      [](const Item& item, int line) { return item.line_start < line; });
  const auto found = std::find_if(first, items.end(), [&](const Item& item) {
    return item.line_start != line_start || (item.name == name && item.kind == ItemKind::function);
  });
  return found == items.end() || found->line_start != line_start ? std::string(name) : found->qualified_name;
}

namespace {

// The item of that name at a line, functions before others; null where there is none.
const Item* item_at(const std::vector<Item>& items, std::string_view written, int line_start) {
  const std::string name = take_apart(written).name;
  const Item* other = nullptr;
  for (auto item = std::lower_bound(items.begin(), items.end(), line_start,
                                    [](const Item& one, int line) { return one.line_start < line; });
       item != items.end() && item->line_start == line_start; ++item) {
    if (item->name != written && take_apart(item->name).name != name) continue;
    if (item->kind == ItemKind::function) return &*item;
    if (other == nullptr) other = &*item;
  }
  return other;
}

const Item* function_around(const std::vector<Item>& items, int first, int last) {
  auto item = std::upper_bound(items.begin(), items.end(), first,
                               [](int line, const Item& one) { return line < one.line_start; });
  while (item != items.begin()) {
    --item;
    if (item->kind == ItemKind::function && item->line_end >= last) return &*item;
    if (item->depth == 0 && item->line_end < first) return nullptr;  // nothing that starts before reaches further
  }
  return nullptr;
}

}  // namespace

std::string identity_of(const std::vector<Item>& items, const domain::Location& location) {
  if (location.line_start <= 0) return {};
  const bool named = !location.item_name.empty();
  if (named && location.verified == true) {
    const Item* item = item_at(items, location.item_name, location.line_start);
    if (item != nullptr) return item->qualified_name;
  }
  const Item* around = function_around(items, location.line_start, named ? location.line_start : location.line_end);
  return around == nullptr ? std::string() : around->qualified_name;
}

}  // namespace rustassistant::source
