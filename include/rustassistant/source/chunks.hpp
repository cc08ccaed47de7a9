// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A file cut into pieces that are found one by one.
namespace rustassistant::source {

enum class Defined : std::uint8_t {
  by_itself,  // a type, a function, a constant at the top of a file or in a namespace
  within,     // as a part of a type or a function
  elsewhere,  // only declared here, or handed on under this name
};

// A name that a chunk gives to something.
struct ChunkDefinition {
  std::string name;            // as Item::name
  std::string qualified_name;  // as Item::qualified_name
  std::string kind;            // "function", "method", "struct", ...
  int line_start = 0;          // from 1
  int line_end = 0;            // may lie behind the chunk; the first line where the end is not known
  Defined defined = Defined::by_itself;
  bool operator==(const ChunkDefinition&) const = default;
};

// Whole lines, unless a line is too long for one chunk.
struct Chunk {
  std::size_t start = 0;  // bytes of the content
  std::size_t end = 0;    // behind the last one
  int line_start = 0;     // from 1, both included
  int line_end = 0;
  // The innermost item that begins before the chunk and goes on in it; empty where there is none.
  std::string scope;
  std::string scope_kind;
  std::vector<ChunkDefinition> definitions;  // that begin in it, in order
  bool is_test = false;                      // of a module of tests within a file, as is usual in Rust
};

// About how long a chunk is, in bytes. Single statements may be longer, up to kMaxChunk.
inline constexpr std::size_t kChunkSize = 1500;
inline constexpr std::size_t kMaxChunk = 6000;

// Rises when chunks_of() may find something else in the same file.
inline constexpr int kChunksVersion = 7;

// Cuts a file by its syntax tree: between functions and types, the long ones between their statements; short neighbors
// stay together, and comments with what follows them. Without a grammar it is cut between lines that are not indented,
// and definitions are what follows words like "class" and "def". The chunks cover the content without gaps. Nothing for
// an empty content. Never fails; safe to use from several threads.
[[nodiscard]] std::vector<Chunk> chunks_of(std::string_view content, std::string_view language);

}  // namespace rustassistant::source
