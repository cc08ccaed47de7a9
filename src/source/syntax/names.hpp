// SPDX-License-Identifier: MIT
#pragma once

#include <tree_sitter/api.h>

#include <string>
#include <string_view>

#include "grammar.hpp"
#include "rustassistant/base/identifiers.hpp"

// How definitions are called.
namespace rustassistant::source {

// The name of a function or other definition as it is written; empty where it has none. `parent` is what may name an
// expression: `const f = () => ...`. A conversion operator is called "operator bool". `text` is what the tree is of.
[[nodiscard]] std::string_view name_text(TSNode definition, TSNode parent, const Grammar& grammar,
                                         std::string_view text);

// The parameter list of a function, or a null node.
[[nodiscard]] TSNode parameters_node(TSNode function);

// Whether a function has code of its own, rather than being declared only.
[[nodiscard]] bool has_body(TSNode function);

// Where the word "operator" of a C++ operator's name stands, or npos.
[[nodiscard]] std::size_t operator_at(std::string_view text);

// "Foo::bar" from "Foo<T>::bar"; operators stay as they are.
[[nodiscard]] std::string without_type_arguments(std::string_view text);

// A name fit to be shown: valid UTF-8 on one line, without type arguments and quotes, at most `max_bytes`. Empty for
// what cannot be a name, as happens where text does not parse.
[[nodiscard]] std::string shown_name(std::string_view written, std::size_t max_bytes);

}  // namespace rustassistant::source
