// SPDX-License-Identifier: MIT
#include "gitignore.hpp"

#include <algorithm>
#include <array>

#include "byte_order_mark.hpp"
#include "rustassistant/base/ascii.hpp"

namespace rustassistant::source {
namespace {

constexpr std::string_view kSpecial = "*?[\\";

struct CharacterClass {
  std::string_view name;
  bool (*holds)(char c);
};

// ASCII only, whatever the locale; white space is git's, without \v and \f.
constexpr std::array<CharacterClass, 12> kClasses{{
    {"alnum", ascii::is_alnum},
    {"alpha", ascii::is_letter},
    {"blank", [](char c) { return c == ' ' || c == '\t'; }},
    {"cntrl", ascii::is_control},
    {"digit", ascii::is_digit},
    {"graph", [](char c) { return c > 0x20 && c < 0x7F; }},
    {"lower", ascii::is_lower},
    {"print", [](char c) { return c >= 0x20 && c < 0x7F; }},
    {"punct", [](char c) { return c > 0x20 && c < 0x7F && !ascii::is_alnum(c); }},
    {"space", ascii::is_space},
    {"upper", ascii::is_upper},
    {"xdigit", ascii::is_hex_digit},
}};

bool add_class(std::bitset<256>& set, std::string_view name) {
  const auto* found = std::find_if(kClasses.begin(), kClasses.end(), [&](const auto& c) { return c.name == name; });
  if (found == kClasses.end()) return false;
  for (int c = 0; c < 128; ++c) {
    if (found->holds(static_cast<char>(c))) set.set(static_cast<std::size_t>(c));
  }
  return true;
}

// The byte at a place, or 0 behind the end: patterns hold no NUL.
unsigned char at(std::string_view text, std::size_t place) {
  return place < text.size() ? static_cast<unsigned char>(text[place]) : 0;
}

// Reads "[...]" from its bracket on, as wildmatch.c does. The place behind it, or nothing where it is malformed.
std::optional<std::size_t> read_set(std::string_view pattern, std::size_t open, std::bitset<256>& set) {
  std::size_t p = open + 1;
  const bool negated = at(pattern, p) == '!' || at(pattern, p) == '^';
  if (negated) ++p;
  unsigned char previous = 0;
  for (bool first = true; first || at(pattern, p) != ']'; first = false, ++p) {
    unsigned char c = at(pattern, p);
    if (c == 0) return std::nullopt;
    if (c == '\\') {
      c = at(pattern, ++p);
      if (c == 0) return std::nullopt;
      set.set(c);
    } else if (c == '-' && previous != 0 && at(pattern, p + 1) != 0 && at(pattern, p + 1) != ']') {
      c = at(pattern, ++p);
      if (c == '\\') c = at(pattern, ++p);
      if (c == 0) return std::nullopt;
      for (unsigned b = previous; b <= c; ++b) set.set(b);
      c = 0;
    } else if (c == '[' && at(pattern, p + 1) == ':') {
      const std::size_t close = pattern.find(']', p + 2);
      if (close == std::string_view::npos) return std::nullopt;
      if (close > p + 2 && pattern[close - 1] == ':') {
        if (!add_class(set, pattern.substr(p + 2, close - p - 3))) return std::nullopt;
        p = close;
        c = 0;
      } else {
        set.set('[');
      }
    } else {
      set.set(c);
    }
    previous = c;
  }
  if (negated) set.flip();
  set.reset('/');
  return p + 1;
}

// Spaces at the end go, unless a backslash comes before them.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t spaces = std::string_view::npos;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == ' ') {
      spaces = std::min(spaces, i);
      continue;
    }
    spaces = std::string_view::npos;
    if (line[i] != '\\') continue;
    if (i + 1 == line.size()) return line;
    ++i;
  }
  return line.substr(0, spaces);
}

}  // namespace

Glob::Glob(std::string_view pattern, std::size_t from) {
  for (std::size_t p = from; p < pattern.size();) {
    switch (pattern[p]) {
      case '\\':
        if (p + 1 < pattern.size()) {
          add(at(pattern, p + 1));
        } else {
          add(Kind::never);
        }
        p += 2;
        break;
      case '?':
        add(Kind::any);
        ++p;
        break;
      case '*':
        p = add_stars(pattern, p, from);
        break;
      case '[':
        p = add_set(pattern, p);
        break;
      default:
        add(at(pattern, p++));
    }
  }
}

std::size_t Glob::add_stars(std::string_view pattern, std::size_t at_star, std::size_t from) {
  const std::size_t end = std::min(pattern.find_first_not_of('*', at_star), pattern.size());
  const bool starts_part = at_star == from || pattern[at_star - 1] == '/';
  const std::string_view rest = pattern.substr(end);
  const bool ends_part = rest.empty() || rest.front() == '/' || rest.substr(0, 2) == "\\/";
  if (end - at_star > 1 && starts_part && ends_part) {
    tokens_.push_back({Kind::folders, 0, 0, !rest.empty() && rest.front() == '/'});
  } else {
    add(Kind::run);
  }
  return end;
}

std::size_t Glob::add_set(std::string_view pattern, std::size_t open) {
  std::bitset<256> set;
  const auto end = read_set(pattern, open, set);
  if (!end) {
    add(Kind::never);
    return pattern.size();
  }
  tokens_.push_back({Kind::set, 0, sets_.size()});
  sets_.push_back(set);
  return *end;
}

bool Glob::accepts(const Token& token, unsigned char byte) const {
  switch (token.kind) {
    case Kind::byte:
      return byte == token.byte;
    case Kind::any:
    case Kind::run:
      return byte != '/';
    case Kind::set:
      return sets_[token.set].test(byte);
    case Kind::folders:
      return true;
    case Kind::never:
      return false;
  }
  return false;
}

// Marks a state, and those reached from it without consuming anything.
void Glob::reach(std::vector<char>& states, std::size_t state) const {
  while (states[state] == 0) {
    states[state] = 1;
    if (state == tokens_.size()) return;
    const Token& token = tokens_[state];
    if (token.kind != Kind::run && token.kind != Kind::folders) return;
    if (token.optional) reach(states, state + 2);
    ++state;
  }
}

// Runs all readings of the pattern side by side, so that no pattern takes exponential time.
bool Glob::matches(std::string_view text) const {
  std::vector<char> states(tokens_.size() + 1, 0);
  std::vector<char> next(states.size(), 0);
  reach(states, 0);
  for (const char c : text) {
    bool alive = false;
    std::fill(next.begin(), next.end(), char{0});
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (states[i] == 0 || !accepts(tokens_[i], static_cast<unsigned char>(c))) continue;
      const bool stays = tokens_[i].kind == Kind::run || tokens_[i].kind == Kind::folders;
      if (stays) next[i] = 1;  // without reach(): folders vanish only where nothing of them was read
      reach(next, i + 1);
      alive = true;
    }
    if (!alive) return false;
    states.swap(next);
  }
  return states.back() != 0;
}

bool IgnoreRules::Rule::matches(std::string_view path, bool is_folder) const {
  if (folders_only && !is_folder) return false;
  if (name_only) path.remove_prefix(path.rfind('/') + 1);  // npos + 1 is 0
  if (path.substr(0, literal.size()) != literal) return false;
  path.remove_prefix(literal.size());
  return glob ? glob->matches(path) : path.empty();
}

void IgnoreRules::add(std::string_view pattern) {
  Rule rule;
  if (!pattern.empty() && pattern.front() == '!') {
    rule.negated = true;
    pattern.remove_prefix(1);
  }
  if (!pattern.empty() && pattern.back() == '/') {
    rule.folders_only = true;
    pattern.remove_suffix(1);
  }
  rule.name_only = pattern.find('/') == std::string_view::npos;
  if (!pattern.empty() && pattern.front() == '/') pattern.remove_prefix(1);
  if (pattern.empty() || pattern.size() > kMaxPatternLength) return;
  const std::size_t literal = std::min(pattern.find_first_of(kSpecial), pattern.size());
  rule.literal = pattern.substr(0, literal);
  if (literal < pattern.size()) rule.glob.emplace(pattern, literal);
  rules_.push_back(std::move(rule));
}

IgnoreRules IgnoreRules::parse(std::string_view text) {
  text = without_byte_order_mark(text);
  IgnoreRules rules;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    if (line.back() == '\r') line.remove_suffix(1);
    line = line.substr(0, line.find('\0'));
    rules.add(without_trailing_spaces(line));
  }
  return rules;
}

Verdict IgnoreRules::verdict(std::string_view path, bool is_folder) const {
  for (auto rule = rules_.rbegin(); rule != rules_.rend(); ++rule) {
    if (rule->matches(path, is_folder)) return rule->negated ? Verdict::keep : Verdict::ignore;
  }
  return Verdict::none;
}

}  // namespace rustassistant::source
