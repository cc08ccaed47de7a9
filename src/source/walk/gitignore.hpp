// SPDX-License-Identifier: MIT
#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Patterns as git reads them in .gitignore (gitignore(5), and dir.c and wildmatch.c of git where that is silent).
namespace rustassistant::source {

// A longer pattern matches nothing: matching takes time in proportion to pattern times path.
inline constexpr std::size_t kMaxPatternLength = 1024;

// A glob that matches a whole path; only `*` in the form of whole folders crosses a slash.
class Glob {
 public:
  // `from` is the place where wildcards may begin: git takes `**` there for a whole folder name.
  Glob(std::string_view pattern, std::size_t from);
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  enum class Kind : std::uint8_t { byte, any, set, run, folders, never };
  struct Token {
    Kind kind;
    unsigned char byte = 0;  // of Kind::byte
    std::size_t set = 0;     // of Kind::set: index into sets_
    bool optional = false;   // of Kind::folders: may vanish together with the slash after it
  };
  void add(unsigned char byte) { tokens_.push_back({Kind::byte, byte}); }
  void add(Kind kind) { tokens_.push_back({kind}); }
  std::size_t add_stars(std::string_view pattern, std::size_t at, std::size_t from);
  std::size_t add_set(std::string_view pattern, std::size_t at);
  [[nodiscard]] bool accepts(const Token& token, unsigned char byte) const;
  void reach(std::vector<char>& states, std::size_t state) const;

  std::vector<Token> tokens_;
  std::vector<std::bitset<256>> sets_;
};

enum class Verdict : std::uint8_t { none, ignore, keep };

// The rules of one ignore file. Immutable once made.
class IgnoreRules {
 public:
  // Never fails: what is no pattern matches nothing.
  [[nodiscard]] static IgnoreRules parse(std::string_view text);
  // Adds one pattern, without the treatment of a file's lines (comments, trailing spaces).
  void add(std::string_view pattern);

  // What the last matching rule says of a path relative to the folder of the ignore file.
  [[nodiscard]] Verdict verdict(std::string_view path, bool is_folder) const;
  [[nodiscard]] bool empty() const { return rules_.empty(); }

 private:
  struct Rule {
    bool negated = false;
    bool folders_only = false;
    bool name_only = false;    // without a slash: matches the last part of a path
    std::string literal;       // what comes before the first wildcard
    std::optional<Glob> glob;  // the rest, if there are wildcards
    [[nodiscard]] bool matches(std::string_view path, bool is_folder) const;
  };
  std::vector<Rule> rules_;
};

}  // namespace rustassistant::source
