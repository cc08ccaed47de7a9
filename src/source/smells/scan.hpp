// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "smells.hpp"

// What the kinds have in common that look at single places in the tree.
namespace rustassistant::source {

// Something found at a line.
struct Place {
  int line = 0;
  std::string what;  // in words
};

// The innermost function around a line; the code outside functions where there is none.
[[nodiscard]] const FunctionMeasures& function_at(const Measures& measures, int line);

// One finding for each function with places, which are in order: subject, `says`, then the places.
// "function `f` ignores errors in 2 places: lines 3 (empty catch), 9 (`except: pass`)". None for the code of tests.
[[nodiscard]] std::vector<Excess> by_function(const Subject& subject, const std::vector<Place>& places,
                                              std::string_view says);

// "3 (unwrap), 7 (expect) and 2 more"
[[nodiscard]] std::string list_of(const std::vector<Place>& places);

// The first named child that is no comment, from the `index`th on; a null node where there is none.
[[nodiscard]] TSNode statement_from(TSNode block, std::uint32_t index, const Grammar& grammar);

[[nodiscard]] inline std::string_view kind_of(TSNode node) {
  return ts_node_type(node);
}

}  // namespace rustassistant::source
