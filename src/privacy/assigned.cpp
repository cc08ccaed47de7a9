// SPDX-License-Identifier: MIT
#include "assigned.hpp"

#include <algorithm>
#include <array>

#include "characters.hpp"
#include "context.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "values.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kReach = 256;            // bytes before a value that are read for its name
constexpr std::size_t kLongestLiteral = 8192;  // bytes of a literal that are looked through for its end
constexpr std::size_t kLongestBare = 1024;
constexpr std::string_view kKind = "assigned secret";

std::string_view before(std::string_view text, std::size_t at, std::size_t line) {
  const std::size_t size = std::min(at - line, kReach);
  return text.substr(at - size, size);
}

// The line before the one that begins at `line`.
std::string_view line_above(std::string_view text, std::size_t line) {
  if (line == 0) return {};
  const std::size_t end = line - 1;
  const std::size_t least = end - std::min(end, kReach);
  std::size_t begin = end;
  while (begin > least && text[begin - 1] != '\n') --begin;
  return text.substr(begin, end - begin);
}

// Where a literal ends that is opened by this quote: at the same one, unescaped and in the same line; three of them end
// at three.
struct Literal {
  std::size_t begin;
  std::size_t end;
};
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

// An identifier right before this place, quotes and blanks between them passed over.
std::string_view name_before(std::string_view text, std::size_t at, std::size_t line) {
  const std::size_t least = std::max(line, at - std::min(at, kReach));
  std::size_t end = at;
  while (end > least && is_blank(text[end - 1])) --end;
  while (end > least && (text[end - 1] == ']' || text[end - 1] == '"' || text[end - 1] == '\'')) --end;
  std::size_t begin = end;
  while (begin > least && is_dotted(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

// Nothing but blanks, a dash of YAML, the beginning of a comment, and words that declare.
bool begins_line(std::string_view prefix) {
  constexpr auto kDeclaring = std::to_array<std::string_view>(
      {"export", "local", "readonly", "declare", "typeset", "set", "setx", "env", "ENV", "ARG",  "-",          "-x",
       "-r",     "-gx",   "-e",       "--env",   "#",       "//",  "*",    "SET", "let", "sudo", "Environment"});
  while (!prefix.empty()) {
    const std::size_t blanks = run_of(prefix, &is_blank);
    prefix.remove_prefix(blanks);
    const std::size_t size = run_of(prefix, [](char c) { return !is_blank(c); });
    if (size == 0) break;
    const std::string_view word = prefix.substr(0, size);
    if (std::find(kDeclaring.begin(), kDeclaring.end(), word) == kDeclaring.end()) return false;
    prefix.remove_prefix(size);
  }
  return true;
}

bool is_bare(char c) {
  return c > ' ' && c < 0x7F && !is_quote(c) && c != '<' && c != '>' && c != '(' && c != ')' && c != '{' && c != '}' &&
         c != '[' && c != ']' && c != '\\' && c != ',' && c != ';' && c != '|';
}
bool is_field(char c) {
  return is_bare(c) && c != '&';
}

// Whether an odd number of quotes stands before this place in its line: it lies in a literal.
bool is_in_literal(std::string_view left) {
  return std::count(left.begin(), left.end(), '"') % 2 == 1 || std::count(left.begin(), left.end(), '\'') % 2 == 1 ||
         std::count(left.begin(), left.end(), '`') % 2 == 1;
}

// Password=…; AccountKey=…; &password=… : a field of a connection string, or a parameter of an address.
std::optional<Secret> field_value(std::string_view text, std::size_t at, std::string_view name, std::string_view left) {
  const std::string_view prefix = left.substr(0, left.size() - name.size());
  const char edge = prefix.empty() ? '\0' : prefix.back();
  const bool is_edge =
      edge == '?' || edge == '&' || edge == ';' || is_quote(edge) || (edge == ' ' && is_in_literal(prefix));
  if (!is_edge) return std::nullopt;
  const std::size_t size = std::min(run_of(text.substr(at + 1, kLongestBare), &is_field), kLongestBare);
  const std::string_view value = text.substr(at + 1, size);
  const std::string lower = to_lower(name);
  NameKind kind = kind_of_name(name);
  constexpr auto kParameters = std::to_array<std::string_view>({"sig", "signature", "sas", "key", "auth"});
  const bool is_parameter = std::find(kParameters.begin(), kParameters.end(), lower) != kParameters.end();
  if (kind == NameKind::none && is_parameter && is_random(value)) kind = NameKind::key;
  // In a connection string a password is written as it is, whatever its form.
  const bool is_plain = kind == NameKind::password && value.size() >= 6 && any_of(value, &is_digit) &&
                        !is_reference(value) && !is_placeholder(value) && (edge == ';' || edge == '&' || edge == '?');
  if (!is_plain && !is_secret_value(value, kind, Notation::bare)) return std::nullopt;
  return Secret{at + 1, size, kKind};
}

// What a line of the form NAME=value says of it. `is_tight`: nothing between them.
NameKind kind_of_line(std::string_view text, std::size_t line, std::string_view name, std::string_view value,
                      bool is_env) {
  const NameKind kind = kind_of_name(name);
  if (kind != NameKind::none) return kind;
  if (name == "value") {
    const std::string_view above = trim(line_above(text, line));
    if (contains(above.substr(0, 8), "name") || contains(above.substr(0, 8), "key")) return kind_of_names(above);
  }
  constexpr auto kDigests = std::to_array<std::string_view>(
      {"hash",     "sha",  "sha1",    "sha256",  "sha512", "md5",    "checksum", "digest",      "commit",    "rev",
       "revision", "id",   "uuid",    "version", "url",    "path",   "image",    "flags",       "integrity", "tag",
       "ref",      "name", "options", "opts",    "args",   "key_id", "cert",     "certificate", "public"});
  const auto words = words_of(name);
  const bool is_digest = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(kDigests.begin(), kDigests.end(), word) != kDigests.end();
  });
  return is_env && !is_digest && is_random(value) ? NameKind::key : NameKind::none;
}

}  // namespace

std::optional<Secret> quoted_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view left = before(text, at, line);
  if (left.empty()) return std::nullopt;
  NameKind kind = kind_before_literal(left);
  const std::string_view code = trim(left);
  if (kind == NameKind::none && (code.ends_with("value:") || code.ends_with("value\":"))) {
    const std::string_view above = line_above(text, line);
    if (contains(above, "name") || contains(above, "key")) kind = kind_of_names(above);
  }
  if (kind == NameKind::none) return std::nullopt;
  const auto literal = literal_at(text, at);
  if (!literal || literal->end == literal->begin) return std::nullopt;
  const std::string_view value = text.substr(literal->begin, literal->end - literal->begin);
  if (!is_secret_value(value, kind, Notation::quoted)) return std::nullopt;
  return Secret{literal->begin, value.size(), kKind};
}

std::optional<Secret> bare_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view name = name_before(text, at, line);
  if (name.empty()) return std::nullopt;
  const std::string_view left = before(text, at, line);
  const char sign = text[at];
  std::size_t begin = at + 1;
  if (begin < text.size() && text[begin] == '=') return std::nullopt;  // a comparison
  const std::size_t blanks = run_of(text.substr(begin, kReach), &is_blank);
  begin += blanks;
  if (begin >= text.size() || is_quote(text[begin])) return std::nullopt;
  const bool is_tight = blanks == 0 && left.ends_with(name);
  if (sign == '=' && is_tight) {
    if (auto found = field_value(text, at, name, left)) return found;
  }
  if (at - line > kReach) return std::nullopt;
  const std::string_view prefix = left.substr(0, left.size() - std::min(left.size(), trim(left).size()));
  const std::string_view declared = trim(left.substr(prefix.size()));
  const std::string_view words = declared.substr(0, declared.size() - std::min(declared.size(), name.size()));
  const bool is_option = name.starts_with("--");
  // -H "X-Api-Key: …"
  const bool is_header = sign == ':' && !words.empty() && is_quote(words.back());
  if (!begins_line(words) && !is_option && !is_header) return std::nullopt;
  // name:value without a blank is no YAML; name = value without quotes is an expression, unless nothing follows it.
  if (sign == ':' && blanks == 0) return std::nullopt;
  if (sign == ':' && text[begin] == '!') {  // a tag of YAML
    begin += run_of(text.substr(begin, kReach), [](char c) { return !is_blank(c) && c != '\n'; });
    begin += run_of(text.substr(begin, kReach), &is_blank);
  }
  const std::size_t size = run_of(text.substr(begin, kLongestBare), &is_bare);
  const std::string_view value = text.substr(begin, size);
  const std::size_t after = begin + size;
  const bool ends_line =
      after >= text.size() || text[after] == '\n' || text[after] == '\r' || text.substr(after, 2) == " #";
  const bool ends_word = after >= text.size() || text[after] <= ' ' || text[after] == ';' || text[after] == '"';
  const bool is_whole = is_header               ? after < text.size() && text[after] == words.back()
                        : is_tight || is_option ? ends_word
                                                : ends_line;
  if (value.empty() || !is_whole) return std::nullopt;
  const bool is_env = is_tight && sign == '=' && !any_of(name, &is_lower);
  const NameKind kind = kind_of_line(text, line, name, value, is_env);
  // A call's keyword arguments may stand on lines of their own.
  if (kind == NameKind::none || value.back() == '.') return std::nullopt;
  const bool is_member =
      !is_tight && sign == '=' && all_of(value, [](char c) { return is_word(c) || c == '.'; }) && contains(value, ".");
  if (is_member || !is_secret_value(value, kind, Notation::bare)) return std::nullopt;
  return Secret{begin, size, kKind};
}

std::optional<Secret> element_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view left = before(text, at, line);
  const auto open = left.rfind('<');
  if (open == std::string_view::npos || open + 1 >= left.size() || !is_letter(left[open + 1])) return std::nullopt;
  const std::string_view rest = text.substr(at + 1, kLongestLiteral);
  const std::size_t size = run_of(rest, [](char c) { return c != '<' && c != '\n'; });
  if (size == rest.size() || !rest.substr(size).starts_with("</")) return std::nullopt;
  const std::string_view value = rest.substr(0, size);
  if (!is_secret_value(value, kind_of_names(left.substr(open + 1)), Notation::quoted)) return std::nullopt;
  return Secret{at + 1, size, kKind};
}

std::optional<Secret> spaced_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view near = text.substr(at, kReach);
  std::size_t name_begin = 0;
  if (near.starts_with("ENV ") && at == line) {
    name_begin = 4;
  } else if (near.starts_with("set -") && begins_line(before(text, at, line))) {  // of fish
    name_begin = near.find(' ', 4);
    if (name_begin == std::string_view::npos) return std::nullopt;
    ++name_begin;
  } else if (!near.starts_with("password ") || !(at == line || before(text, at, line).starts_with("machine "))) {
    return std::nullopt;
  }
  const std::size_t size = run_of(near.substr(name_begin), &is_word);
  const std::size_t begin = at + name_begin + size + 1;
  if (begin >= text.size() || text[begin - 1] != ' ') return std::nullopt;
  const std::string_view value = text.substr(begin, run_of(text.substr(begin, kLongestBare), &is_bare));
  const std::size_t after = begin + value.size();
  if (after < text.size() && text[after] > ' ') return std::nullopt;
  if (!is_secret_value(value, kind_of_name(near.substr(name_begin, size)), Notation::bare)) return std::nullopt;
  return Secret{begin, value.size(), kKind};
}

std::optional<Secret> option_value(std::string_view text, std::size_t at) {
  const std::string_view near = text.substr(at, kReach);
  const std::size_t size = run_of(near, &is_dashed);
  const std::string_view option = near.substr(0, size);
  if (size >= near.size() || near[size] != ' ') return std::nullopt;
  std::size_t begin = at + size + 1;
  if (begin < text.size() && is_quote(text[begin])) ++begin;
  const std::size_t length =
      run_of(text.substr(begin, kLongestBare), [](char c) { return is_bare(c) || c == '{' || c == '}'; });
  const std::string_view value = text.substr(begin, length);
  if (option == "-u" || option == "--user") {
    const auto colon = value.find(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    const std::string_view password = value.substr(colon + 1);
    if (password.size() < 6 || !any_of(password, &is_digit) || is_reference(password) || is_placeholder(password))
      return std::nullopt;
    return Secret{begin + colon + 1, password.size(), "credential"};
  }
  if (!option.starts_with("--") || !is_secret_value(value, kind_of_name(option), Notation::bare)) return std::nullopt;
  return Secret{begin, length, kKind};
}

}  // namespace rustassistant::privacy
