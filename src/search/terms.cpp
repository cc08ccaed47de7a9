// SPDX-License-Identifier: MIT
#include "rustassistant/search/terms.hpp"

#include <algorithm>
#include <cstdint>

#include "rustassistant/base/ascii.hpp"

namespace rustassistant::search {
namespace {

enum class Class : std::uint8_t { other, upper, lower, digit, underscore };

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// Punctuation and symbols beyond ASCII separate identifiers like those of ASCII: U+0080 to U+00BF, U+2000 to U+2FFF,
// U+3000 to U+303F and U+FF00 to U+FFFF. Everything else there is taken for a letter.
bool is_separator(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  const auto second = character.size() > 1 ? static_cast<unsigned char>(character[1]) : 0U;
  return is_continuation(character.front()) || first == 0xC2 || first == 0xE2 || (first == 0xE3 && second == 0x80) ||
         (first == 0xEF && second >= 0xBC);
}

Class class_of(char c) {
  if (ascii::is_lower(c)) return Class::lower;
  if (ascii::is_upper(c)) return Class::upper;
  if (ascii::is_digit(c)) return Class::digit;
  if (c == '_') return Class::underscore;
  return Class::other;
}

// How many bytes at the start belong to one letter, digit or underscore; 0 where something else stands there.
std::size_t word_bytes(std::string_view text) {
  if (text.empty()) return 0;
  if (static_cast<unsigned char>(text.front()) < 0x80) return class_of(text.front()) == Class::other ? 0 : 1;
  std::size_t size = 1;
  while (size < text.size() && size < 4 && is_continuation(text[size])) ++size;
  return is_separator(text.substr(0, size)) ? 0 : size;
}

std::size_t run_of_words(std::string_view text) {
  std::size_t size = 0;
  for (std::size_t more = word_bytes(text); more > 0; more = word_bytes(text.substr(size))) size += more;
  return size;
}

std::size_t run_of_digits(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && ascii::is_digit(text[size])) ++size;
  return size;
}

// Where a part of an identifier ends: "HTTP" and "Server" of "HTTPServer".
std::size_t part_size(std::string_view rest) {
  const auto at = [&](std::size_t i) {
    if (i >= rest.size()) return Class::other;
    const Class known = class_of(rest[i]);
    return known == Class::other ? Class::lower : known;  // beyond ASCII
  };
  std::size_t size = 0;
  if (at(0) == Class::digit) return run_of_digits(rest);
  while (at(size) == Class::upper) ++size;
  if (size > 1) return at(size) == Class::lower ? size - 1 : size;
  while (at(size) == Class::lower) ++size;
  return size;
}

}  // namespace

bool IdentifierReader::next() {
  while (at_ < text_.size()) {
    const std::string_view rest = text_.substr(at_);
    if (ascii::is_digit(rest.front())) {
      const bool hexadecimal = rest.size() > 1 && rest.front() == '0' && (rest[1] == 'x' || rest[1] == 'X');
      const std::size_t size = hexadecimal ? run_of_words(rest) : run_of_digits(rest);
      at_ += size;
      written_ = hexadecimal ? std::string_view() : rest.substr(0, size);
    } else {
      const std::size_t size = run_of_words(rest);
      at_ += std::max<std::size_t>(size, 1);
      written_ = rest.substr(0, size);
    }
    if (written_.empty() || written_.size() > kMaxIdentifier) continue;
    take_apart();
    if (!parts_.empty() || !whole_.empty()) return true;
  }
  return false;
}

void IdentifierReader::take_apart() {
  lower_.assign(written_);
  parts_.clear();
  whole_.clear();
  std::size_t count = 0;
  for (std::size_t start = 0; start < written_.size();) {
    if (written_[start] == '_') {
      ++start;
      continue;
    }
    const std::size_t size = part_size(written_.substr(start));
    if (size > 1) parts_.emplace_back(start, size);
    ++count;
    start += size;
  }
  for (char& c : lower_) {
    if (ascii::is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  }
  if (count < 2) return;
  for (const char c : lower_) {
    if (c != '_') whole_ += c;
  }
}

std::vector<std::string> terms_in(std::string_view text) {
  std::vector<std::string> terms;
  for_each_term(text, [&](std::string_view term) { terms.emplace_back(term); });
  std::sort(terms.begin(), terms.end());
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

}  // namespace rustassistant::search
