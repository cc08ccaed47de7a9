// SPDX-License-Identifier: MIT
#include "c_conditionals.hpp"

#include <algorithm>
#include <optional>

#include "c_words.hpp"
#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxDepth = 64;  // of conditionals within each other that are looked into

struct Directive {
  std::string_view name;
  std::string_view rest;
};

Directive parse_directive(std::string_view text) {
  text.remove_prefix(1);
  text = trim(text);
  const std::size_t end = std::min(text.find_first_of(" \t\r\n(\"<!\\"), text.size());
  return {text.substr(0, end), trim(text.substr(end))};
}

enum class Truth : std::uint8_t { unknown, never, always };

// Whether the first branch is compiled.
Truth truth_of(const Directive& directive, CDialect dialect) {
  std::string condition = std::string(directive.name) + ":" + std::string(directive.rest);
  std::erase_if(condition, [](char c) { return c == ' ' || c == '\t'; });
  if (condition == "if:0") return Truth::never;
  if (condition == "if:1") return Truth::always;
  const Truth in_cpp = dialect == CDialect::cpp ? Truth::always : Truth::never;
  const Truth in_c = dialect == CDialect::cpp ? Truth::never : Truth::always;
  if (has_word(" ifdef:__cplusplus if:defined(__cplusplus) if:defined__cplusplus if:__cplusplus ", condition))
    return in_cpp;
  if (has_word(" ifndef:__cplusplus if:!defined(__cplusplus) if:!defined__cplusplus ", condition)) return in_c;
  return Truth::unknown;
}

struct Branch {
  std::size_t first = 0;  // tokens
  std::size_t last = 0;   // one behind
};

struct Group {
  Truth truth = Truth::unknown;
  std::vector<std::size_t> directives;  // tokens
};

class Joiner {
 public:
  Joiner(CText& c, CDialect dialect) : c_(c), dialect_(dialect) {}

  void run() {
    for (std::size_t i = 0; i < c_.tokens.size(); ++i) {
      if (c_.tokens[i].kind == CTokenKind::directive) read(i);
    }
    for (const Group& group : open_) blank_lines(group);
    c_.sweep();
    blank_misplaced();
    c_.sweep();
  }

 private:
  void read(std::size_t i) {
    const Directive directive = parse_directive(c_.at(i));
    if (has_word(" if ifdef ifndef ", directive.name)) {
      open_.push_back({truth_of(directive, dialect_), {i}});
    } else if (has_word(" elif else elifdef elifndef ", directive.name)) {
      if (!open_.empty()) open_.back().directives.push_back(i);
    } else if (directive.name == "endif" && !open_.empty()) {
      open_.back().directives.push_back(i);
      const Group group = std::move(open_.back());
      open_.pop_back();
      if (open_.size() < kMaxDepth) choose(group);
      blank_lines(group);
    } else if (directive.name.empty() || has_word(" pragma error warning line ident ", directive.name)) {
      c_.blank_token(i);
    }
  }

  void blank_lines(const Group& group) {
    for (const std::size_t i : group.directives) c_.blank_token(i);
  }

  void choose(const Group& group) {
    std::vector<Branch> branches;
    for (std::size_t i = 0; i + 1 < group.directives.size(); ++i) {
      const Branch branch{group.directives[i] + 1, group.directives[i + 1]};
      const bool dead = (group.truth == Truth::never && i == 0) || (group.truth == Truth::always && i > 0);
      if (dead) {
        blank(branch);
      } else if (has_code(branch)) {
        branches.push_back(branch);
      }
    }
    if (branches.size() < 2 ||
        std::all_of(branches.begin(), branches.end(), [&](const Branch& b) { return can_follow(b); }))
      return;
    for (std::size_t i = 1; i < branches.size(); ++i) blank(branches[i]);
  }

  void blank(const Branch& branch) {
    for (std::size_t i = branch.first; i < branch.last; ++i) c_.blank_token(i);
  }

  [[nodiscard]] bool is_live(std::size_t i) const {
    return c_.tokens[i].start != c_.tokens[i].end && c_.tokens[i].kind != CTokenKind::directive;
  }
  [[nodiscard]] bool has_code(const Branch& branch) const {
    for (std::size_t i = branch.first; i < branch.last; ++i) {
      if (is_live(i)) return true;
    }
    return false;
  }

  // Whether the branch may stand after another one: its brackets are closed, and it ends or begins as a part does. A
  // part of a list does so with a comma alone.
  [[nodiscard]] bool can_follow(const Branch& branch) const {
    int braces = 0;
    int parens = 0;
    bool has_comma = false;  // between its items
    bool has_end = false;    // of a statement
    std::string_view first;
    std::string_view last;
    for (std::size_t i = branch.first; i < branch.last; ++i) {
      if (!is_live(i)) continue;
      last = c_.at(i);
      if (first.empty()) first = last;
      braces += last == "{" ? 1 : last == "}" ? -1 : 0;
      parens += last == "(" ? 1 : last == ")" ? -1 : 0;
      has_comma = has_comma || (last == "," && braces == 0 && parens == 0);
      has_end = has_end || last == ";";
    }
    if (has_comma && !has_end && last == "}") return false;
    return braces == 0 && parens == 0 && (has_word(" ; } { , : && || | + ", last) || has_word(" && || | + , ", first));
  }

  // Those that stand within a list or a statement, where no grammar expects them.
  void blank_misplaced() {
    std::vector<char> lists;  // for each open brace: whether it holds a list
    int parens = 0;
    std::string_view before = ";";
    Between between;
    for (std::size_t i = 0; i < c_.tokens.size(); ++i) {
      const std::string_view text = c_.at(i);
      const bool in_list = !lists.empty() && lists.back() != 0;
      if (c_.tokens[i].kind == CTokenKind::directive) {
        if (parens > 0 || in_list || !between.parts()) c_.blank_token(i);
        continue;
      }
      parens += text == "(" ? 1 : text == ")" && parens > 0 ? -1 : 0;
      if (text == "{") {
        const bool enumeration = i > 0 && (c_.at(i - 1) == "enum" || (i > 1 && c_.at(i - 2) == "enum"));
        lists.push_back(in_list || enumeration || has_word(" = , ( ", before) ? 1 : 0);
      }
      if (text == "}" && !lists.empty()) lists.pop_back();
      if (text == "}" || text == ";") parens = text == ";" ? parens : 0;
      between.add(text, c_.tokens[i], parens);
      before = text;
    }
  }

  // Whether what was read last stands between declarations and statements: behind a whole one, or behind macros that
  // stand on lines of their own, `WARNING(name, "text")`, and need no semicolon.
  class Between {
   public:
    void add(std::string_view text, const CToken& token, int parens) {
      const bool is_macro = token.first_on_line && token.kind == CTokenKind::word && !is_keyword(text);
      if (has_word(" ; { } ", text) || (text == ":" && state_ != State::arguments)) {
        state_ = State::parts;
      } else if (state_ == State::arguments) {
        if (parens == 0) state_ = State::parts;
      } else if (state_ == State::macro && text == "(") {
        state_ = State::arguments;
      } else if ((state_ == State::parts || (state_ == State::macro && is_bare_)) && is_macro) {
        state_ = State::macro;
        is_bare_ = looks_like_macro(text);
      } else {
        state_ = State::within;
      }
    }
    [[nodiscard]] bool parts() const { return state_ == State::parts || (state_ == State::macro && is_bare_); }

   private:
    enum class State : std::uint8_t { parts, macro, arguments, within };
    State state_ = State::parts;
    bool is_bare_ = false;  // a macro that may do without arguments
  };

  CText& c_;
  CDialect dialect_;
  std::vector<Group> open_;
};

}  // namespace

void join_conditionals(CText& c, CDialect dialect) {
  Joiner(c, dialect).run();
}

}  // namespace rustassistant::source
