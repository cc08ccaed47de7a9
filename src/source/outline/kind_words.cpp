// SPDX-License-Identifier: MIT
#include "kind_words.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "words.hpp"

namespace rustassistant::source {
namespace {

struct KindWord {
  std::string_view node;
  std::string_view word;
};
constexpr auto kKindWords = std::to_array<KindWord>({
    {"function_item", "function"},
    {"function_signature_item", "function"},
    {"function_expression", "function"},
    {"generator_function", "function"},
    {"generator_function_declaration", "function"},
    {"arrow_function", "function"},
    {"declaration", "function"},
    {"field_declaration", "function"},
    {"method_elem", "method"},
    {"method_signature", "method"},
    {"abstract_method_signature", "method"},
    {"function_signature", "function"},
    {"compact_constructor_declaration", "constructor"},
    {"abstract_class_declaration", "class"},
    {"type_definition", "type"},
    {"type_alias_statement", "type"},
    {"associated_type", "type"},
    {"preproc_function_def", "macro"},
    {"mod_item", "module"},
    {"internal_module", "namespace"},
    {"annotation_type_declaration", "annotation"},
});
constexpr auto kEndings =
    std::to_array<std::string_view>({"_item", "_specifier", "_declaration", "_definition", "_spec", "_def"});

std::string word_of(TSNode node, bool in_type) {
  const std::string_view type = ts_node_type(node);
  // In C++ it is an item where it declares a function; in Rust it is one that a structure has.
  if (type == "field_declaration" && ts_node_is_null(child_named(node, "declarator"))) return "field";
  const auto known =
      std::find_if(kKindWords.begin(), kKindWords.end(), [&](const KindWord& row) { return row.node == type; });
  std::string_view word = known == kKindWords.end() ? type : known->word;
  for (const std::string_view ending : kEndings) {
    if (known == kKindWords.end() && word.ends_with(ending)) word.remove_suffix(ending.size());
  }
  return std::string(word == "function" && in_type ? "method" : word);
}

}  // namespace

std::string kind_word(const std::vector<FoundItem>& items, std::size_t index) {
  const FoundItem& found = items[index];
  const bool in_type =
      found.around != kNoItem && items[found.around].item.kind == ItemKind::scope &&
      !has_word(" namespace_definition mod_item internal_module module ", ts_node_type(items[found.around].node));
  return word_of(found.node, in_type);
}

}  // namespace rustassistant::source
