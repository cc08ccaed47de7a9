// SPDX-License-Identifier: MIT
#pragma once

#include <tree_sitter/api.h>

#include <string>
#include <string_view>

#include "grammar.hpp"

// How definitions are called.
namespace rustassistant::source {

// The node that holds the name of a function or other definition; a null node where it has none. `parent` is what may
// name an expression: `const f = () => ...`.
[[nodiscard]] TSNode name_node(TSNode definition, TSNode parent, const Grammar& grammar);

// The parameter list of a function, or a null node.
[[nodiscard]] TSNode parameters_node(TSNode function);

// Whether a function has code of its own, rather than being declared only.
[[nodiscard]] bool has_body(TSNode function);

// A name fit to be shown: valid UTF-8, white space collapsed, at most `max_bytes`.
[[nodiscard]] std::string shown_name(std::string_view text, std::size_t max_bytes);

}  // namespace rustassistant::source
