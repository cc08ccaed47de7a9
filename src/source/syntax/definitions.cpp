// SPDX-License-Identifier: MIT
#include "definitions.hpp"

#include <algorithm>
#include <utility>

#include "grammar.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"

namespace rustassistant::source {
namespace {

constexpr std::size_t kMaxQuery = 512;      // bytes; a longer name is nobody's
constexpr std::size_t kMaxQualifier = 256;  // bytes

// Splits at the last "::", ".", "#", "/" or "->".
std::pair<std::string_view, std::string_view> split_last(std::string_view text) {
  const std::size_t at = text.substr(0, operator_at(text)).find_last_of(":.#/>");
  if (at == std::string_view::npos || at + 1 == text.size()) return {{}, text};
  std::string_view before = text.substr(0, at);
  while (!before.empty() && (before.back() == ':' || before.back() == '-')) before.remove_suffix(1);
  return {before, text.substr(at + 1)};
}

// The definitions around the current node, by their names.
class PlaceFinder {
 public:
  PlaceFinder(std::string_view content, const Grammar& grammar, const std::set<std::string, std::less<>>& wanted)
      : content_(content), grammar_(grammar), wanted_(wanted) {}

  void enter(TSNode node, TSFieldId /*field*/) {
    const Role roles = grammar_.roles(node);
    Frame frame{node, frames_.empty() ? std::string_view() : frames_.back().around,
                (roles & kComment) != 0 || (!frames_.empty() && frames_.back().comment)};
    if ((roles & (kFunction | kLambda | kItem)) != 0) define(frame, roles);
    if (!frame.comment && ts_node_is_named(node) && ts_node_child_count(node) == 0) mention(node);
    frames_.push_back(frame);
  }

  void leave() { frames_.pop_back(); }

  [[nodiscard]] Places take() { return std::move(places_); }

 private:
  struct Frame {
    TSNode node{};
    std::string_view around;  // name of the innermost definition
    bool comment = false;
  };

  void define(Frame& frame, Role roles) {
    // Without a body, `struct s *p` only uses the name.
    const std::string_view kind = ts_node_type(frame.node);
    if (kind.ends_with("_specifier") && !has_body(frame.node)) return;
    const TSNode parent = frames_.empty() ? TSNode{} : frames_.back().node;
    const std::string_view text = name_text(frame.node, parent, grammar_, content_);
    if (text.empty()) return;
    const QueriedName parts = take_apart(shown_name(text, kMaxQuery));
    if (const auto found = wanted_.find(parts.name); found != wanted_.end()) {
      std::string qualifier(frame.around.substr(0, kMaxQualifier));
      qualifier += " " + parts.qualifier;
      const TSNode receiver = (roles & kFunction) != 0 ? child_named(frame.node, "receiver") : TSNode{};
      if (!ts_node_is_null(receiver))
        qualifier += " " + std::string(text_of(receiver, content_).substr(0, kMaxQualifier));
      places_.definitions.push_back({*found, std::move(qualifier), first_line(frame.node), last_line(frame.node)});
    }
    frame.around = text;
  }

  void mention(TSNode node) {
    const auto found = wanted_.find(text_of(node, content_));
    if (found != wanted_.end()) places_.identifiers.push_back({*found, first_line(node)});
  }

  std::string_view content_;
  const Grammar& grammar_;
  const std::set<std::string, std::less<>>& wanted_;
  std::vector<Frame> frames_;
  Places places_;
};

}  // namespace

QueriedName take_apart(std::string_view written) {
  if (written.size() > kMaxQuery) return {};
  std::string text = without_type_arguments(written);
  std::erase_if(text, [](char c) { return c == '`' || c == '"' || c == '\'' || c == '{'; });
  if (text.starts_with('(')) {  // a receiver of Go: "(*Box).Put"
    const std::size_t close = std::min(text.find(')'), text.size());
    text = text.substr(1, close - 1) + text.substr(std::min(close + 1, text.size()));
  }
  const std::size_t symbol = operator_at(text);
  std::string_view rest = trim(text);
  if (symbol == std::string::npos) {
    rest = trim(rest.substr(0, rest.find('(')));
    rest.remove_prefix(rest.find_last_of(" \t*&") + 1);
  } else {
    const std::size_t arguments = text.find('(', symbol + 10);  // behind the brackets of operator()
    rest = trim(std::string_view(text).substr(0, arguments));
  }
  const auto [before, name] = split_last(rest);
  return {std::string(name), std::string(split_last(before).second)};
}

FoundPlaces find_places(const ParsedText& parsed, const std::set<std::string, std::less<>>& wanted) {
  if (!parsed.parsed()) return {};
  PlaceFinder finder(parsed.text(), *parsed.grammar(), wanted);
  traverse(parsed.root(), finder);
  return {true, finder.take()};
}

bool has_whole_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_byte(text[at - 1])) && (end == text.size() || !is_word_byte(text[end]))) return true;
  }
  return false;
}

}  // namespace rustassistant::source
