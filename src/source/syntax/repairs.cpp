// SPDX-License-Identifier: MIT
#include "repairs.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "c_macros.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

void blank(std::string& text, std::size_t start, std::size_t end) {
  for (std::size_t i = start; i < std::min(end, text.size()); ++i) {
    if (text[i] != '\n' && text[i] != '\r') text[i] = ' ';
  }
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
  while (at < text.size() && is_word_byte(text[at])) ++at;
  return at;
}

std::size_t end_of_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
  return at;
}

bool is_word_at(std::string_view text, std::size_t at, std::string_view word) {
  return text.substr(at, word.size()) == word && (at == 0 || !is_word_byte(text[at - 1])) &&
         end_of_word(text, at + word.size()) == at + word.size();
}

// Calls visit(offset) for each place where a word stands, in order.
template <typename Visit>
void each_word(std::string_view text, std::string_view word, Visit visit) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
    if (is_word_at(text, at, word)) visit(at);
  }
}

std::string repair_c(std::string_view content) {
  return without_macros(content, CDialect::c);
}
std::string repair_cpp(std::string_view content) {
  return without_macros(content, CDialect::cpp);
}

// Here-documents of a shell, which may stand before other commands of their line.
class HereDocuments {
 public:
  explicit HereDocuments(std::string_view content) : text_(content) {}

  std::string run() {
    std::size_t start = 0;
    while (start < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', start), text_.size());
      if (waiting_.empty()) {
        read_line(start, end);
      } else {
        pass_body(start, end);
      }
      start = end + 1;
    }
    return std::move(text_);
  }

 private:
  struct Waiting {
    std::string word;
    bool tabs = false;  // `<<-`
  };

  // Quotes are followed within the line only, and comments end it.
  void read_line(std::size_t start, std::size_t end) {
    char quote = '\0';
    for (std::size_t i = start; i < end; ++i) {
      const char c = text_[i];
      if (c == '\\') {
        ++i;
      } else if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '#' && (i == start || text_[i - 1] == ' ' || text_[i - 1] == '\t')) {
        break;
      } else if (c == '(' && text_.compare(i, 2, "((") == 0) {
        i = std::min(text_.find("))", i), end);
      } else if (c == '<' && text_.compare(i, 3, "<<<") == 0) {
        i += 2;
      } else if (c == '<' && text_.compare(i, 2, "<<") == 0) {
        i = begin_document(i, end);
      }
    }
  }

  std::size_t begin_document(std::size_t at, std::size_t end) {
    Waiting document;
    std::size_t i = at + 2;
    if (i < end && text_[i] == '-') {
      document.tabs = true;
      ++i;
    }
    i = end_of_spaces(text_, i);
    for (; i < end && std::string_view(" \t\r;|&<>()").find(text_[i]) == std::string_view::npos; ++i) {
      if (std::string_view("\"'\\").find(text_[i]) == std::string_view::npos) document.word += text_[i];
    }
    if (document.word.empty()) return at + 1;
    blank(text_, at, i);
    waiting_.push_back(std::move(document));
    return i - 1;
  }

  void pass_body(std::size_t start, std::size_t end) {
    std::string_view line = std::string_view(text_).substr(start, end - start);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const Waiting& document = waiting_.front();
    if (document.tabs) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
    const bool last = line == document.word;
    blank(text_, start, end);
    if (last) waiting_.erase(waiting_.begin());
  }

  std::string text_;
  std::vector<Waiting> waiting_;
};

std::string repair_bash(std::string_view content) {
  std::string text = HereDocuments(content).run();
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  if (last != std::string::npos && text[last] == '\\') text[last] = ' ';
  return text;
}

// `&` in the quoted attributes of elements, and in their text between spaces.
void repair_ampersands(std::string& text) {
  for (std::size_t at = text.find('&'); at != std::string::npos; at = text.find('&', at + 1)) {
    if (text.compare(at, 2, "&&") == 0) {
      ++at;
      continue;
    }
    const std::size_t line = text.rfind('\n', at) + 1;
    const auto before = std::string_view(text).substr(line, at - line);
    const auto quotes = std::count(before.begin(), before.end(), '"');
    const bool in_text = !before.empty() && before.rfind('>') != std::string_view::npos &&
                         before.rfind('>') + 1 > before.find_last_of("{}()=;") + 1;
    if (quotes % 2 == 1 || in_text) text[at] = '_';
  }
}

// `export type * from "x"`: the grammar knows it without the word.
void repair_type_exports(std::string& text) {
  each_word(text, "export", [&](std::size_t at) {
    const std::size_t type = end_of_spaces(text, at + 6);
    if (!is_word_at(text, type, "type")) return;
    const std::size_t star = end_of_spaces(text, type + 4);
    if (star < text.size() && text[star] == '*') blank(text, type, type + 4);
  });
}

std::string repair_typescript(std::string_view content) {
  std::string text(content);
  repair_type_exports(text);
  return text;
}

std::string repair_tsx(std::string_view content) {
  std::string text(content);
  repair_type_exports(text);
  repair_ampersands(text);
  return text;
}

std::string repair_javascript(std::string_view content) {
  std::string text(content);
  repair_ampersands(text);
  return text;
}

// Defaults of type parameters: `class Box[T = int]`.
std::string repair_python(std::string_view content) {
  std::string text(content);
  const auto repair = [&](std::size_t at, std::size_t word) {
    std::size_t i = end_of_word(text, end_of_spaces(text, at + word));
    if (i >= text.size() || text[i] != '[') return;
    int depth = 0;
    std::size_t from = std::string::npos;  // of the default
    for (; i < text.size(); ++i) {
      const char c = text[i];
      const bool closes = c == ']' || c == ')' || c == '}';
      if (depth == 1 && from != std::string::npos && (c == ',' || c == ']')) {
        blank(text, from, i);
        from = std::string::npos;
      }
      if (depth == 1 && c == '=' && from == std::string::npos) from = i;
      depth += c == '[' || c == '(' || c == '{' ? 1 : closes ? -1 : 0;
      if (depth <= 0) return;
    }
  };
  for (const std::string_view word : {"class", "def", "type"}) {
    each_word(text, word, [&](std::size_t at) { repair(at, word.size()); });
  }
  return text;
}

// `unsafe extern "C" {`, and `safe fn` in it.
std::string repair_rust(std::string_view content) {
  std::string text(content);
  each_word(text, "unsafe", [&](std::size_t at) {
    const std::size_t next = end_of_spaces(text, at + 6);
    if (!is_word_at(text, next, "extern")) return;
    std::size_t brace = end_of_spaces(text, next + 6);
    if (brace < text.size() && text[brace] == '"') brace = end_of_spaces(text, text.find('"', brace + 1) + 1);
    if (brace < text.size() && text[brace] == '{') blank(text, at, at + 6);
  });
  each_word(text, "safe", [&](std::size_t at) {
    const std::size_t next = end_of_spaces(text, at + 4);
    if (is_word_at(text, next, "fn") || is_word_at(text, next, "static")) blank(text, at, at + 4);
  });
  return text;
}

// new(uint64(1)): an expression, where the grammar expects a type.
std::string repair_go(std::string_view content) {
  constexpr std::size_t kLongest = 256;  // bytes of the argument
  std::string text(content);
  each_word(text, "new", [&](std::size_t at) {
    const std::size_t open = at + 3;
    if (open >= text.size() || text[open] != '(') return;
    std::size_t close = open;
    for (int depth = 0; close < text.size() && close - open < kLongest; ++close) {
      depth += text[close] == '(' ? 1 : text[close] == ')' ? -1 : 0;
      if (depth == 0) break;
    }
    const std::string_view argument = std::string_view(text).substr(open + 1, close - open - 1);
    for (const std::string_view word : {"func", "struct", "interface", "chan"}) {
      if (argument.find(word) != std::string_view::npos) return;
    }
    const bool is_value = argument.find_first_of("({\"'`+-!&") != std::string_view::npos ||
                          argument.find("].") != std::string_view::npos ||  // of items[0].name
                          (!argument.empty() && argument.front() >= '0' && argument.front() <= '9');
    if (is_value) text[at] = '_';
  });
  return text;
}

// What stands before the type of a pattern: `case @SuppressWarnings("x") Text text ->`, `instanceof Cache.Some(int n)`.
std::string repair_java(std::string_view content) {
  std::string text(content);
  const auto repair = [&](std::size_t at, std::size_t word) {
    std::size_t i = end_of_spaces(text, at + word);
    while (i < text.size() && text[i] == '@') {
      std::size_t end = end_of_word(text, i + 1);
      if (end < text.size() && text[end] == '(') end = std::min(text.find(')', end), text.size() - 1) + 1;
      blank(text, i, end);
      i = end_of_spaces(text, end);
    }
    std::size_t last = i;  // where the name behind the last point begins
    std::size_t end = i;
    while (end < text.size() && (is_word_byte(text[end]) || text[end] == '.')) {
      if (text[end] == '.') last = end + 1;
      ++end;
    }
    if (end < text.size() && text[end] == '(') blank(text, i, last);
  };
  for (const std::string_view word : {"case", "instanceof"}) {
    each_word(text, word, [&](std::size_t at) { repair(at, word.size()); });
  }
  return text;
}

constexpr auto kRepairs = std::to_array<Repair>({
    {"c", Repair::When::always, repair_c},
    {"cpp", Repair::When::always, repair_cpp},
    {"bash", Repair::When::on_errors, repair_bash},
    {"go", Repair::When::on_errors, repair_go},
    {"java", Repair::When::on_errors, repair_java},
    {"javascript", Repair::When::on_errors, repair_javascript},
    {"typescript", Repair::When::on_errors, repair_typescript},
    {"tsx", Repair::When::on_errors, repair_tsx},
    {"python", Repair::When::on_errors, repair_python},
    {"rust", Repair::When::on_errors, repair_rust},
});

}  // namespace

const Repair* repair_for(std::string_view language) {
  const auto* found =
      std::find_if(kRepairs.begin(), kRepairs.end(), [&](const Repair& r) { return r.language == language; });
  return found == kRepairs.end() ? nullptr : found;
}

}  // namespace rustassistant::source
