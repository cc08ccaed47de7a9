// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "parsed.hpp"
#include "rustassistant/source/items.hpp"

namespace rustassistant::source {

inline constexpr std::size_t kNoItem = static_cast<std::size_t>(-1);

// An item with its places in the tree, which live as long as the tree.
struct FoundItem {
  Item item;
  TSNode node{};
  TSNode statement{};  // with what stands around it alone: `export`, decorators, `template <...>`, `const f =`
  std::size_t around = kNoItem;  // index of the innermost function or scope that holds it
};

// items_of() for a text that is parsed already.
[[nodiscard]] std::vector<FoundItem> find_items(const ParsedText& parsed);

}  // namespace rustassistant::source
