// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/domain/reuse.hpp"

// A model that answers about each unit of a file by its text alone.
namespace rustassistant::test {

// The lines as models see them.
inline std::vector<std::string> seen_lines(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string line(text.substr(at, end - at));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ' || line.back() == '\t')) line.pop_back();
    lines.push_back(std::move(line));
    at = end + 1;
  }
  return lines;
}

inline void answer_about(const domain::FileUnit& unit, const std::vector<std::string>& lines,
                         domain::Analysis& answer) {
  std::string text;
  for (int line = unit.lines.line_start; line <= unit.lines.line_end; ++line)
    text += lines.at(static_cast<std::size_t>(line) - 1) + "\n";
  const codec::Sha256Digest digest = codec::sha256(text);
  const int count = digest[0] % 4;
  for (int i = 0; i < count; ++i) {
    const auto bytes = static_cast<std::size_t>(i) * 3;
    const int length = unit.lines.line_end - unit.lines.line_start + 1;
    const int start = unit.lines.line_start + digest[1 + bytes] % length;
    domain::Smell smell;
    smell.type = static_cast<domain::SmellType>(digest[2 + bytes] % 16);
    smell.severity = static_cast<domain::Severity>(digest[3 + bytes] % 4);
    smell.description = "finding " + std::to_string(digest[4 + bytes]);
    smell.location = {
        start, std::min(start + 2, unit.lines.line_end), unit.names.empty() ? "" : unit.names.front(), {}};
    answer.smells.push_back(std::move(smell));
  }
  if (count < 2) return;
  domain::Suggestion suggestion;
  suggestion.title = "suggestion " + std::to_string(digest[20]);
  suggestion.priority = static_cast<domain::Severity>(digest[21] % 4);
  suggestion.answers = {answer.smells.size() - 1, answer.smells.size() - 2};
  answer.suggestions.push_back(std::move(suggestion));
}

// About the whole file, or about the units that a plan sends.
inline domain::Analysis answer_of(const domain::FileUnits& file, std::string_view content,
                                  const domain::ReusePlan* plan = nullptr) {
  const std::vector<std::string> lines = seen_lines(content);
  domain::Analysis answer;
  for (std::size_t i = 0; i < file.units.size(); ++i) {
    if (plan == nullptr || !plan->kept[i]) answer_about(file.units[i], lines, answer);
  }
  domain::sort_by_severity(answer);
  return answer;
}

}  // namespace rustassistant::test
