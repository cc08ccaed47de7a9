// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rustassistant/domain/documentation.hpp"

// What the syntax tree knows of a file's documentation.
namespace rustassistant::source {

// The public items of a file with their signatures and documentation comments; the file's own first comment, unless it
// is a license, is its purpose. Not judged where the language has no grammar. At most kMaxDocumented items. Never
// fails; safe to use from several threads.
//
// Public is, by language and for what is around an item, too:
// - Rust: `pub` alone, not `pub(...)`; all of a public trait; macros with #[macro_export]
// - C, C++: not `static`, not in an unnamed namespace; of classes what stands below `public:`; prototypes, types, and
//   macros with parameters
// - Python: a name without a leading underscore, `__init__` apart; not inside of functions
// - JavaScript, TypeScript: what is exported, also by `export { a }`; in a file without import and export, everything
// at
//   its top; members that are not `#private`, `private` or `protected`
// - Go: a name that begins with an upper-case letter
// - Java: `public`; all of an interface and enumeration but what is `private`
// - Bash: a name without a leading underscore
[[nodiscard]] domain::Documentation document(std::string_view content, std::string_view language);

// Checks an answer from outside against the file: `verified` of each item and parameter, signatures and lines from the
// tree, items by the qualified names that the file gives them. Public items that the answer leaves out are added with
// their comments. Without a grammar, a name is looked for as a word.
void check(domain::Documentation& documentation, std::string_view content, std::string_view language);

inline constexpr std::size_t kMaxDocumented = 2'000;

}  // namespace rustassistant::source
