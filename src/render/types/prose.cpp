// SPDX-License-Identifier: MIT
#include "prose.hpp"

#include <algorithm>
#include <vector>

#include "rustassistant/base/text.hpp"

namespace rustassistant::render {
namespace {

// How many of a character stand at a place.
std::size_t run_at(std::string_view text, std::size_t at, char c) {
  const std::size_t end = std::min(text.find_first_not_of(c, at), text.size());
  return end - at;
}

// "```" or "~~~" at the start of a line; empty where there is none.
std::string_view fence_of(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.empty() || (line.front() != '`' && line.front() != '~')) return {};
  const std::size_t length = run_at(line, 0, line.front());
  return length < 3 ? std::string_view() : line.substr(0, length);
}

// Where a code span that begins at `at` ends; npos where it does not.
std::size_t span_end(std::string_view line, std::size_t at) {
  const std::size_t length = run_at(line, at, '`');
  for (std::size_t next = line.find('`', at + length); next != std::string_view::npos; next = line.find('`', next)) {
    const std::size_t found = run_at(line, next, '`');
    if (found == length) return next + length;
    next += found;
  }
  return std::string_view::npos;
}

void add_harmless(std::string_view line, std::size_t at, std::string& text) {
  const bool image = line.substr(at, 2) == "![";
  if (line[at] == '<' || line[at] == '`' || image) text += '\\';
  text += line[at];
}

std::string prose_line(std::string_view line) {
  std::string text;
  const std::size_t first = std::min(line.find_first_not_of(" \t>"), line.size());
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t end = line[at] == '`' ? span_end(line, at) : std::string_view::npos;
    if (end != std::string_view::npos) {
      text += line.substr(at, end - at);
      at = end;
      continue;
    }
    // A heading, also one that the line below makes.
    const bool heading = at == first && (line[at] == '#' || line[at] == '=' || line.substr(at).starts_with("--"));
    if (heading) text += '\\';
    add_harmless(line, at++, text);
  }
  return text;
}

}  // namespace

std::string markdown_prose(std::string_view text) {
  const std::string safe = neutralise(trim(text), Newlines::keep);
  std::string prose;
  std::string open;  // the fence that has not been closed
  for (const std::string_view line : split(safe, '\n')) {
    const std::string_view fence = fence_of(line);
    if (open.empty() && !fence.empty()) {
      open = fence;
      prose += line;
    } else if (!open.empty()) {
      if (!fence.empty() && fence.front() == open.front() && fence.size() >= open.size() && trim(line) == fence)
        open.clear();
      prose += line;
    } else {
      prose += prose_line(line);
    }
    prose += '\n';
  }
  if (!open.empty()) prose += open + "\n";
  return prose;
}

std::string markdown_line(std::string_view text) {
  std::string line;
  for (const std::string_view part : split(trim(text), '\n')) {
    const std::string_view words = trim(part);
    if (!line.empty() && !words.empty()) line += ' ';
    line += words;
  }
  std::string prose = prose_line(neutralise(line));
  for (std::size_t at = 0; (at = prose.find('|', at)) != std::string::npos; at += 2) prose.insert(at, 1, '\\');
  return prose;
}

std::string markdown_block(std::string_view code, std::string_view language) {
  while (code.starts_with('\n') || code.starts_with("\r\n")) code.remove_prefix(code.find('\n') + 1);
  // A model may have put it between fences itself.
  if (const std::string_view fence = fence_of(code.substr(0, code.find('\n'))); !fence.empty()) {
    code.remove_prefix(std::min(code.find('\n'), code.size() - 1) + 1);
    code = code.substr(0, code.rfind(fence) == std::string_view::npos ? code.size() : code.rfind(fence));
  }
  while (code.ends_with('\n') || code.ends_with('\r')) code.remove_suffix(1);
  const std::string text = neutralise(code, Newlines::keep);
  std::size_t longest = 2;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view fence = fence_of(line);
    if (!fence.empty() && fence.front() == '`') longest = std::max(longest, fence.size());
  }
  const std::string fence(longest + 1, '`');
  return fence + std::string(language) + "\n" + text + "\n" + fence + "\n";
}

}  // namespace rustassistant::render
