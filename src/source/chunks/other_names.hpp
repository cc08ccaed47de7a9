// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "found_items.hpp"
#include "rustassistant/source/chunks.hpp"

namespace rustassistant::source {

// Finds what a file names beside its items while a tree is scanned:
// - variables and constants that stand in no function; of Python and Bash where they are first given a value
// - the parts of types, and of an object of ECMAScript that is a constant's value
// - what it hands on: `pub use`, `export { a } from "b"`, `using a::b`, `__all__`; that is defined elsewhere
class OtherNames : public Listener {
 public:
  // `items` hears of each node before this does. Both must outlive this.
  OtherNames(const ParsedText& parsed, const ItemFinder& items);
  void enter(const Visit& visit, Around around) override;

  // In order of their lines; at most kMaxItems.
  [[nodiscard]] std::vector<ChunkDefinition> take();

 private:
  enum class Where : std::uint8_t { top, in_type, in_function };
  [[nodiscard]] static Where where(Around around);

  void read_rust(TSNode use);
  void read_c(TSNode node, Where where);
  void read_typedef(TSNode node, Where where);
  void read_using(TSNode node);
  void read_python(const Visit& visit, Around around, Where where);
  void read_ecma(const Visit& visit, Around around, Where where);
  void read_ecma_value(TSNode node, Around around, Where where);
  void read_ecma_part(TSNode node, Around around, Where where);
  void read_others(TSNode node, Around around, Where where);

  void add(std::string_view name, std::string_view kind, TSNode node, Defined defined);
  void add_part(std::string_view name, std::string_view kind, TSNode node, Around around);
  [[nodiscard]] std::string type_around(Around around) const;

  const ParsedText& parsed_;
  const ItemFinder& items_;
  std::string_view text_;
  std::string_view language_;
  std::vector<ChunkDefinition> found_;
  std::set<std::string, std::less<>> assigned_;
};

}  // namespace rustassistant::source
