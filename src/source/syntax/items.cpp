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

// Go: "Box" of `func (b *Box[T]) Put()`.
std::string receiver_of(TSNode node, std::string_view text) {
  const TSNode receiver = child_named(node, "receiver");
  if (ts_node_is_null(receiver)) return {};
  std::string_view type = trim(text_of(receiver, text));
  if (type.starts_with('(')) type.remove_prefix(1);
  type = type.substr(0, type.find_first_of("[)"));
  type.remove_prefix(type.find_last_of(" \t*") + 1);
  return shown_name(type, kMaxName);
}

// Whether a declaration of C or C++ declares a function.
bool is_prototype(TSNode node) {
  const TSNode parameters = parameters_node(node);
  if (ts_node_is_null(parameters)) return false;
  // `int (*f)(int)` is a variable.
  const TSNode declared = child_named(ts_node_parent(parameters), "declarator");
  return !ts_node_is_null(declared) && std::string_view(ts_node_type(declared)) != "parenthesized_declarator";
}

// The outermost node that holds nothing else than the item.
TSNode statement_of(TSNode node, Around around) {
  constexpr WordList kWrappers =
      " export_statement lexical_declaration variable_declaration variable_declarator ambient_declaration pair "
      "expression_statement assignment_expression field_definition public_field_definition decorated_definition "
      "template_declaration type_declaration declaration field_declaration type_definition ";
  for (std::size_t i = around.size(); i-- > 0;) {
    const TSNode parent = around[i].node;
    const std::string_view kind = ts_node_type(parent);
    if (!has_word(kWrappers, kind)) break;
    if (kind == "type_declaration" && ts_node_named_child_count(parent) > 1) break;  // Go: `type ( A int; ...)`
    node = parent;
  }
  return node;
}

}  // namespace

ItemFinder::ItemFinder(const ParsedText& parsed, Prototypes prototypes)
    : Listener(kFunction | kLambda | kItem | (prototypes == Prototypes::include ? kPrototype : Role{0})),
      text_(parsed.text()),
      grammar_(*parsed.grammar()) {}

void ItemFinder::enter(const Visit& visit, Around around) {
  const std::size_t before = items_.size();
  if (before < kMaxItems) define(visit, around);
  const bool holds = items_.size() > before && items_.back().item.kind != ItemKind::other;
  holds_.push_back(holds ? 1 : 0);
  if (holds) open_.push_back(before);
}

void ItemFinder::leave(const Visit& /*visit*/) {
  if (holds_.back() != 0) open_.pop_back();
  holds_.pop_back();
}

void ItemFinder::define(const Visit& visit, Around around) {
  const TSNode node = visit.node;
  const std::string_view language = grammar_.facts().language;
  const bool function = (visit.roles & (kFunction | kLambda)) != 0;
  if (!function && (visit.roles & kItem) == 0 && !is_prototype(node)) return;
  // Without a body, `struct s *p` only uses the name.
  if (std::string_view(ts_node_type(node)).ends_with("_specifier") && !has_body(node)) return;
  if (function && has_word(" c cpp ", language) && ts_node_is_null(parameters_node(node))) return;
  const TSNode parent = around.empty() ? TSNode{} : around.back().node;
  const std::string name = shown_name(name_text(node, parent, grammar_, text_), kMaxName);
  if (name.empty()) return;
  std::string qualified;
  if (language == "go") qualified = receiver_of(node, text_);
  // One that would be too long is left out.
  for (std::size_t i = open_.size(); i-- > 0 && qualified.empty();) {
    const std::string& outer = items_[open_[i]].item.qualified_name;
    if (outer.size() <= kMaxQualified) qualified = outer;
  }
  if (!qualified.empty()) qualified += grammar_.facts().separator;
  qualified += name;
  const ItemKind kind = function && has_body(node)    ? ItemKind::function
                        : (visit.roles & kScope) != 0 ? ItemKind::scope
                                                      : ItemKind::other;
  items_.push_back(
      {{kind, name, std::move(qualified), first_line(node), last_line(node), static_cast<int>(open_.size())},
       node,
       statement_of(node, around),
       open_.empty() ? kNoItem : open_.back()});
}

namespace {

std::vector<Item> without_places(std::vector<FoundItem> found) {
  std::vector<Item> items;
  items.reserve(found.size());
  for (FoundItem& one : found) items.push_back(std::move(one.item));
  return items;
}

}  // namespace

std::vector<Item> ItemFinder::take_items() {
  return without_places(take());
}

std::vector<FoundItem> find_items(const ParsedText& parsed, Prototypes prototypes) {
  if (!parsed.parsed()) return {};
  ItemFinder finder(parsed, prototypes);
  Listener* const listeners[] = {&finder};
  scan(parsed, listeners);
  return finder.take();
}

const FoundItem* item_around(const std::vector<FoundItem>& items, int line) {
  auto next = std::upper_bound(items.begin(), items.end(), line,
                               [](int wanted, const FoundItem& found) { return wanted < found.item.line_start; });
  while (next != items.begin()) {
    --next;
    if (next->item.line_end >= line) return &*next;
    if (next->item.depth == 0) break;  // what begins before it has ended before it
  }
  return nullptr;
}

std::vector<Item> items_in(const ParsedText& parsed) {
  return without_places(find_items(parsed));
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
