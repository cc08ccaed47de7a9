// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "rustassistant/domain/todos.hpp"

namespace rustassistant::source {

// The notes in the comments of a text. At most kMaxTodos of them, with at most kMaxTodoText bytes of text each. Never
// fails; safe to use from several threads.
//
// A note begins with TODO, FIXME, HACK, XXX, BUG or NOTE in capitals
// - at the start of a line of a comment, behind a "@" or "\" at most, or
// - anywhere in it where ":" or "(...)" follows.
// At the start, TODO, FIXME, HACK and XXX count in lower case, too, where ":" or "(...)" follows or "@" or "\"
// precedes. Lines of the comment below that are indented deeper than the tag belong to the note.
//
// Priority: BUG and FIXME are high, NOTE is low, the others medium; "!" behind the tag raises it by one, and P0 to P3
// in parentheses say it outright, from critical to low. Owner: a name in parentheses, or behind "@" directly after the
// tag. Issues: "#12", "ABC-123" and URLs anywhere in the note, and numbers in its parentheses.
[[nodiscard]] domain::Todos find_todos(std::string_view content, std::string_view language);

inline constexpr std::size_t kMaxTodos = 5'000;
inline constexpr std::size_t kMaxTodoText = 500;  // bytes

}  // namespace rustassistant::source
