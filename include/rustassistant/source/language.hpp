// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace rustassistant::source {

// The language of a file, from its name (a path will do) and, where that does not decide, from its content: a shebang
// line, and C++ marks in a ".h". One of the names in src/source/walk/language.cpp such as "rust", "cpp" or "markdown";
// "text" where nothing is known. The views are static.
[[nodiscard]] std::string_view language_of(std::string_view file_name, std::string_view content);

// Whether the builtin analyzer can parse it: rust, c, cpp, python, javascript, typescript, tsx, go, java, bash.
[[nodiscard]] bool has_grammar(std::string_view language);

// Whether files in it are program source that a walk should find, unlike prose and data.
[[nodiscard]] bool is_program_source(std::string_view language);

}  // namespace rustassistant::source
