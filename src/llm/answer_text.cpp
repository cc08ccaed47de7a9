// SPDX-License-Identifier: MIT
#include "answer_text.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "loose_json.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::llm {
namespace {

struct Thought {
  std::string_view open;
  std::string_view close;
};
constexpr auto kThoughts = std::to_array<Thought>({{"<think>", "</think>"},
                                                   {"<thinking>", "</thinking>"},
                                                   {"<thought>", "</thought>"},
                                                   {"<thoughts>", "</thoughts>"},
                                                   {"<reasoning>", "</reasoning>"},
                                                   {"<reflection>", "</reflection>"},
                                                   {"<analysis>", "</analysis>"},
                                                   {"<scratchpad>", "</scratchpad>"},
                                                   {"<seed:think>", "</seed:think>"},
                                                   {"[THINK]", "[/THINK]"}});

constexpr std::string_view kFence = "```";

// "[THINK]" and the like are none.
bool begins_json(std::string_view text) {
  if (!text.starts_with('[')) return text.starts_with('{');
  const std::string_view inside = trim(text.substr(1));
  return inside.starts_with('{') || inside.starts_with('[') || inside.starts_with('"') || inside.starts_with('\'') ||
         inside.starts_with(']');
}

// A server that does not know the model's channels passes their marks on: "<|channel|>analysis<|message|>…<|end|>". The
// last message is the answer.
std::string_view last_message(std::string_view text) {
  constexpr std::string_view kMessage = "<|message|>";
  if (!text.starts_with("<|")) return text;
  const std::size_t last = text.rfind(kMessage);
  return last == std::string_view::npos ? text : trim(text.substr(last + kMessage.size()));
}

// The thought that a text begins with.
std::optional<Thought> opened_by(std::string_view text) {
  const auto* const found = std::find_if(kThoughts.begin(), kThoughts.end(),
                                         [&](const Thought& thought) { return text.starts_with(thought.open); });
  return found == kThoughts.end() ? std::nullopt : std::optional(*found);
}

// A model's template may have written the opening itself, so that only the closing is in the answer. What is in the
// answer's own strings is none.
std::string_view without_thoughts(std::string_view text) {
  for (const auto& [open, close] : kThoughts) {
    if (begins_json(text)) return text;
    const std::size_t end = text.find(close);
    if (end != std::string_view::npos) text = trim(text.substr(end + close.size()));
  }
  // More of them, which then have an opening.
  for (auto thought = opened_by(text); thought; thought = opened_by(text)) {
    const std::size_t end = text.find(thought->close);
    if (end == std::string_view::npos) break;
    text = trim(text.substr(end + thought->close.size()));
  }
  return text;
}

// The content of the only fence with JSON, wherever it stands; its end may be missing.
std::string_view without_fence(std::string_view text, int fences = 8) {
  if (begins_json(text) || fences == 0) return text;
  const std::size_t open = text.find(kFence);
  const std::size_t line_end = text.find('\n', open);
  if (open == std::string_view::npos || line_end == std::string_view::npos) return text;
  const std::string_view inside = trim(text.substr(line_end));
  if (begins_json(inside)) {
    // Fences in the strings of the answer are passed over.
    const auto rest = after_json(inside);
    if (rest && trim(*rest).empty()) return inside;
    if (!rest || !trim(*rest).starts_with(kFence)) return text;
    const std::string_view behind = trim(*rest).substr(kFence.size());
    return behind.find(kFence) == std::string_view::npos ? inside.substr(0, inside.size() - rest->size()) : text;
  }
  const std::size_t close = inside.find(kFence);
  if (close == std::string_view::npos) return text;
  const std::string_view behind = inside.substr(close + kFence.size());
  const std::string_view next = without_fence(behind, fences - 1);  // that one showed something else
  return begins_json(next) ? next : trim(inside.substr(0, close));
}

// "Here it is:" or a tag, and the JSON on a line of its own or behind it. An unfinished thought stays.
std::string_view without_words_before(std::string_view text) {
  const std::size_t line = text.find("\n{");
  const std::size_t in_line = std::min(text.find("{\""), text.find("{'"));
  const std::size_t at = line == std::string_view::npos ? in_line : line + 1;
  const bool has_mark = opened_by(text) || text.find(kFence) < at;
  return begins_json(text) || has_mark || at == std::string_view::npos ? text : text.substr(at);
}

std::string_view without_words_after(std::string_view text) {
  if (!begins_json(text)) return text;
  const auto rest = after_json(text);
  return rest ? text.substr(0, text.size() - rest->size()) : text;
}

}  // namespace

std::string_view strip_wrapping(std::string_view text) {
  return without_words_after(without_words_before(without_fence(last_message(without_thoughts(trim(text))))));
}

std::string answer_json(std::string_view text) {
  return repaired_json(strip_wrapping(text));
}

}  // namespace rustassistant::llm
