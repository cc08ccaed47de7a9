// SPDX-License-Identifier: MIT
#include "import_entries.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "lines.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/identifiers.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxEntryNames = 500;  // of an entry
constexpr std::size_t kMaxListDepth = 20;    // of lists in each other
// In bytes. What is longer is one entry.
constexpr std::size_t kLongestStatement = 20'000;
constexpr std::size_t kLongestEntries = 1'000'000;  // all together

using EntryWords = std::vector<std::string_view>;  // names, strings and single signs

bool may_be_called(std::string_view word) {
  return is_word_byte(word.front()) && !ascii::is_digit(word.front()) && word != "_";
}

bool is_quoted(std::string_view word) {
  return word.size() > 1 && !is_word_byte(word.front());
}

// Where a comment that begins at a place ends; the same place: none does.
std::size_t end_of_remark(std::string_view text, std::size_t at, std::string_view language) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("/*")) return std::min(text.find("*/", at + 2), text.size() - 2) + 2;
  const bool to_end_of_line = rest.starts_with("//") || (rest.front() == '#' && language == "python");
  return to_end_of_line ? std::min(text.find('\n', at), text.size()) : at;
}

// Line ends are words where they separate entries.
EntryWords entry_words(std::string_view text, std::string_view language) {
  const bool has_angled = has_word(" c cpp ", language);
  EntryWords words;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = end_of_remark(text, at, language);
    if (end > at) {
      at = end;
      continue;
    }
    const char c = text[at];
    end = at + 1;
    if (is_word_byte(c)) {
      while (end < text.size() && is_word_byte(text[end])) ++end;
    } else if (c == '"' || c == '\'' || c == '`' || (c == '<' && has_angled)) {
      end = std::min(text.find(c == '<' ? '>' : c, end), text.size() - 1) + 1;
    }
    const bool counts = c == '\n' ? language == "go" : !ascii::is_space(c);
    if (counts) words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

std::string spaced(std::span<const std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) text.append(word).append(" ");
  return text;
}

// "semver" of "github.com/Masterminds/semver/v3", "dbformat" of "db/dbformat.h". A C header in angles is called like
// nothing in it.
void add_path_names(std::string_view path, std::vector<std::string>& names) {
  if (path.ends_with(".h>")) return;
  path = path.substr(1, path.size() - 2);
  const auto is_version = [](std::string_view word) {
    return word.size() > 1 && word.front() == 'v' && std::all_of(word.begin() + 1, word.end(), ascii::is_digit);
  };
  std::size_t start = path.rfind('/') + 1;
  if (start > 1 && is_version(path.substr(start))) start = path.rfind('/', start - 2) + 1;
  visit_identifiers(path.substr(start), [&](std::string_view word) {
    if (!is_version(word)) names.push_back(to_valid_utf8(word));
  });
}

class EntryFinder {
 public:
  explicit EntryFinder(EntryWords words) : words_(std::move(words)) {
    // ECMAScript: `import A, { b } from 'c'`; TypeScript: `import a = require('b')`.
    for (std::size_t i = 0; i < words_.size() && source_.empty(); ++i) {
      const bool names_source = words_[i] == "from" && i + 1 < words_.size() && is_quoted(words_[i + 1]);
      if (!names_source && words_[i] != "=") continue;
      source_ = spaced(std::span(words_).subspan(i));
      words_.resize(i);
    }
  }

  // None: they would be too long, each with what stands before its list.
  std::vector<ImportEntry> find() {
    for (const std::string_view word : words_) {
      if (word == "{" || word == "(") {
        if (around_.size() < kMaxListDepth) around_.push_back(before() + spaced(entry_));
        entry_.clear();
      } else if (word == "}" || word == ")") {
        add();
        if (!around_.empty()) around_.pop_back();
      } else if (word == "," || word == ";" || word == "\n") {
        add();
      } else {
        entry_.push_back(word);
        const bool is_start = word == "import" || (entry_.size() == 2 && entry_.front() == "#");
        if (is_start && around_.empty()) start_ += spaced(std::exchange(entry_, {}));
      }
    }
    add();
    if (bytes_ > kLongestEntries) return {};
    if (entries_.empty()) entries_.push_back({start_ + source_, {}});
    return std::move(entries_);
  }

 private:
  [[nodiscard]] std::string before() const { return around_.empty() ? start_ : around_.back(); }

  void add() {
    if (!entry_.empty() && bytes_ <= kLongestEntries) {
      entries_.push_back({before() + spaced(entry_) + source_, names()});
      bytes_ += entries_.back().text.size();
    }
    entry_.clear();
  }

  [[nodiscard]] std::vector<std::string> names() const {
    const auto last = std::find_if(entry_.rbegin(), entry_.rend(), may_be_called);
    std::vector<std::string> names;
    if (entry_.back() == "*") {
      names = identifiers_in(before() + spaced(entry_), kMaxEntryNames);
    } else if (entry_.back() == "self" && !around_.empty()) {
      visit_identifiers(around_.back(), [&](std::string_view word) { names = {to_valid_utf8(word)}; });
    } else if (last != entry_.rend()) {
      names.push_back(to_valid_utf8(*last));
    } else if (is_quoted(entry_.back())) {
      add_path_names(entry_.back(), names);
    }
    return names;
  }

  EntryWords words_;
  std::string start_;                // `from a import`
  std::string source_;               // what follows the lists
  std::vector<std::string> around_;  // what stands before the lists that are open
  EntryWords entry_;
  std::vector<ImportEntry> entries_;
  std::size_t bytes_ = 0;  // of their texts
};

}  // namespace

std::vector<ImportEntry> import_entries(std::string_view statement, std::string_view language) {
  std::vector<ImportEntry> entries;
  if (language != "bash" && statement.size() <= kLongestStatement)
    entries = EntryFinder(entry_words(statement, language)).find();
  if (entries.empty()) entries.push_back({collapsed(statement), identifiers_in(statement, kMaxEntryNames)});
  return entries;
}

}  // namespace rustassistant::source
