// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "rustassistant/source/chunks.hpp"

namespace rustassistant::source {

// What lines of a text in any language seem to define: "class Name", "public static function name", "def self.name".
// Before the word stand modifiers only. In shells without a grammar also "name() {". `first_line` is the number of the
// first line.
[[nodiscard]] std::vector<ChunkDefinition> defined_by_words(std::string_view text, std::string_view language,
                                                            int first_line);

}  // namespace rustassistant::source
