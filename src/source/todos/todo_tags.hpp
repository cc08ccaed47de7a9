// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/domain/todos.hpp"

// What a single line of a comment says of a note.
namespace rustassistant::source {

// A tag and what stands around it: "TODO(ada, #12)!: text".
struct TodoHead {
  domain::TodoTag tag{};
  std::size_t begin = 0;   // byte of the tag in the line
  bool raised = false;     // "!"
  std::string_view about;  // between the parentheses
  std::string_view owner;  // behind "@"
  std::string_view text;   // the rest
};

// The first tag of a line; the rules are in source/todos.hpp.
[[nodiscard]] std::optional<TodoHead> find_todo(std::string_view line);

// What the parentheses say.
struct TodoFacts {
  std::string owner;
  std::vector<std::string> issues;
  std::optional<domain::Severity> priority;
};
[[nodiscard]] TodoFacts facts_in(std::string_view about);

// "#12", "ABC-123" and URLs in a text, in order, each once.
[[nodiscard]] std::vector<std::string> issues_in(std::string_view text);

}  // namespace rustassistant::source
