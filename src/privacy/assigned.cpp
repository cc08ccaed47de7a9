// SPDX-License-Identifier: MIT
#include "assigned.hpp"

#include <algorithm>
#include <array>

#include "arguments.hpp"
#include "characters.hpp"
#include "context.hpp"
#include "names.hpp"
#include "nearby.hpp"
#include "rustassistant/base/text.hpp"
#include "tokens.hpp"
#include "values.hpp"

namespace rustassistant::privacy {
namespace {

constexpr std::size_t kLongestBare = 1024;

// variable "db_password" {, up to four lines above its default.
NameKind kind_of_block(std::string_view text, std::size_t line) {
  constexpr int kLines = 4;
  for (int i = 0; i < kLines && line > 0; ++i) {
    const std::string_view above = line_above(text, line);
    if (trim(above).starts_with("variable ")) return kind_of_names(above);
    line -= std::min(line, above.size() + 1);
  }
  return NameKind::none;
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

bool is_field(char c) {
  return is_bare(c) && c != '&';
}

// Whether an odd number of quotes comes before this place in its line: it lies in a literal.
bool is_in_literal(std::string_view left) {
  return std::count(left.begin(), left.end(), '"') % 2 == 1 || std::count(left.begin(), left.end(), '\'') % 2 == 1 ||
         std::count(left.begin(), left.end(), '`') % 2 == 1;
}

// Password=…; AccountKey=…; &password=… : a field of a connection string, or a parameter of an address.
std::optional<Secret> field_value(std::string_view text, std::size_t at, std::string_view name, std::string_view left) {
  const std::string_view prefix = left.substr(0, left.size() - name.size());
  const char edge = prefix.empty() ? '\0' : prefix.back();
  const bool is_raw = edge == '(' && prefix.size() > 2 && prefix[prefix.size() - 2] == '"';  // R"(
  const bool is_edge =
      is_raw || edge == '?' || edge == '&' || edge == ';' || is_quote(edge) || (edge == ' ' && is_in_literal(prefix));
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
  return Secret{at + 1, size, kAssignedSecret};
}

// password=… behind a blank or a sign, as in --set auth.password=…, a cookie or a line of an inventory.
std::optional<Secret> argument_value(std::string_view text, std::size_t at, std::string_view name,
                                     std::string_view left) {
  const std::string_view prefix = left.substr(0, left.size() - name.size());
  // --set auth.password=…,image.tag=1 and -o username=ci,password=…
  const bool is_listed = contains(prefix, "--set ") || contains(prefix, "-o ");
  const auto separates = [&](char c) { return is_listed && c == ','; };
  if (prefix.empty() || !(is_blank(prefix.back()) || prefix.back() == '=' || separates(prefix.back())))
    return std::nullopt;
  const std::string_view code = trim(prefix);
  if (code.empty() || (code.ends_with(",") && !is_listed) || code.ends_with("(")) return std::nullopt;
  const std::size_t size = run_of(text.substr(at + 1, kLongestBare), &is_field);
  const std::size_t after = at + 1 + size;
  const bool ends = after >= text.size() || text[after] <= ' ' || is_quote(text[after]) || text[after] == ';' ||
                    separates(text[after]);
  const std::string_view value = text.substr(at + 1, size);
  if (!ends || !is_secret_value(value, kind_of_name(name), Notation::bare)) return std::nullopt;
  return Secret{at + 1, size, kAssignedSecret};
}

// {name: …} of YAML. In code an identifier may stand there.
std::optional<Secret> flow_value(std::string_view text, std::size_t begin, std::string_view name,
                                 std::string_view left) {
  constexpr std::size_t kLeast = 10;
  const std::string_view prefix = trim(left.substr(0, left.size() - std::min(left.size(), name.size())));
  if (!(prefix.ends_with("{") || prefix.ends_with(",")) || prefix.find_first_of("(=;") != std::string_view::npos)
    return std::nullopt;
  const std::size_t size = run_of(text.substr(begin, kLongestBare), &is_bare);
  const std::string_view value = text.substr(begin, size);
  const std::size_t end = begin + size;
  const std::string_view after = text.substr(end + run_of(text.substr(end, kReach), &is_blank), 1);
  const bool is_mixed = any_of(value, &is_digit) && any_of(value, &is_upper) && any_of(value, &is_lower);
  if (size < kLeast || !is_mixed || !(after == "}" || after == ",")) return std::nullopt;
  // { name: DB_PASSWORD, value: … }
  const bool is_pair = name == "value" && contains(prefix, "name:");
  const NameKind kind = is_pair ? kind_of_names(prefix.substr(prefix.find("name:") + 5)) : kind_of_name(name);
  if (!is_secret_value(value, kind, Notation::bare)) return std::nullopt;
  return Secret{begin, size, kAssignedSecret};
}

// encryption:
//   key: …
// of YAML: the line above that is less indented, and the name, as one name.
NameKind kind_of_child(std::string_view text, std::size_t line, std::string_view name) {
  constexpr int kLines = 6;
  const std::size_t indent = run_of(text.substr(line, kReach), &is_blank);
  for (int i = 0; i < kLines && line > 0 && indent > 0; ++i) {
    const std::string_view above = line_above(text, line);
    const std::size_t blanks = run_of(above, &is_blank);
    const std::string_view parent = trim(above);
    if (blanks < indent && !parent.empty())
      return parent.ends_with(":")
                 ? kind_of_name(std::string(parent.substr(0, parent.size() - 1)) + "_" + std::string(name))
                 : NameKind::none;
    line -= std::min(line, above.size() + 1);
  }
  return NameKind::none;
}

// What a line of the form NAME=value says of it. `is_tight`: nothing between them.
NameKind kind_of_line(std::string_view text, std::size_t line, std::string_view name, std::string_view value,
                      bool is_env) {
  const NameKind kind = kind_of_name(name);
  if (kind != NameKind::none) return kind;
  if (name == "sonar.login") return NameKind::token;
  if (name == "_auth") return NameKind::key;  // of npm
  if (to_lower(name) == "key") return kind_of_child(text, line, name);
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

// What a literal on a line of its own is assigned to or passed for: the code above it, if that goes on here.
std::string_view code_above(std::string_view text, std::size_t line) {
  std::string_view above = trim(line_above(text, line));
  if (above.ends_with("\\")) above = trim(above.substr(0, above.size() - 1));
  constexpr auto kOpen = std::to_array<std::string_view>({"=", ":", "=>", "||", "??", "("});
  const bool goes_on =
      std::any_of(kOpen.begin(), kOpen.end(), [&](std::string_view open) { return above.ends_with(open); });
  return goes_on && !above.starts_with("#") && !above.starts_with("//") ? above : std::string_view();
}

NameKind kind_from_above(std::string_view text, std::size_t line) {
  const std::string_view above = line_above(text, line);
  const std::string_view written = trim(above);
  if (written.ends_with("\"Bearer \"") || written.ends_with("'Bearer '")) return NameKind::token;
  const std::string_view code = code_above(text, line);
  return code.empty() ? NameKind::none : kind_before_literal(code);
}

// user:… that is encoded for a header.
bool is_encoded(std::string_view code) {
  return code.ends_with("btoa(") || code.ends_with("b64encode(") || code.ends_with("b64encode(b") ||
         code.ends_with("base64_encode(") || code.ends_with("Base64.strict_encode64(");
}

// "to pass `x=1`", :role:`x`, Name string `tag`: what a backtick means behind a word, or a colon that touches it.
bool is_marked_text(std::string_view left) {
  return left.ends_with(":") || is_word(trim(left).empty() ? ' ' : trim(left).back());
}

// What is typed for a program that asks: send "…\r" of expect, sendline("…") of pexpect.
bool is_typed(std::string_view code) {
  return code.ends_with("send") || code.ends_with("send --") || code.ends_with("sendline(") ||
         code.ends_with("send(") || code.ends_with("sendline(b");
}

// Literals that only what is done with them makes a secret: an argument, what is typed, a registry's credential.
bool is_told_by_use(std::string_view code) {
  return code.ends_with("(") || code.ends_with(",") || code.ends_with("<<<") || code.ends_with("\"auth\":") ||
         is_typed(code) || is_encoded(code);
}

// `after`: what follows the closing quote.
NameKind kind_of_use(std::string_view after, std::string_view code, std::string_view value) {
  if (code.ends_with(":")) return is_basic_credential(value) ? NameKind::key : NameKind::none;
  if (code.ends_with("<<<")) return is_reader_of_secrets(code) ? NameKind::password : kind_of_names(code);
  const bool is_read = is_typed(code) || is_encoded(code) || after.starts_with(".toCharArray()");
  return is_read && is_token_value(value) ? NameKind::password : NameKind::none;
}

// The secret part of a literal: \"…\" in a literal, user:… of curl, …\r that is typed.
void narrow(std::string_view text, Literal& literal, std::string_view code) {
  const std::string_view value = text.substr(literal.begin, literal.end - literal.begin);
  if (value.size() > 4 && value.starts_with("\\\"") && value.ends_with("\\\"")) {
    literal.begin += 2;
    literal.end -= 2;
  }
  if (is_typed(code) && (value.ends_with("\\r") || value.ends_with("\\n"))) literal.end -= 2;
  const auto colon = value.find(':');
  if ((contains(code, "USERPWD") || is_encoded(code)) && colon != std::string_view::npos) literal.begin += colon + 1;
}

// A sign that stands behind a name, before something that is not quoted.
struct Assigned {
  std::size_t at = 0;     // of the sign
  std::size_t line = 0;   // where its line begins
  std::size_t begin = 0;  // of the value
  std::string_view name;
  std::string_view left;  // the line up to the sign
  bool is_tight = false;  // nothing between name, sign and value
};

// "# the old password: …", "/* API key: … */": a note of one line, whatever words stand before the name.
bool is_note(std::string_view words) {
  constexpr auto kMarks = std::to_array<std::string_view>({"#", "//", "/*", "*", "--", "<!--", ";"});
  return std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) { return words.starts_with(mark); });
}

// Whether the value between `begin` and `after` is all that is assigned. `words`: what stands before the name.
bool is_whole_value(std::string_view text, const Assigned& place, std::string_view words, std::size_t after) {
  const bool is_option = place.name.starts_with("--");
  // -H "X-Api-Key: …"
  const bool is_header = text[place.at] == ':' && !words.empty() && is_quote(words.back());
  if (is_header) return after < text.size() && text[after] == words.back();
  // //registry.example.org/:_authToken=…
  const bool is_registry = contains(words, "//") && words.ends_with("/:");
  const bool is_noted = text[place.at] == ':' && is_note(words);
  if (!begins_line(words) && !is_option && !is_registry && !is_noted) return false;
  if (place.is_tight || is_option)
    return after >= text.size() || text[after] <= ' ' || text[after] == ';' || text[after] == '"';
  // name = value without quotes is an expression, unless nothing follows it.
  const std::size_t gap = run_of(text.substr(after, kReach), &is_blank);
  const std::size_t next = after + gap;
  const std::string_view rest = text.substr(next, 3);
  return rest.empty() || rest[0] == '\n' || rest[0] == '\r' || (gap > 0 && rest[0] == '#') ||
         (is_noted && (rest.starts_with("*/") || rest == "-->"));
}

// NAME=value, name: value, --name value, on a line of its own.
std::optional<Secret> line_value(std::string_view text, const Assigned& place) {
  const std::string_view declared = trim(place.left);
  const std::string_view words = declared.substr(0, declared.size() - std::min(declared.size(), place.name.size()));
  const char sign = text[place.at];
  std::size_t begin = place.begin;
  if (sign == ':' && (text[begin] == '!' || text[begin] == '&')) {  // a tag or an anchor of YAML
    begin += run_of(text.substr(begin, kReach), [](char c) { return !is_blank(c) && c != '\n'; });
    begin += run_of(text.substr(begin, kReach), &is_blank);
  }
  const std::size_t size = run_of(text.substr(begin, kLongestBare), &is_bare);
  const std::string_view value = text.substr(begin, size);
  if (value.empty() || !is_whole_value(text, place, words, begin + size)) return std::nullopt;
  const bool is_env = place.is_tight && sign == '=' && !any_of(place.name, &is_lower);
  NameKind kind = kind_of_line(text, place.line, place.name, value, is_env);
  if (kind == NameKind::none && is_note(words)) {  // API key: …
    const std::string_view noted = trim(words);
    const std::string_view last = noted.substr(noted.find_last_of(" *#/") + 1);
    kind = kind_of_name(std::string(last) + "_" + std::string(place.name));
  }
  // A call's keyword arguments may stand on lines of their own.
  if (kind == NameKind::none || value.back() == '.') return std::nullopt;
  const bool is_member = !place.is_tight && sign == '=' &&
                         all_of(value, [](char c) { return is_word(c) || c == '.'; }) && contains(value, ".");
  if (is_member || !is_secret_value(value, kind, Notation::bare)) return std::nullopt;
  return Secret{begin, size, kAssignedSecret};
}

// password: >-
//   …
// of YAML: the only word of the only line.
std::optional<Secret> block_value(std::string_view text, const Assigned& place) {
  const std::string_view near = text.substr(place.begin, kReach);
  const std::string_view first = near.substr(0, std::min(near.find('\n'), near.size()));
  const std::string_view mark = trim(first);  // the line may end with a carriage return
  const bool is_block = mark == "|" || mark == ">" || mark == "|-" || mark == ">-" || mark == "|+" || mark == ">+";
  if (!is_block || first.size() == near.size()) return std::nullopt;
  std::size_t begin = place.begin + first.size() + 1;
  const std::size_t indent = run_of(text.substr(begin, kReach), &is_blank);
  if (indent <= run_of(text.substr(place.line, kReach), &is_blank)) return std::nullopt;
  begin += indent;
  const std::string_view value = text.substr(begin, run_of(text.substr(begin, kLongestBare), &is_bare));
  const std::size_t after = begin + value.size();
  const bool ends = after >= text.size() || text[after] == '\n' || text[after] == '\r';
  if (!ends || !is_secret_value(value, kind_of_name(place.name), Notation::bare)) return std::nullopt;
  return Secret{begin, value.size(), kAssignedSecret};
}

// What stands between the tags, on a line of its own or not, without the marks of a CDATA section.
std::string_view text_of_element(std::string_view rest) {
  constexpr std::string_view kData = "<![CDATA[";
  const bool is_data = rest.starts_with(kData);
  if (is_data) rest.remove_prefix(kData.size());
  const auto end = rest.find(is_data ? "]]>" : "<");
  if (end == std::string_view::npos || !(is_data || rest.substr(end).starts_with("</"))) return {};
  std::string_view value = rest.substr(0, end);
  while (!value.empty() && value.front() <= ' ') value.remove_prefix(1);
  while (!value.empty() && value.back() <= ' ') value.remove_suffix(1);
  return contains(value, "\n") ? std::string_view() : value;
}

}  // namespace

std::optional<Secret> quoted_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view left = before(text, at, line);
  const std::string_view code = trim(left);
  if (line == at || (text[at] == '`' && is_marked_text(left))) return std::nullopt;
  NameKind kind = code.empty() ? kind_from_above(text, line) : kind_before_literal(left);
  if (kind == NameKind::none && (code.ends_with("value:") || code.ends_with("value\":"))) {
    const std::string_view above = line_above(text, line);
    if (contains(above, "name") || contains(above, "key")) kind = kind_of_names(above);
  }
  if (kind == NameKind::none && code.starts_with("default") && code.ends_with("=")) kind = kind_of_block(text, line);
  const bool may_be_used = kind == NameKind::none && is_told_by_use(code);
  if (kind == NameKind::none && !may_be_used) return std::nullopt;
  auto literal = literal_at(text, at);
  if (!literal || literal->end == literal->begin) return std::nullopt;
  narrow(text, *literal, code);
  std::string_view value = text.substr(literal->begin, literal->end - literal->begin);
  if (may_be_used && is_encoded(code) && literal->begin == at + 1) return std::nullopt;  // no user before it
  if (may_be_used) kind = kind_of_use(text.substr(literal->end + 1, kReach), code, value);
  const Notation notation = is_between_literals(text, at, line, value) ? Notation::between : Notation::quoted;
  if (!is_secret_value(value, kind, notation)) return std::nullopt;
  return Secret{literal->begin, value.size(), kAssignedSecret};
}

std::optional<Secret> bare_value(std::string_view text, std::size_t at, std::size_t line) {
  const char sign = text[at];
  // := ?= += of make
  const bool is_compound = sign == '=' && at > line && contains(":?+", text.substr(at - 1, 1));
  const std::size_t end = is_compound ? at - 1 : at;
  const std::string_view name = name_before(text, end, line);
  if (name.empty()) return std::nullopt;
  const std::string_view left = before(text, end, line);
  std::size_t begin = at + 1;
  if (begin < text.size() && text[begin] == '=') return std::nullopt;  // a comparison
  const std::size_t blanks = run_of(text.substr(begin, kReach), &is_blank);
  begin += blanks;
  if (begin >= text.size() || is_quote(text[begin])) return std::nullopt;
  const bool is_tight = blanks == 0 && left.ends_with(name);
  if (sign == '=' && is_tight) {
    if (auto found = field_value(text, at, name, left)) return found;
    if (auto found = argument_value(text, at, name, left)) return found;
  }
  if (sign == ':') {
    if (auto found = flow_value(text, begin, name, left)) return found;
    if (blanks == 0) return std::nullopt;  // name:value without a blank is no YAML
  }
  if (at - line > kReach) return std::nullopt;
  if (sign == ':' && (text[begin] == '|' || text[begin] == '>'))
    return block_value(text, {at, line, begin, name, left, false});
  return line_value(text, {at, line, begin, name, left, is_tight});
}

std::optional<Secret> element_value(std::string_view text, std::size_t at, std::size_t line) {
  const std::string_view left = before(text, at, line);
  // SETUSER name on >… of Redis, and the line of its file.
  if (left.ends_with(" ") && (contains(to_lower(left), "setuser ") || left.starts_with("user "))) {
    const std::string_view word = text.substr(at + 1, run_of(text.substr(at + 1, kLongestBare), &is_bare));
    if (is_secret_value(word, NameKind::password, Notation::bare)) return Secret{at + 1, word.size(), kAssignedSecret};
  }
  const auto open = left.rfind('<');
  if (open == std::string_view::npos || open + 1 >= left.size() || !is_letter(left[open + 1])) return std::nullopt;
  const std::string_view value = text_of_element(text.substr(at + 1, kLongestLiteral));
  if (value.empty()) return std::nullopt;
  NameKind kind = kind_of_names(left.substr(open + 1));
  if (kind == NameKind::none && left.substr(open) == "<string") {  // <key>Password</key><string>…
    const std::string_view beside = left.substr(0, open);
    const std::string_view key = contains(beside, "<key>") ? beside : line_above(text, line);
    const auto begin = key.rfind("<key>");
    if (begin != std::string_view::npos) kind = kind_of_names(key.substr(begin + 5, key.find("</key>") - begin - 5));
  }
  if (kind == NameKind::none && left.ends_with("<value")) kind = kind_of_names(left);  // <setting name="…"><value>
  if (!is_secret_value(value, kind, Notation::quoted)) return std::nullopt;
  return Secret{static_cast<std::size_t>(value.data() - text.data()), value.size(), kAssignedSecret};
}

}  // namespace rustassistant::privacy
