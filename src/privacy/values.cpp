// SPDX-License-Identifier: MIT
#include "values.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

#include "characters.hpp"
#include "rustassistant/base/text.hpp"
#include "wording.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kLongestValue = 4096;  // bytes; longer ones are data

// Bits per byte.
double entropy(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(text.size());
    bits -= share * std::log2(share);
  }
  return bits;
}

bool is_mark(char c) {
  return !is_alnum(c) && c != '-' && c != '_' && c != '.' && c != '/' && c != ':' && c != ' ' && c > ' ' && c < 0x7F;
}

int classes_of(std::string_view value) {
  return int{any_of(value, &is_lower)} + int{any_of(value, &is_upper)} + int{any_of(value, &is_digit)} +
         int{any_of(value, &is_mark)};
}

bool is_uuid(std::string_view value) {
  constexpr std::string_view kForm = "00000000-0000-0000-0000-000000000000";
  return value.size() == kForm.size() && std::equal(value.begin(), value.end(), kForm.begin(), [](char c, char form) {
           return form == '-' ? c == '-' : is_hex_digit(c);
         });
}

// 12345678, abcdefgh: at least half of it counts up, or repeats one character.
bool is_sequence(std::string_view value) {
  std::size_t steps = 0;
  for (std::size_t i = 1; i < value.size(); ++i) {
    const int step = value[i] - value[i - 1];
    if (step == 0 || step == 1) ++steps;
  }
  return steps * 2 >= value.size();
}

bool has_code_mark(std::string_view value) {
  constexpr auto kParts = std::to_array<std::string_view>({"()", "=>", "->", "; ", " == ", " != ", "&&", "||", "\\n",
                                                           "\\t", " + ", ", ", ": ", "::", "__", "/>", "</", "\\u"});
  const bool is_bytes = contains(value, "\\x");  // in which any escape may stand
  return is_blank(value.front()) || is_blank(value.back()) || (value.ends_with("(") && contains(value, ".")) ||
         std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) {
           return contains(value, part) && !(is_bytes && part.front() == '\\');
         });
}

// [a-z0-9]+
bool is_pattern(std::string_view value) {
  return contains(value, "a-z") || contains(value, "A-Z") || contains(value, "0-9") || contains(value, "(?:");
}

// In quotes a mark of code makes the value code only if words stand around it: passwords hold any character.
bool is_code(std::string_view value, Notation notation) {
  return has_code_mark(value) && (notation != Notation::quoted || is_pattern(value) || is_wording(value));
}

// Four times four letters, as mail providers give them to programs: at least one of them is no word.
bool is_app_password(std::string_view value) {
  constexpr std::string_view kForm = "xxxx xxxx xxxx xxxx";
  if (value.size() != kForm.size()) return false;
  bool has_vowels = true;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (kForm[i] == ' ' ? value[i] != ' ' : !is_lower(value[i])) return false;
    if (i % 5 == 0 && !any_of(value.substr(i, 4), &is_vowel)) has_vowels = false;
  }
  return !has_vowels;
}

// With blanks: no word at all, a passphrase of four kinds of characters, or a key of any of them.
bool is_spaced_secret(std::string_view value, NameKind name) {
  constexpr std::ptrdiff_t kManyMarks = 6;
  if (classes_of(value) >= 3 && is_drawn(value)) return true;
  return classes_of(value) == 4 &&
         (name == NameKind::password || std::count_if(value.begin(), value.end(), is_mark) >= kManyMarks);
}

bool is_path(std::string_view value) {
  const bool is_deep = contains(value, ".") || std::count(value.begin(), value.end(), '/') > 2;
  const bool begins = value.starts_with("./") || value.starts_with("../") || value.starts_with("~/");
  return ((begins || (value.starts_with("/") && is_deep)) && !is_drawn(value)) ||
         (value.size() > 2 && is_letter(value[0]) && value[1] == ':' && value[2] == '\\');
}

// Bytes written as \xHH: one is enough to make it data, unless the rest is random, too.
bool is_escaped_text(std::string_view value) {
  std::string rest;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.substr(i, 2) == "\\x") {
      i += 3;
    } else {
      rest += value[i];
    }
  }
  return rest.size() < value.size() && (rest.size() < 8 || !any_of(rest, &is_digit) || is_wordy(rest));
}

bool begins_as_any(std::string_view value, std::span<const std::string_view> begins) {
  return std::any_of(begins.begin(), begins.end(), [&](std::string_view begin) { return value.starts_with(begin); });
}

// As a password is stored, not as it is typed.
bool is_password_hash(std::string_view value) {
  constexpr auto kBegins = std::to_array<std::string_view>(
      {"pbkdf2:", "pbkdf2_", "scrypt:", "bcrypt", "$2a$", "$2b$", "$2y$", "$argon2", "{SSHA", "{SHA"});
  return begins_as_any(value, kBegins);
}

// $NAME, %NAME%, {name}, <name>, *, !tag, &anchor. A single mark may also be the first character of a password.
bool begins_reference(std::string_view value) {
  if (!contains("${%<*&!", value.substr(0, 1))) return false;
  if (value.size() < 3 || is_wordy(value.substr(1))) return true;
  if (!contains("}>%", value.substr(value.size() - 1))) return false;
  const std::string_view inner = value.substr(1, value.size() - 2);
  const bool is_document = contains(value, "\":") || contains(value, "':");  // of JSON
  return is_document || all_of(inner, &is_dotted) || is_wording(value) || is_wording(inner);
}

// What rules out every kind of secret.
bool is_harmless(std::string_view value, Notation notation) {
  return value.empty() || value.size() > kLongestValue || has_address(value) || is_code(value, notation) ||
         is_escaped_text(value) || is_password_hash(value) || is_path(value) || is_reference(value) ||
         is_placeholder(value);
}

// Says what belongs here, "my_secret_2" or "password1": what is beside the word is a word or little more than a number.
bool is_named_only(std::string_view value) {
  constexpr std::size_t kLeastRest = 6;
  std::string rest(value);
  for (const std::string_view word : {"password", "passwd", "secret"}) {
    for (std::size_t at = 0; (at = to_lower(rest).find(word)) != std::string::npos;) rest.erase(at, word.size());
  }
  if (rest.size() == value.size()) return false;
  if (contains(value, ".") && all_of(value, &is_dotted)) return true;  // the name of a class
  const bool is_mixed = any_of(rest, &is_digit) && any_of(rest, &is_letter);
  return rest.size() < kLeastRest || !is_mixed ||
         (is_wordy(rest) && !any_of(
                                rest, [](char c) { return is_mark(c) && !is_separator(c); })) ||
         is_placeholder(rest);
}

}  // namespace

bool is_placeholder(std::string_view value) {
  constexpr auto kAnywhere = std::to_array<std::string_view>(
      {"changeme", "change_me", "change-me", "changeit", "change_this", "change-this", "example",   "placeholder",
       "your",     "xxxx",      "****",      "....",     "dummy",       "sample",      "fake",      "redacted",
       "todo",     "insert",    "replace",   "foobar",   "fixme",       "lorem",       "undefined", "not-a-",
       "not_a_",   "notreal",   "invalid",   "deadbeef", "--------"});
  constexpr auto kAsWord = std::to_array<std::string_view>(
      {"test", "tests", "testing", "demo", "mock",  "none",  "null",      "foo",   "bar",
       "baz",  "qux",   "my",      "some", "token", "key",   "pass",      "user",  "admin",
       "root", "guest", "default", "abc",  "dev",   "local", "localhost", "hello", "world"});
  const std::string lower = to_lower(value);
  if (std::any_of(kAnywhere.begin(), kAnywhere.end(), [&](std::string_view part) { return contains(lower, part); }))
    return true;
  if (has_tag(value)) return true;
  if (is_sequence(value) || is_named_only(value)) return true;
  // Words between separators, without the number behind them.
  constexpr std::size_t kLongestTestValue = 24;
  if (value.size() > kLongestTestValue) return false;
  for (std::size_t i = 0; i < lower.size();) {
    const std::size_t size = run_of(std::string_view(lower).substr(i), [](char c) { return !is_separator(c); });
    std::string_view word = std::string_view(lower).substr(i, size);
    while (!word.empty() && is_digit(word.back())) word.remove_suffix(1);
    if (std::find(kAsWord.begin(), kAsWord.end(), word) != kAsWord.end()) return true;
    i += size + 1;
  }
  return false;
}

bool is_reference(std::string_view value) {
  constexpr auto kBegins = std::to_array<std::string_view>({"env:", "vault:", "npm:", "workspace:", "ENC["});
  constexpr auto kParts = std::to_array<std::string_view>({"${", "{{", "{}", "$(", "%s", "%d", "%v", "#{", "{0}"});
  if (begins_as_any(value, kBegins) || begins_reference(value) || has_closed_reference(value)) return true;
  if (value.starts_with("@{") && (value.ends_with("}") || is_wording(value))) return true;
  return std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) { return contains(value, part); }) &&
         is_wording(value);
}

bool is_token_value(std::string_view value) {
  constexpr double kLeastBits = 2.75;
  return value.size() >= 8 && any_of(value, &is_digit) && any_of(value, &is_letter) && entropy(value) >= kLeastBits &&
         !is_wordy(value) && !is_placeholder(value);
}

bool is_secret_value(std::string_view value, NameKind name, Notation notation) {
  constexpr double kLeastBits = 2.75;
  constexpr std::size_t kLeastSize = 8;
  constexpr std::size_t kLeastShort = 6;  // of a password in quotes
  if (name == NameKind::none || value.size() < kLeastShort || is_harmless(value, notation)) return false;
  if (value.size() < kLeastSize)
    return name == NameKind::password && notation != Notation::bare && classes_of(value) >= 3 &&
           any_of(value, &is_digit) && !is_wordy(value);
  if (is_uuid(value)) return name != NameKind::token && notation != Notation::bare;
  if (name == NameKind::password && is_app_password(value)) return true;
  if (any_of(value, &is_blank) && !is_spaced_secret(value, name)) return false;
  if (entropy(value) < kLeastBits) return false;
  if (is_token_value(value)) return true;
  if (notation == Notation::bare) return false;
  if (classes_of(value) >= 3 && any_of(value, &is_mark)) return true;
  const auto digits = std::count_if(value.begin(), value.end(), is_digit);
  if (name == NameKind::password && all_of(value, &is_alnum) && digits >= 2) return true;
  // Random letters: capitals where no word begins.
  constexpr std::size_t kLongSecret = 24;
  return value.size() >= kLongSecret && classes_of(value) >= 2 && !is_wordy(value) && entropy(value) >= 4;
}

bool is_random(std::string_view value) {
  constexpr std::size_t kLeastSize = 20;
  constexpr double kLeastBits = 3.5;
  return value.size() >= kLeastSize && any_of(value, &is_digit) && any_of(value, &is_letter) &&
         entropy(value) >= kLeastBits && !contains(value, ".") && value.front() != '/' && value.front() != '-' &&
         !all_of(value, [](char c) { return is_hex_digit(c) || c == '-'; }) && !is_wordy(value) &&
         !is_harmless(value, Notation::bare);
}

}  // namespace rustassistant::privacy
