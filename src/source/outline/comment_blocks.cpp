// SPDX-License-Identifier: MIT
#include "comment_blocks.hpp"

#include <algorithm>

#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

bool is_license(std::string_view text) {
  constexpr std::string_view kMarks[] = {"SPDX-License", "Copyright", "copyright (c)", "Licensed under",
                                         "All rights reserved"};
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

// Only what marks a comment stands before the text.
bool begins_line(std::string_view content, const CommentLine& line) {
  const std::string_view before = content.substr(line.begin - line.column, line.column);
  return before.find_first_not_of(" \t/*#!;%<-\"(") == std::string_view::npos;
}

// For the compiler: `//go:build linux`, `// +build linux`.
bool is_compiler_directive(std::string_view language, const CommentLine& line) {
  if (language != "go") return false;
  return (line.column == 2 && line.text.starts_with("go:")) || line.text.starts_with("+build ");
}

}  // namespace

CommentBlocks::CommentBlocks(const ParsedText& parsed, std::string_view language)
    : content_(parsed.content()), source_lines_(split(content_, '\n')) {
  for (const CommentLine& line : comments_of(parsed, language).lines) {
    const bool program = line.line == 1 && content_.starts_with("#!");
    if (program || !begins_line(content_, line) || is_compiler_directive(language, line)) continue;
    lines_.emplace(line.line, line);
    if (language == "rust" &&
        content_.substr(line.begin - line.column, line.column).find('!') != std::string_view::npos)
      inner_.insert(line.line);
  }
}

std::string CommentBlocks::above(int line) const {
  int last = line - 1;
  while (last > 0 && !lines_.contains(last)) {
    const std::string_view text = trim(source_lines_.at(static_cast<std::size_t>(last - 1)));
    if (!text.starts_with("#[") && !text.starts_with('@')) return {};
    --last;
  }
  if (inner_.contains(last)) return {};
  int first = last;
  while (lines_.contains(first - 1) && !inner_.contains(first - 1)) --first;
  const std::string text = last > 0 ? text_of(first, last) : std::string();
  return is_license(text) ? std::string() : text;
}

std::string CommentBlocks::of_file(const std::vector<int>& item_lines) const {
  for (auto line = lines_.begin(); line != lines_.end();) {
    const int first = line->first;
    int last = first;
    const bool inner = inner_.contains(first);
    for (; line != lines_.end() && line->first <= last + 1 && inner_.contains(line->first) == inner; ++line)
      last = line->first;
    if (!item_lines.empty() && first > item_lines.front()) break;
    if (!inner && std::binary_search(item_lines.begin(), item_lines.end(), last + 1)) continue;
    std::string text = text_of(first, last);
    if (!text.empty() && !is_license(text)) return text;
  }
  return {};
}

std::string CommentBlocks::text_of(int first, int last) const {
  std::size_t least = std::string_view::npos;
  for (int line = first; line <= last; ++line) {
    const CommentLine& comment = lines_.at(line);
    if (!comment.text.empty()) least = std::min(least, comment.column);
  }
  std::string text;
  for (int line = first; line <= last; ++line) {
    const CommentLine& comment = lines_.at(line);
    if (line > first) text += '\n';
    if (comment.text.empty()) continue;
    text.append(line == first ? 0 : comment.column - least, ' ');
    text += comment.text;
  }
  return std::string(trim(text));
}

std::string without_indent(std::string_view text) {
  const auto lines = split(text, '\n');
  std::size_t least = std::string_view::npos;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::size_t indent = lines[i].find_first_not_of(" \t\r");
    if (indent != std::string_view::npos) least = std::min(least, indent);
  }
  std::string stripped(trim(lines.front()));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    std::string_view line = lines[i];
    line.remove_prefix(std::min({least, line.size()}));
    if (line.ends_with('\r')) line.remove_suffix(1);
    stripped += "\n" + std::string(line);
  }
  return std::string(trim(stripped));
}

}  // namespace rustassistant::source
