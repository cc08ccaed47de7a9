// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/search/ranking.hpp"
#include "rustassistant/sys/file_stamp.hpp"

// A file as the index knows it.
namespace rustassistant::search {

struct Definition {
  std::string name;
  std::string qualified_name;
  std::string kind;  // "function", "struct", ...
  int line_start = 0;
  int line_end = 0;
  Defined defined = Defined::by_itself;
  bool operator==(const Definition&) const = default;
};

// A chunk of a file without its text.
struct Passage {
  std::size_t start = 0;  // bytes
  std::size_t end = 0;
  int line_start = 0;  // from 1, both included
  int line_end = 0;
  std::string scope;  // the item that goes on in it; may be empty
  std::string scope_kind;
  std::vector<Definition> definitions;
  bool aside = false;  // of tests within a file; not packed: the postings tell it
  bool operator==(const Passage&) const = default;
};

// The passages of a file as bytes, and back: nothing for bytes that packed() did not make, or that are cut off.
[[nodiscard]] std::string packed(const std::vector<Passage>& passages);
[[nodiscard]] std::optional<std::vector<Passage>> unpacked(std::string_view bytes);

// The same, compressed, as the index keeps them.
[[nodiscard]] std::string stored_outline(const std::vector<Passage>& passages);
[[nodiscard]] std::optional<std::vector<Passage>> outline_of(std::string_view stored);

// What the full-text table takes for a chunk: terms with a space behind each, by column.
struct PostingText {
  std::array<std::string, kColumns> columns;
  std::uint8_t facts = 0;  // as kept, see below
};

// What ranking must know of a chunk, in one byte: the highest bit is set for tests, the others tell the terms of the
// body, by eight, at most 127.
[[nodiscard]] std::uint8_t chunk_facts(std::size_t terms, bool aside);
[[nodiscard]] std::size_t terms_of(std::uint8_t facts);
[[nodiscard]] bool is_aside(std::uint8_t facts);

[[nodiscard]] PostingText posting_text(std::string_view body, std::string_view path, const Passage& passage);

// What an embedding model is shown of a chunk: where it is, then its text. `body` is that text.
[[nodiscard]] std::string embedding_text(std::string_view body, std::string_view path, const Passage& passage);
// The name of such a text: the first 8 bytes of its SHA-256.
using ChunkKey = std::uint64_t;
[[nodiscard]] ChunkKey chunk_key(std::string_view embedding_text);

// A file that is ready to be stored. May be made by any thread.
struct PreparedFile {
  std::string path;  // from the top of the repository
  sys::FileStamp stamp;
  codec::Sha256Digest hash{};
  std::string language;
  bool aside = false;
  std::size_t size = 0;  // of the content, in bytes
  std::string outline;   // passages, as stored
  std::vector<PostingText> postings;
  std::vector<ChunkKey> keys;
};

// Stamp, hash, language and aside are left to the caller.
[[nodiscard]] PreparedFile prepared(std::string_view path, std::string_view content,
                                    const std::vector<Passage>& passages);

}  // namespace rustassistant::search
