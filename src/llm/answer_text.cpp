// SPDX-License-Identifier: MIT
#include "answer_text.hpp"

#include "rustassistant/base/text.hpp"

namespace rustassistant::llm {
namespace {

std::string_view without_thoughts(std::string_view text) {
  constexpr std::string_view kEnd = "</think>";
  const std::size_t end = text.starts_with("<think>") ? text.find(kEnd) : std::string_view::npos;
  return end == std::string_view::npos ? text : trim(text.substr(end + kEnd.size()));
}

std::string_view without_fence(std::string_view text) {
  constexpr std::string_view kFence = "```";
  const std::size_t line_end = text.find('\n');
  if (!text.starts_with(kFence) || !text.ends_with(kFence) || line_end == std::string_view::npos) return text;
  const std::size_t end = text.size() - kFence.size();
  return line_end < end ? trim(text.substr(line_end, end - line_end)) : text;
}

}  // namespace

std::string_view strip_wrapping(std::string_view text) {
  return without_fence(without_thoughts(trim(text)));
}

}  // namespace rustassistant::llm
