// SPDX-License-Identifier: MIT
#pragma once

#include <tree_sitter/api.h>

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "parsed.hpp"
#include "rustassistant/source/interfaces.hpp"

namespace rustassistant::source {

// interface_of() for a text that is parsed already.
[[nodiscard]] Interface interface_in(const ParsedText& parsed);

// What the rules of a language look at.
struct InterfaceFile {
  const ParsedText& parsed;
  bool is_header = false;                          // C, C++: it has an include guard or `#pragma once`
  bool exports = false;                            // ECMAScript: something is exported
  std::set<std::string, std::less<>> named = {};   // by `export { a }`, `module.exports`, `__all__`
  std::set<std::string, std::less<>> hidden = {};  // Rust: types that are private to the file

  // Empty for a null node.
  [[nodiscard]] std::string_view text(TSNode node) const {
    return ts_node_is_null(node) ? std::string_view() : text_of(node, parsed.text());
  }
};

// A node on the way down into an item.
struct InterfaceFrame {
  TSNode node{};
  bool in_private = false;  // C++: what follows in this list is private
};

struct InterfaceRules {
  std::string_view languages;
  std::string_view transparent;          // kinds of nodes whose children are looked at in their place
  std::string_view items;                // kinds of nodes that may be public
  void (*prepare)(InterfaceFile& file);  // may be null
  // The name of an item at the top; empty: it is not public. "-" for one without a name.
  std::string (*public_name)(const InterfaceFile& file, TSNode item);
  // Whether a part of a public item does not belong to its signature. `around` is the node that holds it.
  bool (*is_hidden)(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around);
};
[[nodiscard]] std::span<const InterfaceRules> interface_rules();

// Shared by the rules. Empty for a null node.
[[nodiscard]] std::string_view kind_of_node(TSNode node);
// The first child of a kind, or a null node.
[[nodiscard]] TSNode child_of_kind(TSNode node, std::string_view kind);
// Whether this child has that field in its parent.
[[nodiscard]] bool is_field(TSNode parent, TSFieldId field, std::string_view name);

// Those of ECMAScript and Python, which need more room.
void prepare_ecma(InterfaceFile& file);
[[nodiscard]] std::string ecma_public_name(const InterfaceFile& file, TSNode item);
[[nodiscard]] bool is_hidden_in_ecma(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around);
void prepare_python(InterfaceFile& file);
[[nodiscard]] std::string python_public_name(const InterfaceFile& file, TSNode item);
[[nodiscard]] bool is_hidden_in_python(const InterfaceFile& file, TSNode part, TSFieldId field, InterfaceFrame& around);

}  // namespace rustassistant::source
