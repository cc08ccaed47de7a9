// SPDX-License-Identifier: MIT
#include "answers.hpp"

#include <utility>

#include "rustassistant/codec/json.hpp"

namespace rustassistant::cli {

std::string first_bytes(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text;
}

std::string bounded_text(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  return first_bytes(std::move(text), most) + "\n(cut: ask for less, by `path`, `limit` or `snippet`)\n";
}

render::View view_of(render::Format format) {
  render::View view;
  view.format = format;
  return view;
}

ToolAnswer failed(const Error& error) {
  return {error.what + (error.hint.empty() ? "" : "; " + error.hint), nullptr, true};
}

ToolAnswer answer_of(std::string text, const std::string& document, const std::string& cursor) {
  ToolAnswer answer{bounded_text(std::move(text), kMaxToolAnswer), nullptr, false};
  if (!cursor.empty()) answer.text += "\nmore: call again with cursor \"" + cursor + "\"\n";
  // Indents may be most of a document.
  if (document.size() > 4 * kMaxToolAnswer) return answer;
  const auto parsed = codec::parse_json(document);
  if (!parsed) return answer;
  McpJson structured(*parsed);
  if (!cursor.empty()) structured["next_cursor"] = cursor;
  if (codec::dump_json(structured, codec::JsonStyle::compact).size() <= kMaxToolAnswer)
    answer.structured = std::move(structured);
  return answer;
}

std::string text_of(const ToolArguments& arguments, const char* name, const std::string& otherwise) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? otherwise : found->get<std::string>();
}

bool truth_of(const ToolArguments& arguments, const char* name) {
  const auto found = arguments.find(name);
  return found != arguments.end() && found->get<bool>();
}

}  // namespace rustassistant::cli
