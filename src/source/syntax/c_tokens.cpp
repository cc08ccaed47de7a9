// SPDX-License-Identifier: MIT
#include "c_tokens.hpp"

#include <algorithm>
#include <cstddef>

#include "names.hpp"
#include "rustassistant/base/ascii.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxRawDelimiter = 16;  // bytes; the standard's limit

class Tokenizer {
 public:
  explicit Tokenizer(std::string_view content) { result_.text = content; }

  CText run() {
    while (at_ < result_.text.size()) step();
    return std::move(result_);
  }

 private:
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < result_.text.size() ? result_.text[at_ + ahead] : '\0';
  }

  void step() {
    const char c = peek(0);
    if (c == '\n') {
      fresh_line_ = true;
      ++at_;
    } else if (c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v') {
      ++at_;
    } else if (c == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
      at_ += peek(1) == '\n' ? 2 : 3;
    } else if (c == '/' && (peek(1) == '*' || peek(1) == '/')) {
      at_ = end_of_comment();
    } else if (c == '#' && fresh_line_) {
      directive();
    } else {
      token();
    }
  }

  [[nodiscard]] std::size_t end_of_comment() const {
    const std::string& text = result_.text;
    if (peek(1) == '*') {
      const std::size_t end = text.find("*/", at_ + 2);
      return end == std::string::npos ? text.size() : end + 2;
    }
    std::size_t end = text.find('\n', at_);
    while (end != std::string::npos && is_continued(end)) end = text.find('\n', end + 1);
    return std::min(end, text.size());
  }

  // Whether a backslash comes before the line's end at `newline`.
  [[nodiscard]] bool is_continued(std::size_t newline) const {
    std::size_t before = newline;
    if (before > 0 && result_.text[before - 1] == '\r') --before;
    return before > 0 && result_.text[before - 1] == '\\';
  }

  void directive() {
    const std::size_t start = at_;
    while (at_ < result_.text.size()) {
      const char c = peek(0);
      if (c == '\n' && !is_continued(at_)) break;
      if (c == '/' && (peek(1) == '*' || peek(1) == '/')) {
        const std::size_t end = end_of_comment();
        blank_comment(at_, end);
        at_ = end;
      } else if (c == '"' || (c == '\'' && (peek(2) == '\'' || peek(1) == '\\'))) {
        skip_quoted_in_line(c);
      } else {
        ++at_;
      }
    }
    add(CTokenKind::directive, start);
  }

  // A comment over several lines continues the directive: so do backslashes in its place.
  void blank_comment(std::size_t start, std::size_t end) {
    result_.blank(start, end);
    for (std::size_t newline = result_.text.find('\n', start); newline < end;
         newline = result_.text.find('\n', newline + 1)) {
      if (newline > start && !is_continued(newline)) result_.text[newline - 1] = '\\';
    }
  }

  void skip_quoted_in_line(char quote) {
    std::size_t end = at_ + 1;
    while (end < result_.text.size() && result_.text[end] != quote && result_.text[end] != '\n') {
      end += result_.text[end] == '\\' ? 2U : 1U;
    }
    if (end >= result_.text.size() || result_.text[end] != quote) {
      ++at_;
      return;
    }
    // To the grammar a comment begins there.
    for (std::size_t i = at_ + 1; i < end; ++i) {
      if (result_.text[i] == '*' && result_.text[i - 1] == '/') result_.text[i] = '_';
    }
    at_ = end + 1;
  }

  void token() {
    const std::size_t start = at_;
    const char c = peek(0);
    if (c == '"' || c == '\'') {
      quoted(c);
      add(CTokenKind::text, start);
    } else if (ascii::is_digit(c) || (c == '.' && ascii::is_digit(peek(1)))) {
      number();
      add(CTokenKind::number, start);
    } else if (is_word_byte(c)) {
      while (is_word_byte(peek(0)) && at_ < result_.text.size()) ++at_;
      if (peek(0) == '"' && is_raw_prefix(start)) {
        raw_string();
        add(CTokenKind::text, start);
      } else {
        add(CTokenKind::word, start);
      }
    } else {
      at_ += sign_size();
      add(CTokenKind::sign, start);
    }
  }

  [[nodiscard]] bool is_raw_prefix(std::size_t start) const {
    return has_word(" R LR uR UR u8R ", std::string_view(result_.text).substr(start, at_ - start));
  }

  void quoted(char quote) {
    ++at_;
    while (at_ < result_.text.size() && peek(0) != quote) {
      if (peek(0) == '\n' && !is_continued(at_)) return;  // no literal spans lines: this one has no end
      at_ += peek(0) == '\\' && peek(1) != '\n' ? 2U : 1U;
    }
    at_ = std::min(at_ + 1, result_.text.size());
  }

  void raw_string() {
    const std::string& text = result_.text;
    const std::size_t open = text.find('(', at_);
    if (open == std::string::npos || open - at_ > kMaxRawDelimiter + 1) return quoted('"');
    const std::string close = ")" + text.substr(at_ + 1, open - at_ - 1) + "\"";
    const std::size_t end = text.find(close, open);
    at_ = end == std::string::npos ? text.size() : end + close.size();
  }

  void number() {
    while (at_ < result_.text.size()) {
      const char c = peek(0);
      const bool exponent =
          (c == '+' || c == '-') && has_word(" e E p P ", std::string_view(result_.text).substr(at_ - 1, 1));
      const bool separator = c == '\'' && is_word_byte(peek(1));
      if (!is_word_byte(c) && c != '.' && !exponent && !separator) return;
      ++at_;
    }
  }

  [[nodiscard]] std::size_t sign_size() const {
    if (peek(0) == '.' && peek(1) == '.' && peek(2) == '.') return 3;
    return has_word(" && || -> :: == != <= >= += -= *= /= |= &= ^= %= ++ -- ",
                    std::string_view(result_.text).substr(at_, 2))
               ? 2
               : 1;
  }

  void add(CTokenKind kind, std::size_t start) {
    result_.tokens.push_back({kind, fresh_line_, false, start, at_});
    fresh_line_ = false;
  }

  CText result_;
  std::size_t at_ = 0;
  bool fresh_line_ = true;
};

}  // namespace

void CText::blank(std::size_t start, std::size_t end) {
  for (std::size_t i = start; i < std::min(end, text.size()); ++i) {
    if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
  }
}

void CText::blank_token(std::size_t index) {
  CToken& token = tokens[index];
  blank(token.start, token.end);
  token.end = token.start;
}

void CText::put_behind(std::size_t first, std::size_t last, char sign) {
  const std::size_t end = tokens[last].end;
  if (end < text.size() && (text[end] == ' ' || text[end] == '\t')) {
    text[end] = sign;
    return;
  }
  const std::size_t start = tokens[first].start;
  const auto at = [&](std::size_t offset) { return text.begin() + static_cast<std::ptrdiff_t>(offset); };
  std::copy(at(start + 1), at(end), at(start));
  text[end - 1] = sign;
  for (std::size_t i = first; i <= last; ++i) {
    if (i > first) --tokens[i].start;
    --tokens[i].end;
  }
}

void CText::sweep() {
  std::erase_if(tokens, [](const CToken& token) { return token.start == token.end; });
}

CText tokenize_c(std::string_view content) {
  return Tokenizer(content).run();
}

}  // namespace rustassistant::source
