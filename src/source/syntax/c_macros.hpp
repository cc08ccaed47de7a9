// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "c_conditionals.hpp"

namespace rustassistant::source {

// The text as a grammar can follow it that knows no macros: of the same length, with the same lines. Conditionals of
// the preprocessor are joined (c_conditionals.hpp); attributes, and macros that stand for them, become spaces; a macro
// call that stands for a statement gets its semicolon; types among a macro's arguments become names. The repairs go by
// the order of tokens, not by a macro's definition, and change nothing that is valid without the preprocessor.
[[nodiscard]] std::string without_macros(std::string_view content, CDialect dialect);

}  // namespace rustassistant::source
