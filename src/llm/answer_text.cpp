// SPDX-License-Identifier: MIT
#include "answer_text.hpp"

#include <array>
#include <optional>

#include "reply_json.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::llm {
namespace {

struct Thought {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<Thought, 3> kThoughts{
    {{"<think>", "</think>"}, {"<thinking>", "</thinking>"}, {"<thought>", "</thought>"}}};

constexpr std::string_view kFence = "```";

// The text after the JSON object or array that it begins with; nullopt if that does not end.
std::optional<std::string_view> after_json(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string && c == '\\') {
      ++at;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (in_string) {
      continue;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if ((c == '}' || c == ']') && --depth == 0) {
      return text.substr(at + 1);
    }
  }
  return std::nullopt;
}

bool begins_json(std::string_view text) {
  return text.starts_with('{') || text.starts_with('[');
}

// A model's template may have written the opening itself, so that only the closing is in the answer. What is in the
// answer's own strings is none.
std::string_view without_thoughts(std::string_view text) {
  for (const auto& [open, close] : kThoughts) {
    if (begins_json(text)) return text;
    const std::size_t end = text.find(close);
    if (end != std::string_view::npos) text = trim(text.substr(end + close.size()));
  }
  return text;
}

// The content of the only fence, wherever it stands.
std::string_view without_fence(std::string_view text) {
  if (begins_json(text)) return text;
  const std::size_t open = text.find(kFence);
  const std::size_t line_end = text.find('\n', open);
  if (open == std::string_view::npos || line_end == std::string_view::npos) return text;
  const std::string_view inside = trim(text.substr(line_end));
  if (begins_json(inside)) {
    // Fences in the strings of the answer are passed over.
    const auto rest = after_json(inside);
    if (!rest || !trim(*rest).starts_with(kFence)) return text;
    const std::string_view behind = trim(*rest).substr(kFence.size());
    return behind.find(kFence) == std::string_view::npos ? inside.substr(0, inside.size() - rest->size()) : text;
  }
  const std::size_t close = inside.find(kFence);
  return close == std::string_view::npos ? text : trim(inside.substr(0, close));
}

// "Here it is:", and the JSON on a line of its own. An unfinished thought stays.
std::string_view without_words_before(std::string_view text) {
  const std::size_t line = text.find("\n{");
  const bool has_mark = text.starts_with('<') || text.find(kFence) < line;
  return begins_json(text) || has_mark || line == std::string_view::npos ? text : text.substr(line + 1);
}

std::string_view without_words_after(std::string_view text) {
  if (!begins_json(text)) return text;
  const auto rest = after_json(text);
  return rest ? text.substr(0, text.size() - rest->size()) : text;
}

}  // namespace

std::string_view strip_wrapping(std::string_view text) {
  return without_words_after(without_words_before(without_fence(without_thoughts(trim(text)))));
}

std::string answer_json(std::string_view text) {
  return repaired_json(strip_wrapping(text));
}

}  // namespace rustassistant::llm
