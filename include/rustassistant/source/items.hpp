// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// What a file defines: identities of findings and borders of chunks.
namespace rustassistant::source {

enum class ItemKind : std::uint8_t {
  function,  // with a body; a closure too, where it has a name
  scope,     // holds others: a type, an implementation, a namespace or module
  other,     // a constant, an alias, a macro, a declaration without a body
};

// Lines count from 1, both ends included.
struct Item {
  ItemKind kind{};
  std::string name;            // as it is written, on one line, without type arguments: "sum", "operator bool"
  std::string qualified_name;  // with the names of what is around it: "Box::sum" in Rust and C++, "Box.sum" elsewhere
  int line_start = 0;
  int line_end = 0;
  int depth = 0;  // how many items are around it
};

// In order of their starts, the outer before the inner. A method of Go is qualified by its receiver's type, what is in
// an `impl` of Rust by the type. Nothing for a language without a grammar, or a text that is beyond parsing. At most
// kMaxItems. Never fails; safe to use from several threads.
[[nodiscard]] std::vector<Item> items_of(std::string_view content, std::string_view language);

inline constexpr std::size_t kMaxItems = 100'000;

// The qualified name of the function of that name that begins at a line; the name itself where there is none.
[[nodiscard]] std::string qualified_name(const std::vector<Item>& items, std::string_view name, int line_start);

}  // namespace rustassistant::source
