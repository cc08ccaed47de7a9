// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/codec/sha256.hpp"

// What others may use of a file, and whether a change touches it.
namespace rustassistant::source {

struct PublicItem {
  std::string name;  // of what stands at the top of the file, or in a namespace; empty for a part of the language
  std::string text;  // its signature: tokens, a blank between each two
  auto operator<=>(const PublicItem&) const = default;
};

struct Interface {
  std::vector<PublicItem> items;  // sorted; those that were understood
  bool whole_file = false;        // not everything could be parsed, or there is no grammar: any change counts
  codec::Sha256Digest hash{};     // of the texts; of the whole file where that counts
};

// The public items of a file: their signatures without bodies, comments, blanks, commas before a closing bracket and
// private parts; values of constants and default values belong to them. Public is what other files of the same
// repository may use:
// - Rust: `pub` in any form but `pub(self)`, implementations of types that are not private to the file, `pub use`,
//   macros with #[macro_export]
// - C, C++: in a header everything at the top, macros and static functions, too; elsewhere functions and variables that
//   are not static. Of classes what is not private
// - Python: a name without a leading underscore, or with two before and behind, or in `__all__`
// - ECMAScript: what is exported, also by name or by `module.exports`; in a file that exports nothing, everything at
// the
//   top; members that are not `#private` or `private`
// - Go: a name that begins with an upper-case letter
// - Java: what is not `private`
// - Bash: functions without a leading underscore, and variables that are exported or read-only
// Takes no stack, however deep the tree. Never fails; safe to use from several threads.
[[nodiscard]] Interface interface_of(std::string_view content, std::string_view language);

}  // namespace rustassistant::source
