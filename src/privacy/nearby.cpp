// SPDX-License-Identifier: MIT
#include "nearby.hpp"

#include <algorithm>

#include "characters.hpp"

namespace rustassistant::privacy {
namespace {

// Whether a quote behind `left`, the line up to it, ends a literal that began there. The apostrophe of "it's" is none.
bool ends_literal(std::string_view left, char quote) {
  // don't, it's
  const auto is_apostrophe = [&](std::size_t at) {
    return quote == '\'' && at > 0 && is_letter(left[at - 1]) && at + 2 < left.size() &&
           contains("tsdm", left.substr(at + 1, 1)) && !is_alnum(left[at + 2]) && left[at + 2] != quote;
  };
  bool is_open = false;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i] == '\\') {
      ++i;
    } else if (left[i] == quote && !is_apostrophe(i)) {
      is_open = !is_open;
    }
  }
  return is_open;
}

}  // namespace

std::string_view line_above(std::string_view text, std::size_t line) {
  if (line == 0) return {};
  const std::size_t end = line - 1;
  const std::size_t least = end - std::min(end, kReach);
  std::size_t begin = end;
  while (begin > least && text[begin - 1] != '\n') --begin;
  return text.substr(begin, end - begin);
}

std::string_view name_before(std::string_view text, std::size_t at, std::size_t line) {
  const std::size_t least = std::max(line, at - std::min(at, kReach));
  std::size_t end = at;
  while (end > least && is_blank(text[end - 1])) --end;
  while (end > least && (text[end - 1] == ']' || text[end - 1] == '"' || text[end - 1] == '\'')) --end;
  std::size_t begin = end;
  while (begin > least && is_dotted(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

std::string_view assigned_name(std::string_view text, std::size_t at, std::size_t line) {
  const std::size_t least = std::max(line, at - std::min(at, kReach));
  std::size_t end = at;
  if (end > least && is_quote(text[end - 1])) --end;
  while (end > least && is_blank(text[end - 1])) --end;
  const std::size_t sign = end;
  while (end > least && contains("=:?+", text.substr(end - 1, 1))) --end;
  return end == sign ? std::string_view() : name_before(text, end, line);
}

bool is_between_literals(std::string_view text, std::size_t at, std::size_t line, std::string_view value) {
  constexpr std::size_t kLongestLine = 1024;  // bytes before the quote that are read
  constexpr std::string_view kQuotes = "\"'`";
  const std::size_t size = std::min(at - line, kLongestLine);
  const std::string_view left = text.substr(at - size, size);
  return std::any_of(kQuotes.begin(), kQuotes.end(), [&](char quote) {
    return (quote == text[at] || contains(value, std::string_view(&quote, 1))) && ends_literal(left, quote);
  });
}

std::optional<Literal> literal_at(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string_view three = text.substr(at, 3);
  if (three.size() == 3 && three[1] == quote && three[2] == quote) {
    const auto end = text.substr(0, std::min(text.size(), at + 3 + kLongestLiteral)).find(three, at + 3);
    if (end == std::string_view::npos) return std::nullopt;
    Literal literal{at + 3, end};
    while (literal.begin < end && text[literal.begin] <= ' ') ++literal.begin;
    while (literal.end > literal.begin && text[literal.end - 1] <= ' ') --literal.end;
    return literal;
  }
  const std::size_t last = std::min(text.size(), at + 1 + kLongestLiteral);
  for (std::size_t i = at + 1; i < last && text[i] != '\n'; ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      return Literal{at + 1, i};
    }
  }
  return std::nullopt;
}

}  // namespace rustassistant::privacy
