// SPDX-License-Identifier: MIT
#include "loose_json.hpp"

#include <algorithm>
#include <array>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::llm {
namespace {

constexpr std::size_t kEscape = 6;  // "\u0000"

// The code unit that "\u0041" at the text's begin stands for; -1 for anything else.
int code_unit(std::string_view text) {
  if (text.size() < kEscape || text[0] != '\\' || text[1] != 'u') return -1;
  int unit = 0;
  for (const char c : text.substr(2, 4)) {
    if (!ascii::is_hex_digit(c)) return -1;
    unit = unit * 16 + (ascii::is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

bool is_high(int unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}
bool is_low(int unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

// Escapes that JSON does not have: \' and \x41 of other languages, the end of a line. Else the backslash is meant.
std::string take_odd_escape(std::string_view& text) {
  constexpr std::size_t kByte = 4;  // "\x41"
  const char c = text[1];
  const bool is_byte = c == 'x' && text.size() >= kByte && ascii::is_hex_digit(text[2]) && ascii::is_hex_digit(text[3]);
  std::string escape = is_byte ? "\\u00" + std::string(text.substr(2, 2)) : c == '\'' ? "'" : c == '\n' ? "" : "\\\\";
  text.remove_prefix(is_byte ? kByte : escape == "\\\\" ? 1 : 2);
  return escape;
}

// What stands for the escape at the text's begin; its length is taken off the text.
std::string take_escape(std::string_view& text) {
  constexpr std::string_view kKnown = "\"\\/bfnrt";
  const int unit = code_unit(text);
  if (unit < 0 && text.size() > 1 && kKnown.find(text[1]) == std::string_view::npos) return take_odd_escape(text);
  const bool is_pair = is_high(unit) && is_low(code_unit(text.substr(std::min(kEscape, text.size()))));
  const std::size_t length = is_pair ? 2 * kEscape : unit >= 0 ? kEscape : std::min<std::size_t>(2, text.size());
  std::string escape = !is_pair && (is_high(unit) || is_low(unit)) ? "\\ufffd" : std::string(text.substr(0, length));
  text.remove_prefix(length);
  return escape;
}

std::string_view escape_of_control(char c) {
  return c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : "\\ufffd";
}

constexpr std::string_view kBlanks = " \t\r\n";

bool is_name(char c) {
  return ascii::is_alnum(c) || c == '_' || c == '$' || c == '-';
}

std::size_t size_of_name(std::string_view text) {
  const bool begins = !text.empty() && (ascii::is_letter(text.front()) || text.front() == '_' || text.front() == '$');
  return begins ? static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name) - text.begin()) : 0;
}

// A comment at the text's begin, with the end of its line left out; 0: there is none.
std::size_t size_of_comment(std::string_view text) {
  if (text.starts_with("/*")) {
    const std::size_t end = text.find("*/", 2);
    return end == std::string_view::npos ? text.size() : end + 2;
  }
  return text.starts_with("//") || text.starts_with('#') ? std::min(text.find('\n'), text.size()) : 0;
}

std::string_view without_blanks(std::string_view text) {
  return text.substr(std::min(text.size(), text.find_first_not_of(kBlanks)));
}

// Blanks and comments passed over.
std::string_view next_token(std::string_view text) {
  while (true) {
    text = without_blanks(text);
    const std::size_t comment = size_of_comment(text);
    if (comment == 0) return text;
    text.remove_prefix(comment);
  }
}

struct Word {
  std::string_view written;
  std::string_view json;
};
constexpr auto kWords = std::to_array<Word>({{"NaN", "null"},
                                             {"Infinity", "null"},
                                             {"None", "null"},
                                             {"undefined", "null"},
                                             {"nil", "null"},
                                             {"True", "true"},
                                             {"False", "false"},
                                             {"true", "true"},
                                             {"false", "false"},
                                             {"null", "null"}});

// What JSON has for a word; the word itself where it has nothing.
std::string_view json_word(std::string_view word) {
  const auto known = std::find_if(kWords.begin(), kWords.end(), [&](const Word& row) { return row.written == word; });
  return known == kWords.end() ? word : known->json;
}

bool is_value_word(std::string_view word) {
  return std::any_of(kWords.begin(), kWords.end(), [&](const Word& row) { return row.written == word; });
}

// Whether an item or a member may begin here.
bool begins_item(std::string_view text) {
  constexpr std::string_view kFirst = "\"'{[(-+.}])/#0123456789";
  if (text.empty() || kFirst.find(text.front()) != std::string_view::npos) return true;
  const std::size_t size = size_of_name(text);
  return size > 0 && (is_value_word(text.substr(0, size)) || without_blanks(text.substr(size)).starts_with(':'));
}

// Whether what follows a quote says that it ends a string; else somebody quotes within it. Always so in JSON.
bool ends_string(std::string_view after) {
  const std::string_view next = without_blanks(after);
  if (next.empty() || next.front() == ':' || next.front() == '}' || next.front() == ']' || next.front() == ')')
    return true;
  if (next.front() == ',') return begins_item(without_blanks(next.substr(1)));
  const bool next_line = after.substr(0, after.size() - next.size()).find('\n') != std::string_view::npos;
  return size_of_comment(next) > 0 || (next_line && (next.front() == '"' || next.front() == '\''));
}

// Finds the ends of strings.
class Strings {
 public:
  // Of the string at the text's begin, its quotes included; the rest of the text where it does not end.
  std::size_t size_of(std::string_view text) {
    const std::size_t loose = is_strict_ ? text.size() + 1 : end_of(text, false);
    if (loose <= text.size()) return loose;
    is_strict_ = true;  // from here on, so that each byte is looked at twice at most
    return std::min(end_of(text, true), text.size());
  }

 private:
  // More than the text's size: it does not end.
  static std::size_t end_of(std::string_view text, bool is_strict) {
    for (std::size_t at = 1; at < text.size(); ++at) {
      if (text[at] == '\\') {
        ++at;
      } else if (text[at] == text.front() && (is_strict || ends_string(text.substr(at + 1)))) {
        return at + 1;
      }
    }
    return text.size() + 1;
  }

  bool is_strict_ = false;
};

class Repair {
 public:
  explicit Repair(std::string_view text) : rest_(text) { repaired_.reserve(text.size()); }

  std::string run() {
    while (!rest_.empty()) {
      if (rest_.front() == '"' || (depth_ > 0 && rest_.front() == '\'')) {
        begin_value();
        put_string(take(strings_.size_of(rest_)));
        is_after_value_ = true;
      } else if (depth_ > 0) {
        inside();
      } else {
        if (opens(rest_.front())) ++depth_;
        repaired_ += take(1);
        is_after_value_ = false;
      }
    }
    return std::move(repaired_);
  }

 private:
  static bool opens(char c) { return c == '{' || c == '['; }

  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }

  // A comma that is missing between two values.
  void begin_value() {
    if (is_after_value_ && depth_ > 0) repaired_ += ',';
    is_after_value_ = false;
  }

  void inside() {
    const char c = rest_.front();
    if (kBlanks.find(c) != std::string_view::npos) {
      repaired_ += take(1);
    } else if (const std::size_t comment = size_of_comment(rest_); comment > 0) {
      take(comment);
    } else if (const std::size_t name = size_of_name(rest_); name > 0) {
      put_name(take(name));
    } else if (c == '{' || c == '[' || c == '(') {
      begin_value();
      take(1);
      ++depth_;
      repaired_ += c == '(' ? '[' : c;
    } else if (c == '}' || c == ']' || c == ')') {
      take(1);
      --depth_;
      is_after_value_ = true;
      repaired_ += c == ')' ? ']' : c;
    } else if (c == ',' || c == ':') {
      put_sign();
    } else {
      put_number();
    }
  }

  void put_sign() {
    const std::string_view sign = take(1);
    const std::string_view next = next_token(rest_);
    const bool closes = next.starts_with('}') || next.starts_with(']') || next.starts_with(')');
    if (sign == "," && closes) return;
    is_after_value_ = false;
    repaired_ += sign;
  }

  // A name of a member, a word that is a value, or what stands before a literal of Python (u'...').
  void put_name(std::string_view name) {
    const bool is_prefix = name.size() <= 2 && (rest_.starts_with('"') || rest_.starts_with('\''));
    if (is_prefix) return;
    begin_value();
    const bool is_member = next_token(rest_).starts_with(':');
    if (is_member) repaired_ += '"';
    repaired_ += is_member ? name : json_word(name);
    if (is_member) repaired_ += '"';
    is_after_value_ = true;
  }

  void put_number() {
    constexpr std::string_view kDigits = "0123456789";
    const std::size_t size = std::min(rest_.find_first_not_of("0123456789+-.eE_"), rest_.size());
    if (size == 0) {  // nothing that is known
      repaired_ += take(1);
      return;
    }
    begin_value();
    std::string_view number = take(size);
    if ((number == "-" || number == "+") && (rest_.starts_with("Infinity") || rest_.starts_with("NaN"))) return;
    if (number.starts_with('+')) number.remove_prefix(1);
    bool is_digit = false;
    for (std::size_t i = 0; i < number.size(); ++i) {
      if (number[i] == '.' && !is_digit) repaired_ += '0';
      if (number[i] != '_') repaired_ += number[i];
      is_digit = kDigits.find(number[i]) != std::string_view::npos;
      const bool is_next = i + 1 < number.size() && kDigits.find(number[i + 1]) != std::string_view::npos;
      if (number[i] == '.' && !is_next) repaired_ += '0';
    }
    is_after_value_ = true;
  }

  // In double quotes, and closed only if it was.
  void put_string(std::string_view string) {
    const char quote = string.front();
    repaired_ += '"';
    string.remove_prefix(1);
    while (!string.empty()) {
      const char c = string.front();
      if (c == '\\') {
        repaired_ += take_escape(string);
        continue;
      }
      if (c == quote && string.size() == 1) {
        repaired_ += '"';
      } else if (c == '"') {
        repaired_ += "\\\"";
      } else if (ascii::is_control(c) && c != 0x7f) {
        repaired_ += escape_of_control(c);
      } else {
        repaired_ += c;
      }
      string.remove_prefix(1);
    }
  }

  std::string_view rest_;
  std::string repaired_;
  Strings strings_;
  std::size_t depth_ = 0;
  bool is_after_value_ = false;
};

}  // namespace

std::string repaired_json(std::string_view text) {
  const std::string valid = to_valid_utf8(text);
  return Repair(valid).run();
}

std::optional<std::string_view> after_json(std::string_view text) {
  std::size_t depth = 0;
  Strings strings;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const char c = rest.front();
    if (c == '"' || (c == '\'' && depth > 0)) {
      at += strings.size_of(rest);
      continue;
    }
    if (const std::size_t comment = depth > 0 ? size_of_comment(rest) : 0; comment > 0) {
      at += comment;
      continue;
    }
    ++at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return text.substr(at);
  }
  return std::nullopt;
}

}  // namespace rustassistant::llm
