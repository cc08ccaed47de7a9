// SPDX-License-Identifier: MIT
#include "wording.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "characters.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kLongestMark = 128;  // bytes of a reference or a tag

// Letters in pieces of at least three (a camel's humps), each followed by at most two digits, or a number of up to
// four: Token2Kind, oauth2, v1.
bool is_word_with_number(std::string_view part) {
  if (all_of(part, &is_digit)) return part.size() <= 4;
  if (part.size() <= 3 && is_letter(part.front())) return true;
  bool has_number_inside = false;
  for (std::size_t i = 0; i < part.size();) {
    const std::string_view rest = part.substr(i);
    const std::size_t capitals = run_of(rest, &is_upper);
    const std::size_t letters = capitals + run_of(rest.substr(capitals), &is_lower);
    const std::size_t digits = run_of(rest.substr(letters), &is_digit);
    if (letters + digits == 0 || (letters < 3 && i + letters + digits < part.size()) || digits > 2) return false;
    if (letters == 0 || !any_of(rest.substr(0, letters), &is_vowel)) return false;
    if (digits > 0 && i + letters + digits < part.size() && std::exchange(has_number_inside, true)) return false;
    i += letters + digits;
  }
  return true;
}

// SHA256, hs512, ed25519.
bool is_algorithm(std::string_view piece) {
  constexpr auto kFamilies = std::to_array<std::string_view>({"sha", "hs", "rs", "es", "ps", "aes", "hmac", "ed", "x"});
  constexpr auto kSizes = std::to_array<std::string_view>({"128", "192", "224", "256", "384", "512", "25519"});
  const std::string lower = to_lower(piece);
  const std::size_t letters = run_of(lower, &is_letter);
  const std::string_view whole = lower;
  return std::find(kFamilies.begin(), kFamilies.end(), whole.substr(0, letters)) != kFamilies.end() &&
         std::find(kSizes.begin(), kSizes.end(), whole.substr(letters)) != kSizes.end();
}

// A word of text or code. A short one is of letters whose capitals are the first, or all.
bool is_plain_word(std::string_view piece) {
  constexpr auto kBegins = std::to_array<std::string_view>({"is", "to", "on", "in", "by", "my", "do"});
  if (piece.size() > 4 && is_upper(piece[2]) &&
      std::find(kBegins.begin(), kBegins.end(), piece.substr(0, 2)) != kBegins.end())
    piece.remove_prefix(2);
  if (piece.size() < 3) return false;
  constexpr std::size_t kShort = 4;  // std, SQL, http: no vowel needed
  if (piece.size() <= kShort && all_of(piece, &is_letter) &&
      (all_of(piece, &is_upper) || all_of(piece.substr(1), &is_lower)))
    return true;
  if (piece.size() == 3) return false;
  return (is_letter(piece.front()) && is_word_with_number(piece)) || is_algorithm(piece);
}

// What the pieces of letters and digits between all marks are.
struct Pieces {
  std::size_t size = 0;    // bytes of all but numbers
  std::size_t digits = 0;  // bytes of numbers
  std::size_t words = 0;   // their number
  std::size_t size_of_words = 0;
  bool has_random = false;
};

Pieces pieces_of(std::string_view text) {
  constexpr std::size_t kLeastRandom = 5;
  Pieces pieces;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view piece = text.substr(i, run_of(text.substr(i), &is_alnum));
    (all_of(piece, &is_digit) ? pieces.digits : pieces.size) += piece.size();
    if (is_plain_word(piece)) {
      ++pieces.words;
      pieces.size_of_words += piece.size();
    } else if (piece.size() >= kLeastRandom && any_of(piece, &is_digit) && any_of(piece, &is_letter)) {
      pieces.has_random = true;
    }
    i += piece.size() + 1;
  }
  return pieces;
}

// `taken`: bytes of what was taken out.
bool is_words(std::string_view rest, std::size_t taken) {
  constexpr std::size_t kLongestSpaced = 64;
  constexpr std::size_t kFew = 4;
  const Pieces pieces = pieces_of(rest);
  if (any_of(rest, [](char c) { return is_blank(c) || c == '\n' || c == '\r'; })) {
    const bool is_long = rest.size() > kLongestSpaced || contains(rest, "\n");
    if (is_long || pieces.words > 1) return true;
  }
  const std::size_t size = pieces.size + (pieces.words > 1 ? 0 : pieces.digits);
  if (size < kFew) return taken >= rest.size();
  if (taken >= rest.size() * 2 && !pieces.has_random) return true;
  return pieces.size_of_words * 3 >= size * 2 && !pieces.has_random;
}

// ${NAME}, $(command), #{name}, {{ name }} at the beginning: its bytes, or none.
std::size_t size_of_reference(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPairs{
      {{"${", "}"}, {"$(", ")"}, {"#{", "}"}, {"{{", "}}"}}};
  for (const auto& [open, close] : kPairs) {
    if (!text.starts_with(open)) continue;
    const auto end = text.substr(0, kLongestMark).find(close, open.size());
    if (end == std::string_view::npos) return 0;
    const std::string_view inner = trim(text.substr(open.size(), end - open.size()));
    const bool is_name = all_of(
        inner, [](char c) { return is_dotted(c) || is_quote(c) || contains(":[]() ", std::string_view(&c, 1)); });
    return !inner.empty() && (is_name || is_words(inner, inner.size())) ? end + close.size() : 0;
  }
  return 0;
}

// {}, {0}, {name}, {:02x}
std::size_t size_of_field(std::string_view text) {
  if (!text.starts_with("{")) return 0;
  const std::string_view near = text.substr(1, kLongestMark);
  const std::size_t size =
      run_of(near, [](char c) { return is_dotted(c) || contains(":<>^#?+", std::string_view(&c, 1)); });
  return near.substr(size, 1) == "}" ? size + 2 : 0;
}

// %s, %-10d, %02x, %lu, %(name)s, %%, %Y
std::size_t size_of_conversion(std::string_view text) {
  if (!text.starts_with("%")) return 0;
  text = text.substr(0, kLongestMark);
  std::size_t size = 1;
  if (text.substr(1, 1) == "(") size = std::min(text.find(')'), text.size() - 1) + 1;
  size += run_of(text.substr(size), [](char c) { return is_digit(c) || contains("-+#.*", std::string_view(&c, 1)); });
  size += run_of(text.substr(size), [](char c) { return contains("hlzjtL", std::string_view(&c, 1)); });
  return size < text.size() && contains("sdvifuxXcpqTweEgGo@%YmHMSZyBbAaIj", text.substr(size, 1)) ? size + 1 : 0;
}

// <p>, </td>, <br/>, <a href="…">
std::size_t size_of_html(std::string_view text) {
  if (!text.starts_with("<")) return 0;
  text = text.substr(0, kLongestMark);
  const std::size_t begin = text.substr(1, 1) == "/" ? 2 : 1;
  const std::size_t name = run_of(text.substr(begin), [](char c) { return is_lower(c) || is_digit(c) || c == '-'; });
  if (name == 0 || !is_letter(text[begin]) || !is_wordy(text.substr(begin, name))) return 0;
  const std::string_view next = text.substr(begin + name, 1);
  const auto end = text.find_first_of("<>", begin + name);
  if (end == std::string_view::npos || text[end] == '<') return 0;
  return next == " " || next == "/" || next == ">" ? end + 1 : 0;
}

// \n, \x41, \u00e9
std::size_t size_of_escape(std::string_view text) {
  if (!text.starts_with("\\") || text.size() < 2) return 0;
  if (text[1] == 'x') return std::min<std::size_t>(text.size(), 4);
  if (text[1] == 'u') return std::min<std::size_t>(text.size(), 6);
  return contains("ntr0abefv\"'\\", text.substr(1, 1)) ? 2 : 0;
}

}  // namespace

bool is_separator(char c) {
  return c == '-' || c == '_' || c == '.' || c == '/' || c == ':' || c == ' ' || c == '\\' || c == ',' || c == '@';
}

bool is_vowel(char c) {
  return contains("aeiouyAEIOUY", std::string_view(&c, 1));
}

bool is_wordy(std::string_view value) {
  for (std::size_t i = 0; i < value.size();) {
    const std::size_t size = run_of(value.substr(i), [](char c) { return !is_separator(c); });
    if (size > 0 && !is_word_with_number(value.substr(i, size))) return false;
    i += size + 1;
  }
  return true;
}

bool is_wording(std::string_view value) {
  std::string rest;
  std::size_t taken = 0;
  for (std::size_t i = 0; i < value.size();) {
    const std::string_view text = value.substr(i);
    std::size_t size = 0;
    for (const auto size_of : {&size_of_reference, &size_of_field, &size_of_conversion, &size_of_html, &size_of_escape})
      size = size > 0 ? size : size_of(text);
    rest += size > 0 ? '.' : value[i];
    taken += size;
    i += std::max<std::size_t>(size, 1);
  }
  return is_words(rest, taken);
}

bool is_drawn(std::string_view value) {
  const Pieces pieces = pieces_of(value);
  return pieces.words == 0 && pieces.has_random;
}

bool has_closed_reference(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (size_of_reference(value.substr(i)) > 0) return true;
  }
  return false;
}

bool has_tag(std::string_view value) {
  const auto open = value.find('<');
  if (open == std::string_view::npos) return false;
  const std::string_view inner = value.substr(open + 1);
  const std::size_t size = run_of(inner, [](char c) { return is_dashed(c) || is_blank(c); });
  if (size == 0 || inner.substr(size, 1) != ">") return false;
  const std::string around = std::string(value.substr(0, open)) + '.' + std::string(inner.substr(size + 1));
  return around.size() == 1 || is_words(around, size + 2);
}

bool has_address(std::string_view value) {
  const auto at = value.find("://");
  if (at == std::string_view::npos) return false;
  std::size_t begin = at;
  while (begin > 0 && is_alnum(value[begin - 1])) --begin;
  const std::string_view scheme = value.substr(begin, at - begin);
  if (scheme.empty()) return (at > 0 && value[at - 1] == '}') || is_wording(value);
  const bool is_scheme = is_lower(scheme.front()) && !any_of(scheme, &is_upper) &&
                         std::count_if(scheme.begin(), scheme.end(), is_digit) <= 1;  // s3, pop3s
  return is_scheme || all_of(scheme, &is_upper) || is_wording(value);
}

}  // namespace rustassistant::privacy
