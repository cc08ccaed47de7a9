// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/findings.hpp"

// The parts of a file that a review can be about by themselves, and what is remembered of them from one review to the
// next. No text of the file is in it, only hashes, names and lines.
namespace rustassistant::domain {

// The head_hash of what only says where its members belong: `namespace a {`, `impl A {`.
inline constexpr std::string_view kNothingSeen = "-";

// A top-level item, a member of a type or namespace, or the head of one. Lines are whole; no two units share one.
struct FileUnit {
  LineRange lines;                 // with the comments, attributes and decorators that adjoin it
  LineRange tail;                  // of a head: what closes it behind its members; line_start 0: nothing
  LineRange head;                  // what users of it need to know: a function's signature; else its lines but for what
                                   // stands above it
  std::string hash;                // of its place (the containers around it) and its text; 24 hex digits
  std::string head_hash;           // of what users of it see: the signature of a function, of another item its
                                   // text without what stands above it; or kNothingSeen; may be empty
  std::vector<std::string> names;  // that it defines
  std::optional<std::size_t> container;  // the unit that is the head of what holds it
  std::int64_t bytes = 0;
  bool is_function = false;
  bool operator==(const FileUnit&) const = default;
};

// One thing that is imported. The names of a list stand on the same lines.
struct ImportLines {
  LineRange lines;                 // of the whole statement
  std::string hash;                // of where it comes from and its name
  std::vector<std::string> words;  // by which the file calls it; of all of a module: the words of its path
  bool operator==(const ImportLines&) const = default;
};

// Outside of units and imports there are only comments and blanks.
struct FileUnits {
  std::vector<FileUnit> units;  // in order
  std::vector<ImportLines> imports;
  bool operator==(const FileUnits&) const = default;
};

// The unit that a line is in, by its lines or its tail.
[[nodiscard]] std::optional<std::size_t> unit_at(const FileUnits& file, int line);
// The bytes of all units.
[[nodiscard]] std::int64_t bytes_of(const FileUnits& file);

// What is remembered of the last answer about a path, beside its document.
struct EarlierReview {
  FileUnits file;
  std::int64_t sent_since_whole = 0;  // bytes of units in partial questions since the file was asked as a whole
  std::optional<NanoUsd> whole_cost;  // of the last whole answer; nothing: unknown
  std::int64_t whole_bytes = 0;       // of the content that it was about
};

[[nodiscard]] std::string serialise(const EarlierReview& review);
// Error (storage): it is none, or not a sound one.
[[nodiscard]] Result<EarlierReview> parse_earlier_review(std::string_view text);

}  // namespace rustassistant::domain
