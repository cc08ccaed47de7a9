// SPDX-License-Identifier: MIT
#include "error_handling.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "definitions.hpp"
#include "rustassistant/base/text.hpp"
#include "scan.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

class IgnoredErrorFinder : public SmellFinder {
 public:
  explicit IgnoredErrorFinder(const ParsedText& parsed)
      : SmellFinder(kErrorSite),
        text_(parsed.text()),
        grammar_(*parsed.grammar()),
        stops_on_errors_(grammar_.facts().language == "bash" && stops_on_errors(parsed.content())) {}

  void enter(const Visit& visit, Around /*around*/) override {
    const TSNode node = visit.node;
    const std::string_view kind = kind_of(node);
    if (kind == "catch_clause") {
      empty_catch(node);
    } else if (kind == "except_clause") {
      python_except(node);
    } else if (kind == "call_expression") {
      promise_catch(node);
    } else if (kind == "if_statement") {
      go_if(node);
    } else if (kind == "expression_statement") {
      rust_ok(node);
    } else if (kind == "command" && !stops_on_errors_) {
      bash_cd(node);
    }
  }

  std::vector<Excess> find(const Subject& subject) override { return by_function(subject, places_, "ignores errors"); }

 private:
  // On the line above or below the statement, or in it where it is short: it says why.
  [[nodiscard]] bool has_comment_beside(TSNode handler) const {
    constexpr int kShort = 10;  // lines
    const TSNode whole = ts_node_parent(handler);
    if (ts_node_is_null(whole)) return false;
    if (last_line(whole) - first_line(whole) < kShort && has_comment_in(whole)) return true;
    return is_comment(line_before(ts_node_start_byte(whole))) || is_comment(line_after(ts_node_end_byte(whole)));
  }
  [[nodiscard]] bool has_comment_in(TSNode node) const {
    if ((grammar_.roles(node) & kComment) != 0) return true;
    for (std::uint32_t i = 0; i < ts_node_named_child_count(node); ++i) {
      if (has_comment_in(ts_node_named_child(node, i))) return true;
    }
    return false;
  }
  [[nodiscard]] bool is_comment(std::string_view line) const {
    if (grammar_.facts().language == "python") return line.starts_with('#');
    return line.starts_with("//") || line.starts_with("/*") || line.ends_with("*/");
  }
  [[nodiscard]] std::string_view line_before(std::size_t at) const {
    const std::string_view before = text_.substr(0, text_.substr(0, at).rfind('\n') + 1);
    const std::string_view lines = before.substr(0, before.empty() ? 0 : before.size() - 1);
    return trim(lines.substr(lines.rfind('\n') + 1));
  }
  [[nodiscard]] std::string_view line_after(std::size_t at) const {
    const std::size_t end = text_.find('\n', at);
    if (end == std::string_view::npos) return {};
    const std::string_view rest = text_.substr(end + 1);
    return trim(rest.substr(0, rest.find('\n')));
  }

  void add(TSNode node, std::string what) { places_.push_back({first_line(node), std::move(what)}); }

  // Java, JavaScript, TypeScript and C++. A name such as `ignored` speaks for itself.
  void empty_catch(TSNode node) {
    const TSNode body = child_named(node, "body");
    if (ts_node_is_null(body) || ts_node_named_child_count(body) > 0) return;
    const auto head = text_.substr(ts_node_start_byte(node), ts_node_start_byte(body) - ts_node_start_byte(node));
    const std::string lower = to_lower(head);
    // ESLint's word for it stands at the end of the block before.
    const std::size_t start = ts_node_start_byte(node);
    const std::size_t before = start - std::min<std::size_t>(start, 100);
    if (text_.substr(before, start - before).find("no-empty") != std::string_view::npos) return;
    if (lower.find("ignore") != std::string::npos || lower.find("expected") != std::string::npos) return;
    if (asks_by_exception(head)) return;
    if (!has_comment_beside(node)) add(node, "empty catch");
  }

  // Java: that there is no such thing is the answer, not a failure.
  [[nodiscard]] static bool asks_by_exception(std::string_view head) {
    constexpr std::array<std::string_view, 4> kAnswers{"NoSuchMethodException", "NoSuchFieldException",
                                                       "ClassNotFoundException", "NoClassDefFoundError"};
    return std::any_of(kAnswers.begin(), kAnswers.end(),
                       [&](std::string_view answer) { return has_whole_word(head, answer); });
  }

  void python_except(TSNode node) {
    TSNode body{};
    TSNode type{};
    for (std::uint32_t i = 0; i < ts_node_named_child_count(node); ++i) {
      const TSNode child = ts_node_named_child(node, i);
      if (kind_of(child) == "block") {
        body = child;
      } else if ((grammar_.roles(child) & kComment) != 0) {
        return;
      } else if (ts_node_is_null(type)) {
        type = child;
      }
    }
    if (ts_node_is_null(body) || ts_node_named_child_count(body) != 1) return;
    const std::string_view only = kind_of(ts_node_named_child(body, 0));
    if (only != "pass_statement" || has_comment_near(body) || has_comment_beside(node)) return;
    const std::string_view caught = ts_node_is_null(type) ? std::string_view() : trim(text_of(type, text_));
    const std::string_view name = caught.substr(0, caught.find_first_of(" \t\n"));
    if (name.empty()) return add(node, "`except: pass`");
    if (name == "Exception" || name == "BaseException") add(node, "`except " + std::string(name) + ": pass`");
  }

  // On the lines of a body: comments behind its last statement belong to the block around.
  [[nodiscard]] bool has_comment_near(TSNode body) const {
    const std::size_t start = text_.rfind('\n', ts_node_start_byte(body));
    const std::size_t end = std::min(text_.find('\n', ts_node_end_byte(body)), text_.size());
    const std::size_t from = start == std::string_view::npos ? 0 : start;
    if (text_.substr(from, end - from).find('#') != std::string_view::npos) return true;
    return trim(text_.substr(end, 200)).starts_with('#');
  }

  // promise.catch(() => {})
  void promise_catch(TSNode node) {
    const TSNode called = child_named(node, "function");
    if (ts_node_is_null(called) || kind_of(called) != "member_expression") return;
    const TSNode property = child_named(called, "property");
    if (ts_node_is_null(property) || text_of(property, text_) != "catch") return;
    const TSNode arguments = child_named(node, "arguments");
    if (ts_node_is_null(arguments) || ts_node_named_child_count(arguments) != 1) return;
    const TSNode handler = ts_node_named_child(arguments, 0);
    if (!has_word(" arrow_function function_expression ", kind_of(handler))) return;
    const TSNode body = child_named(handler, "body");
    if (ts_node_is_null(body) || kind_of(body) != "statement_block" || ts_node_named_child_count(body) > 0) return;
    add(property, "empty handler of a promise");
  }

  // if err != nil {}
  void go_if(TSNode node) {
    const TSNode condition = child_named(node, "condition");
    const TSNode body = child_named(node, "consequence");
    if (ts_node_is_null(condition) || ts_node_is_null(body) || !ts_node_is_null(child_named(node, "alternative")))
      return;
    const std::string_view text = text_of(condition, text_);
    if (!text.starts_with("err") || text.find("!= nil") == std::string_view::npos) return;
    if (ts_node_named_child_count(body) == 0) add(node, "empty `if err != nil`");
  }

  // `f().ok();` drops the error.
  void rust_ok(TSNode node) {
    const std::string_view text = text_of(node, text_);
    if (text.ends_with(".ok();")) add(node, "`.ok()` drops the error");
  }

  // `cd x` that fails lets the rest run in the wrong folder.
  void bash_cd(TSNode node) {
    const TSNode name = child_named(node, "name");
    if (ts_node_is_null(name) || text_of(name, text_) != "cd" || ts_node_named_child_count(node) < 2) return;
    const TSNode parent = ts_node_parent(node);
    if (ts_node_is_null(parent) ||
        !has_word(" program compound_statement do_group if_statement subshell ", kind_of(parent)))
      return;
    if (kind_of(parent) == "if_statement" && !ts_node_is_null(child_named(parent, "condition")) &&
        ts_node_eq(child_named(parent, "condition"), node))
      return;
    if (ts_node_is_null(ts_node_next_named_sibling(node))) return;  // nothing follows
    const std::string_view argument = text_of(ts_node_named_child(node, 1), text_);
    if (argument == "/" || argument == "..") return;
    add(node, "`cd` that may fail");
  }

  static bool stops_on_errors(std::string_view content) {
    for (const std::string_view line : split(content, '\n')) {
      const std::string_view text = trim(line);
      if (text.starts_with("#!") && text.find(" -") != std::string_view::npos &&
          text.substr(text.find(" -")).find('e') != std::string_view::npos)
        return true;
      if (!text.starts_with("set -")) continue;
      const std::string_view flags = text.substr(4, std::min(text.find_first_of(" ;", 5), text.size()) - 4);
      if (flags.find('e') != std::string_view::npos || text.find("errexit") != std::string_view::npos) return true;
    }
    return false;
  }

  std::string_view text_;
  const Grammar& grammar_;
  bool stops_on_errors_;
  std::vector<Place> places_;
};

}  // namespace

std::unique_ptr<SmellFinder> missing_error_handling(const Inspection& inspection) {
  return std::make_unique<IgnoredErrorFinder>(inspection.parsed);
}

}  // namespace rustassistant::source
