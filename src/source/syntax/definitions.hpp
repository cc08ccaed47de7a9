// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "parsed.hpp"

// Where the names are that a finding may mention.
namespace rustassistant::source {

// A name as a model writes it ("pub fn Foo::bar()", "`bar`"), taken apart.
struct QueriedName {
  std::string name;       // the last part, such as "bar"; empty where there is none
  std::string qualifier;  // the part before it, such as "Foo"; may be empty
};
[[nodiscard]] QueriedName take_apart(std::string_view written);

struct Definition {
  std::string name;       // the last part
  std::string qualifier;  // text that holds the name of what is around it; may be empty
  int line_start = 0;
  int line_end = 0;
};

struct Mention {
  std::string name;
  int line = 0;
};

struct Places {
  std::vector<Definition> definitions;
  std::vector<Mention> identifiers;  // wherever a wanted name is a token of its own
};

// Finds the wanted names in a file; nothing where it could not be parsed.
struct FoundPlaces {
  bool parsed = false;
  Places places;
};
[[nodiscard]] FoundPlaces find_places(const ParsedText& parsed, const std::set<std::string, std::less<>>& wanted);

// Whether text holds a word that no letter, digit or underscore continues.
[[nodiscard]] bool has_whole_word(std::string_view text, std::string_view word);

}  // namespace rustassistant::source
