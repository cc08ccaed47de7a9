// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// What somebody asks for.
namespace rustassistant::search {

struct Query {
  std::string words;                 // without filters
  std::vector<std::string> terms;    // to look for, each once, in the order of the words; at most kMaxTerms
  std::vector<std::string> phrases;  // what stood in double quotes, without them
  // The only word where it is a name, which may be qualified, as written; without words the only `sym:`; else empty.
  std::string symbol;
  bool about_tests = false;  // it names tests, examples, benchmarks and the like
  // Filters within the query; of each kind one must fit, of `without` none may.
  std::vector<std::string> languages;  // lang:rust
  std::vector<std::string> paths;      // path:src/**
  std::vector<std::string> without;    // -path:tests
  std::vector<std::string> symbols;    // sym:Name
};

inline constexpr std::size_t kMaxTerms = 48;

// Reads a query. Words are apart at white space; double quotes make a phrase, also behind a filter's colon, and one
// that is not closed reaches to the end. Words such as "how" and "the" are not looked for where there are others. What
// looks like a filter and is none ("std::vector") is a word. Without other words `sym:` is looked for. Never fails:
// where there is nothing to look for, `terms` is empty.
[[nodiscard]] Query parse_query(std::string_view text);

// Whether a text holds a phrase: ASCII letters match in either case, and any white space matches any other.
[[nodiscard]] bool holds_phrase(std::string_view text, std::string_view phrase);
// Where it begins first, from `from` on; npos: nowhere.
[[nodiscard]] std::size_t find_phrase(std::string_view text, std::string_view phrase, std::size_t from = 0);

// Whether a definition is of that name: "bar" and "Foo::bar" are names of "Foo::bar"; with "." as well as with "::".
// Upper and lower case differ.
[[nodiscard]] bool names(std::string_view wanted, std::string_view name, std::string_view qualified_name);
// The same where upper and lower case and signs such as "_" and "$" do not matter: "next_delay" and "$NextDelay".
[[nodiscard]] bool names_loosely(std::string_view wanted, std::string_view name, std::string_view qualified_name);

}  // namespace rustassistant::search
