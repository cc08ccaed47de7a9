// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/domain/findings.hpp"

// Comments in a source that say which kinds of findings are accepted there:
//   // rustassistant: allow(long_function, deep_nesting) a generated state table
//   // rustassistant: allow-file(large_module) split planned
namespace rustassistant::source {

struct SuppressedKind {
  std::string written;                     // as it is in the comment
  std::optional<domain::SmellType> smell;  // its kind, in any case style; nothing where the word is none of them
};

enum class SuppressionScope : std::uint8_t {
  item,     // one definition
  file,     // everything in the file: allow-file
  nothing,  // an `allow` with no item that it could belong to
};

struct Suppression {
  std::vector<SuppressedKind> kinds;  // in the order written; empty where none is named, which is a mistake
  std::string reason;                 // the rest of the comment's line; may be empty
  int line = 0;                       // of the comment, from 1
  SuppressionScope scope = SuppressionScope::nothing;
  std::string item;         // its qualified name (source/items.hpp); for scope `item` only
  domain::LineRange lines;  // the item's, or all of the file's; {0, 0} for scope `nothing`
};

// The suppressions of a file, in the order of their lines. Only comments of the syntax tree count, never strings; a
// directive has to begin its comment or a line of it. An `allow` belongs to
// - the item that is directly below its comment block: attributes, decorators and other comments may be between,
// no
//   blank line;
// - the item whose first line it trails;
// - the item whose head contains it, or before the first statement of whose body (a docstring may precede it).
// Where the first and the last rule name two items, the one below wins if it is a function or holds others. Several
// comments for one item add up. Nothing for a language without a grammar, or a text that is beyond parsing. At most
// kMaxSuppressions; the rest is left out. Never fails; safe to use from several threads.
[[nodiscard]] std::vector<Suppression> suppressions_of(std::string_view content, std::string_view language);

inline constexpr std::size_t kMaxSuppressions = 1'000;

}  // namespace rustassistant::source
