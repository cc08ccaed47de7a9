// SPDX-License-Identifier: MIT
#include "rustassistant/source/todos.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "comments.hpp"
#include "found_items.hpp"
#include "rustassistant/base/text.hpp"
#include "todo_tags.hpp"

namespace rustassistant::source {
namespace {

using domain::Severity;
using domain::Todo;
using domain::TodoTag;

Severity priority_of(TodoTag tag) {
  switch (tag) {
    case TodoTag::bug:
    case TodoTag::fixme:
      return Severity::high;
    case TodoTag::note:
      return Severity::low;
    case TodoTag::todo:
    case TodoTag::hack:
    case TodoTag::xxx:
      break;
  }
  return Severity::medium;
}

Severity raised(Severity severity) {
  return severity == Severity::critical ? severity : static_cast<Severity>(static_cast<int>(severity) + 1);
}

std::string bounded(std::string_view text) {
  std::size_t end = std::min(text.size(), kMaxTodoText);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return to_valid_utf8(text.substr(0, end));
}

// A note being read, with the lines that follow it.
struct OpenNote {
  Todo todo;
  std::string text;
  std::size_t column = 0;  // of the tag
};

OpenNote begin_note(const CommentLine& line, const TodoHead& head) {
  OpenNote open;
  TodoFacts facts = facts_in(head.about);
  open.todo.tag = head.tag;
  open.todo.priority = facts.priority.value_or(head.raised ? raised(priority_of(head.tag)) : priority_of(head.tag));
  open.todo.owner = facts.owner.empty() ? to_valid_utf8(head.owner) : std::move(facts.owner);
  open.todo.issues = std::move(facts.issues);
  open.todo.location.line_start = open.todo.location.line_end = line.line;
  open.text = std::string(head.text);
  open.column = line.column + head.begin;
  return open;
}

bool goes_on(const OpenNote& open, const CommentLine& line) {
  return line.line == open.todo.location.line_end + 1 && !line.text.empty() && line.column > open.column;
}

Todo finished(OpenNote open, const std::vector<FoundItem>& items) {
  for (std::string& issue : issues_in(open.text)) {
    auto& issues = open.todo.issues;
    if (std::find(issues.begin(), issues.end(), issue) == issues.end()) issues.push_back(std::move(issue));
  }
  open.todo.text = bounded(open.text);
  if (const FoundItem* found = item_around(items, open.todo.location.line_start)) {
    open.todo.location.item_name = found->item.qualified_name;
  }
  open.todo.location.qualified_name = open.todo.location.item_name;
  open.todo.location.verified = true;
  return std::move(open.todo);
}

}  // namespace

domain::Todos find_todos(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  const Comments comments = comments_of(parsed, language);
  domain::Todos todos;
  todos.judged = comments.known;
  std::vector<OpenNote> notes;
  bool open = false;
  for (const CommentLine& line : comments.lines) {
    if (const auto head = find_todo(line.text)) {
      if (notes.size() == kMaxTodos) break;
      notes.push_back(begin_note(line, *head));
      open = true;
    } else if (open && goes_on(notes.back(), line)) {
      notes.back().todo.location.line_end = line.line;
      if (notes.back().text.size() < kMaxTodoText) notes.back().text += " " + std::string(line.text);
    } else {
      open = false;
    }
  }
  if (notes.empty()) return todos;
  const std::vector<FoundItem> items = find_items(parsed);
  todos.items.reserve(notes.size());
  for (OpenNote& note : notes) todos.items.push_back(finished(std::move(note), items));
  return todos;
}

}  // namespace rustassistant::source
