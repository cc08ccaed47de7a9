// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/search/query.hpp"

// Which files answer a query best. Pure; docs/search.md explains it.
namespace rustassistant::search {

// Where a term may stand in a chunk. How often it stands in the body is told in steps: one of the first four.
enum class Column : std::uint8_t { once, twice, often, much, path, definitions };
inline constexpr std::size_t kColumns = 6;
using ColumnBits = std::uint8_t;
[[nodiscard]] constexpr ColumnBits bit_of(Column column) {
  return static_cast<ColumnBits>(1U << static_cast<unsigned>(column));
}
// The step for a number of occurrences, at least one.
[[nodiscard]] Column step_of(std::size_t occurrences);

// A chunk that holds at least one term of a query.
struct Place {
  std::uint32_t file = 0;   // index into the files given
  std::uint32_t chunk = 0;  // index within the file
  float length = 0;         // terms of its body
  bool aside = false;       // of tests within a file
};

struct Matches {
  std::size_t terms = 0;  // of the query
  std::vector<Place> places;
  std::vector<ColumnBits> columns;  // for each place, one for each term
  [[nodiscard]] std::span<const ColumnBits> columns_of(std::size_t place) const {
    return std::span(columns).subspan(place * terms, terms);
  }
};

// All chunks, found or not.
struct Collection {
  std::size_t chunks = 0;
  double average_length = 1;  // terms of a body
};

struct FileTraits {
  std::string_view path;
  bool aside = false;  // a test, an example, a benchmark or the like
};

// How a place defines a name.
enum class Defined : std::uint8_t {
  by_itself,
  within,     // as a part of a type or a function
  elsewhere,  // only declared here, or handed on under this name
};

// A definition that bears the name that is the whole query.
struct ExactDefinition {
  std::uint32_t file = 0;
  std::uint32_t chunk = 0;
  Defined defined = Defined::by_itself;
  bool as_written = true;  // else in other case, or with other signs between and before its words
  bool aside = false;      // among tests within a file
  bool operator==(const ExactDefinition&) const = default;
};

// The parts that add up to a file's score, each as it counts.
struct Why {
  double text = 0;                   // of the best chunk
  double coherence = 0;              // of all chunks of the file together
  double name = 0;                   // query and path
  double symbol = 0;                 // the name is defined there
  double factor = 1;                 // what the sum is multiplied with
  std::optional<double> similarity;  // of meaning, where a model was asked: then ranks decide (fusion.hpp)
};

struct Ranked {
  std::uint32_t file = 0;
  std::uint32_t chunk = 0;  // the one to show
  double score = 0;
  Why why;
};

// How rare a term is that stands in `holders` of `chunks`.
[[nodiscard]] double rarity(std::size_t chunks, std::size_t holders);

// All files with a place, best first; equal ones by path. `wanted`: by file, whether it may be among them (the others
// count for rarity only); empty: all.
[[nodiscard]] std::vector<Ranked> rank(const Query& query, const Matches& matches, std::span<const FileTraits> files,
                                       const Collection& collection, std::span<const ExactDefinition> exact,
                                       std::span<const char> wanted);

// Whether a path is that of an example, a benchmark, a fixture or a mock. Tests are source::is_test_path().
[[nodiscard]] bool is_example_path(std::string_view path);

}  // namespace rustassistant::search
