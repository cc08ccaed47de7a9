// SPDX-License-Identifier: MIT
#include "rustassistant/search/query.hpp"

#include <algorithm>
#include <array>

#include "rustassistant/base/ascii.hpp"
#include "rustassistant/search/terms.hpp"

namespace rustassistant::search {
namespace {

// Words that say nothing about source by themselves, and words that ask for what is beside the program; sorted.
constexpr auto kStopWords = std::to_array<std::string_view>(
    {"a",     "an",    "and",  "are",   "as",    "at",    "be",  "been", "by",   "can",  "do",    "does",  "for",
     "from",  "had",   "has",  "have",  "how",   "if",    "in",  "into", "is",   "it",   "its",   "me",    "my",
     "not",   "of",    "on",   "or",    "our",   "out",   "so",  "such", "than", "that", "the",   "their", "then",
     "there", "these", "they", "this",  "to",    "up",    "us",  "use",  "used", "uses", "using", "via",   "was",
     "we",    "what",  "when", "where", "which", "while", "who", "why",  "will", "with", "would", "you",   "your"});
constexpr auto kTestWords =
    std::to_array<std::string_view>({"bench", "benches", "benchmark", "benchmarks", "example", "examples", "fixture",
                                     "fixtures", "mock", "mocks", "spec", "specs", "test", "testing", "tests"});

template <std::size_t Size>
bool holds(const std::array<std::string_view, Size>& sorted, std::string_view word) {
  return std::binary_search(sorted.begin(), sorted.end(), word);
}

void add_once(std::vector<std::string>& list, std::string_view item) {
  if (list.size() < kMaxTerms && std::find(list.begin(), list.end(), item) == list.end()) list.emplace_back(item);
}

enum class StopWords : bool { drop, keep };

void add_terms(std::string_view text, StopWords stop_words, std::vector<std::string>& terms) {
  std::string word;
  for (IdentifierReader reader(text); reader.next();) {
    for (std::size_t i = 0; i < reader.size(); ++i) {
      if (stop_words == StopWords::drop && holds(kStopWords, reader.part(i))) continue;
      word = reader.part(i);
      stem(word);
      add_once(terms, word);
    }
    if (!reader.whole().empty()) add_once(terms, reader.whole());
  }
}

std::vector<std::string> terms_to_find(std::string_view words) {
  std::vector<std::string> terms;
  add_terms(words, StopWords::drop, terms);
  if (terms.empty()) add_terms(words, StopWords::keep, terms);
  return terms;
}

bool asks_for_tests(std::string_view words) {
  for (IdentifierReader reader(words); reader.next();) {
    for (std::size_t i = 0; i < reader.size(); ++i) {
      if (holds(kTestWords, reader.part(i))) return true;
    }
  }
  return false;
}

// Whatever its language: "$" is a letter in some.
bool is_identifier(std::string_view word) {
  std::string letters(word);
  std::erase(letters, '$');
  IdentifierReader reader(letters);
  return reader.next() && reader.written() == letters && !ascii::is_digit(word.front());
}

// The word itself where it is all there is, and a name, which may be qualified: "next", "Backoff::next".
std::string only_name(std::string_view words) {
  while (!words.empty() && ascii::is_space(words.front())) words.remove_prefix(1);
  while (!words.empty() && ascii::is_space(words.back())) words.remove_suffix(1);
  for (std::string_view rest = words; !is_identifier(rest);) {
    const std::size_t end = std::min(rest.find("::"), rest.find('.'));
    if (end == std::string_view::npos || !is_identifier(rest.substr(0, end))) return {};
    rest.remove_prefix(end + (rest[end] == ':' ? 2 : 1));
  }
  return std::string(words);
}

// One word, or one phrase, of a query.
struct Token {
  std::string_view key;  // "lang", where the word began with "lang:"
  std::string_view value;
  bool quoted = false;
};

class TokenReader {
 public:
  explicit TokenReader(std::string_view text) : rest_(text) {}

  bool next() {
    while (!rest_.empty() && ascii::is_space(rest_.front())) rest_.remove_prefix(1);
    if (rest_.empty()) return false;
    token_ = {};
    for (const std::string_view key : kKeys) {
      const bool fits = rest_.starts_with(key) && rest_.size() > key.size() + 1 && rest_[key.size()] == ':' &&
                        rest_[key.size() + 1] != ':' && !ascii::is_space(rest_[key.size() + 1]);
      if (!fits) continue;
      token_.key = key;
      rest_.remove_prefix(key.size() + 1);
      break;
    }
    take_value();
    return true;
  }
  [[nodiscard]] const Token& token() const { return token_; }

 private:
  static constexpr auto kKeys = std::to_array<std::string_view>({"lang", "path", "-path", "sym"});

  void take_value() {
    token_.quoted = rest_.front() == '"';
    if (token_.quoted) rest_.remove_prefix(1);
    std::size_t size = 0;
    while (size < rest_.size() && !(token_.quoted ? rest_[size] == '"' : ascii::is_space(rest_[size]))) ++size;
    token_.value = rest_.substr(0, size);
    rest_.remove_prefix(std::min(size + (token_.quoted ? 1 : 0), rest_.size()));
  }

  std::string_view rest_;
  Token token_;
};

char folded(char c) {
  if (ascii::is_upper(c)) return static_cast<char>(c - 'A' + 'a');
  return ascii::is_space(c) ? ' ' : c;
}

// How far a phrase reaches that begins at the front of a text; 0: it does not.
bool begins_with(std::string_view text, std::string_view phrase) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < phrase.size(); ++i) {
    if (at >= text.size() || folded(text[at]) != folded(phrase[i])) return false;
    ++at;
    if (!ascii::is_space(phrase[i])) continue;
    while (at < text.size() && ascii::is_space(text[at])) ++at;
    while (i + 1 < phrase.size() && ascii::is_space(phrase[i + 1])) ++i;
  }
  return true;
}

}  // namespace

Query parse_query(std::string_view text) {
  Query query;
  for (TokenReader reader(text); reader.next();) {
    const Token& token = reader.token();
    if (token.value.empty()) continue;
    if (token.key == "lang") {
      query.languages.emplace_back(token.value);
    } else if (token.key == "path") {
      query.paths.emplace_back(token.value);
    } else if (token.key == "-path") {
      query.without.emplace_back(token.value);
    } else if (token.key == "sym") {
      query.symbols.emplace_back(token.value);
    } else {
      if (token.quoted) query.phrases.emplace_back(token.value);
      query.words += query.words.empty() ? "" : " ";
      query.words += token.value;
    }
  }
  query.terms = terms_to_find(query.words);
  for (std::size_t i = 0; i < query.symbols.size() && query.words.empty(); ++i) {
    for (const std::string& term : terms_to_find(query.symbols[i])) add_once(query.terms, term);
  }
  const bool by_filter = query.words.empty() && query.symbols.size() == 1;
  query.symbol = only_name(by_filter ? query.symbols.front() : query.words);
  query.about_tests = asks_for_tests(query.words);
  return query;
}

std::size_t find_phrase(std::string_view text, std::string_view phrase, std::size_t from) {
  if (phrase.empty()) return from;
  for (std::size_t at = from; at < text.size(); ++at) {
    if (folded(text[at]) == folded(phrase.front()) && begins_with(text.substr(at), phrase)) return at;
  }
  return std::string_view::npos;
}

bool holds_phrase(std::string_view text, std::string_view phrase) {
  return find_phrase(text, phrase) != std::string_view::npos;
}

bool names(std::string_view wanted, std::string_view name, std::string_view qualified_name) {
  if (wanted == name) return true;
  const auto with_dots = [](std::string_view text) {
    std::string dotted;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text.substr(i, 2) == "::") ++i;
      dotted += text[i] == ':' ? '.' : text[i];
    }
    return dotted;
  };
  const std::string whole = with_dots(qualified_name);
  const std::string part = with_dots(wanted);
  return !part.empty() && (whole == part || whole.ends_with("." + part));
}

bool names_loosely(std::string_view wanted, std::string_view name, std::string_view qualified_name) {
  const auto bare = [](std::string_view text) {
    std::string kept;
    for (const char c : text) {
      if (ascii::is_letter(c) || ascii::is_digit(c) || c == ':' || c == '.') kept += folded(c);
    }
    return kept;
  };
  const std::string bare_wanted = bare(wanted);
  return !bare_wanted.empty() && names(bare_wanted, bare(name), bare(qualified_name));
}

}  // namespace rustassistant::search
