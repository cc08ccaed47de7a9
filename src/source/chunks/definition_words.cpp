// SPDX-License-Identifier: MIT
#include "definition_words.hpp"

#include <algorithm>

#include "names.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr WordList kDefining =
    " class struct enum trait interface protocol extension module object record union func fun fn def defp defmodule "
    "function sub proc procedure type typedef actor mixin ";
constexpr WordList kModifiers =
    " public private protected internal static final abstract sealed open override async export local virtual partial "
    "inline suspend data readonly unsafe mutating fileprivate companion pub extern case default ";
constexpr std::size_t kMaxDefinedName = 256;  // bytes

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// The next word of a line, which then begins behind it; empty where something else comes next.
std::string_view next_word(std::string_view& line) {
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  std::size_t size = 0;
  while (size < line.size() && is_word_byte(line[size])) ++size;
  const std::string_view word = line.substr(0, size);
  line.remove_prefix(size);
  return word;
}

// "name" of "name", "self.name", "Outer::Inner".
std::string_view defined_name(std::string_view& line) {
  std::string_view name = next_word(line);
  while (!name.empty() && (line.starts_with('.') || line.starts_with("::"))) {
    line.remove_prefix(line.front() == '.' ? 1 : 2);
    const std::string_view next = next_word(line);
    if (next.empty()) break;
    name = next;
  }
  return name;
}

// "name" of "name() {"; empty where no function of a shell begins.
std::string_view shell_function(std::string_view line) {
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  const std::string_view name = line.substr(0, line.find_first_of(" \t(){}#$'\"`;|&=<>"));
  line.remove_prefix(name.size());
  while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
  return line.starts_with("()") ? name : std::string_view();
}

}  // namespace

std::vector<ChunkDefinition> defined_by_words(std::string_view text, std::string_view language, int first_line) {
  std::vector<ChunkDefinition> found;
  const auto add = [&](std::string_view written, std::string_view kind, int line) {
    const std::string name = shown_name(written.substr(0, kMaxDefinedName), kMaxDefinedName);
    if (!name.empty()) found.push_back({name, name, std::string(kind), line, line});
  };
  for (int number = first_line; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (language == "zsh") add(shell_function(line), "function", number);
    std::string_view word = next_word(line);
    while (has_word(kModifiers, word)) word = next_word(line);
    if (has_word(kDefining, word)) add(defined_name(line), word, number);
  }
  return found;
}

}  // namespace rustassistant::source
