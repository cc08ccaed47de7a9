// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <vector>

#include "listener.hpp"
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

// Whether the functions of C and C++ that are declared without a body are items, too.
enum class Prototypes : bool { skip, include };

// Finds the items while a tree is scanned.
class ItemFinder : public Listener {
 public:
  explicit ItemFinder(const ParsedText& parsed, Prototypes prototypes = Prototypes::skip);
  void enter(const Visit& visit, Around around) override;
  void leave(const Visit& visit) override;

  // As items_of().
  [[nodiscard]] std::vector<FoundItem> take() { return std::move(items_); }
  [[nodiscard]] std::vector<Item> take_items();

  // The function or scope that is being gone through; null where there is none. Holds until the next call.
  [[nodiscard]] const FoundItem* innermost() const { return open_.empty() ? nullptr : &items_[open_.back()]; }

 private:
  void define(const Visit& visit, Around around);

  std::string_view text_;
  const Grammar& grammar_;
  std::vector<char> holds_;        // by node that was entered: whether it is in `open_`
  std::vector<std::size_t> open_;  // the functions and scopes around the current node
  std::vector<FoundItem> items_;
};

// items_of() for a text that is parsed already.
[[nodiscard]] std::vector<FoundItem> find_items(const ParsedText& parsed, Prototypes prototypes = Prototypes::skip);

// The innermost of them around a line; null where there is none.
[[nodiscard]] const FoundItem* item_around(const std::vector<FoundItem>& items, int line);

}  // namespace rustassistant::source
