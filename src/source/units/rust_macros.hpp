// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "parsed.hpp"

namespace rustassistant::source {

// Rust: `cfg_net! { ... }` around items is a heap of tokens to the grammar. The text with such macros as modules, byte
// for byte, so that what stands in them is found; empty where there are none. Only what holds items and nothing else
// counts.
[[nodiscard]] std::string with_open_macros(const ParsedText& parsed);

}  // namespace rustassistant::source
