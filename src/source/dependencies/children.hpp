// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "syntax.hpp"

namespace rustassistant::source {

// Calls each(child, field) for the children of a node, in time that grows with their number only: to ask for the i-th
// child takes longer, the larger i is. `field` is empty where the child has none. A null node has no children.
template <typename Each>
void for_each_child(TSNode node, Each each) {
  if (ts_node_is_null(node)) return;
  Cursor cursor(node);
  if (!cursor.to_first_child()) return;
  const TSLanguage* language = ts_node_language(node);
  do {
    const TSFieldId id = cursor.field();
    const char* name = id == 0 ? nullptr : ts_language_field_name_for_id(language, id);
    each(cursor.node(), name == nullptr ? std::string_view() : std::string_view(name));
  } while (cursor.to_next_sibling());
}

// The same for named children, without their fields.
template <typename Each>
void for_each_named_child(TSNode node, Each each) {
  for_each_child(node, [&](TSNode child, std::string_view /*field*/) {
    if (ts_node_is_named(child)) each(child);
  });
}

}  // namespace rustassistant::source
