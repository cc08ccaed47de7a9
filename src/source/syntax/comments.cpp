// SPDX-License-Identifier: MIT
#include "comments.hpp"

#include <algorithm>
#include <array>

#include "rustassistant/base/text.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

// How comments begin where there is no tree to ask. Words stand between single spaces.
struct CommentStyle {
  std::string_view languages;
  std::string_view line;         // what begins a comment to the end of the line
  std::string_view block_begin;  // empty: no such comments
  std::string_view block_end;
};

constexpr auto kStyles = std::to_array<CommentStyle>({
    {" rust c cpp javascript typescript tsx go java csharp cuda d dart fsharp glsl groovy kotlin objective-c pascal "
     "php "
     "protobuf scala solidity svelte swift verilog vue zig ",
     "//", "/*", "*/"},
    {" python bash awk cmake dockerfile elixir fish julia make nim perl powershell r ruby tcl toml yaml zsh php ini ",
     "#", "", ""},
    {" haskell lua sql vhdl ", "--", "", ""},
    {" sql css ", "", "/*", "*/"},
    {" assembly clojure lisp racket scheme ini ", ";", "", ""},
    {" assembly ", "#", "", ""},
    {" erlang latex ", "%", "", ""},
    {" fortran ", "!", "", ""},
    {" vim ", "\"", "", ""},
    {" ocaml fsharp ", "", "(*", "*)"},
    {" html xml markdown svelte vue ", "", "<!--", "-->"},
});

constexpr std::string_view kDecoration = "/*#!;%<-\"(";
constexpr std::string_view kClosers[] = {"*/", "-->", "*)"};

// Adds the lines of a comment that stands from `begin` to `end` in the content.
class LineTaker {
 public:
  LineTaker(std::string_view content, std::vector<CommentLine>& lines) : content_(content), lines_(lines) {}

  void take(std::size_t begin, std::size_t end, int line) {
    while (begin <= end) {
      const std::size_t stop = std::min(content_.find('\n', begin), end);
      add(begin, stop, line++);
      begin = stop + 1;
    }
  }

 private:
  void add(std::size_t begin, std::size_t end, int line) {
    std::string_view text = trim(content_.substr(begin, end - begin));
    for (const std::string_view closer : kClosers) {
      if (text.ends_with(closer)) text = trim(text.substr(0, text.size() - closer.size()));
    }
    text.remove_prefix(std::min(text.find_first_not_of(kDecoration), text.size()));
    text = trim(text);
    if (text.empty()) {
      lines_.push_back({line, end, 0, {}});
      return;
    }
    const auto at = static_cast<std::size_t>(text.data() - content_.data());
    const std::size_t start = at == 0 ? std::string_view::npos : content_.rfind('\n', at - 1);
    lines_.push_back({line, at, at - (start + 1), text});
  }

  std::string_view content_;
  std::vector<CommentLine>& lines_;
};

// Comment nodes may hold others: marks and texts of documentation.
class CommentNodes {
 public:
  CommentNodes(const Grammar& grammar, LineTaker taker) : grammar_(grammar), taker_(taker) {}

  void enter(TSNode node, TSFieldId /*field*/) {
    const bool comment = (grammar_.roles(node) & kComment) != 0;
    if (comment && within_ == 0) {
      std::size_t end = ts_node_end_byte(node);
      // Documentation of Rust ends behind its line.
      if (ts_node_end_point(node).column == 0 && end > ts_node_start_byte(node)) --end;
      taker_.take(ts_node_start_byte(node), end, first_line(node));
    }
    if (comment || within_ > 0) ++within_;
  }
  void leave() {
    if (within_ > 0) --within_;
  }

 private:
  const Grammar& grammar_;
  LineTaker taker_;
  int within_ = 0;
};

// Goes through the lines of a text without a tree.
class MarkedLines {
 public:
  MarkedLines(std::string_view content, std::string_view language, LineTaker taker)
      : content_(content), language_(language), taker_(taker) {}

  void go_through() {
    int line = 1;
    for (std::size_t begin = 0; begin < content_.size(); ++line) {
      const std::size_t end = std::min(content_.find('\n', begin), content_.size());
      if (is_comment(trim(content_.substr(begin, end - begin)))) taker_.take(begin, end, line);
      begin = end + 1;
    }
  }

 private:
  bool is_comment(std::string_view line) {
    if (block_ != nullptr) return goes_on(line);
    for (const CommentStyle& style : kStyles) {
      if (!has_word(style.languages, language_)) continue;
      if (!style.line.empty() && line.starts_with(style.line)) return true;
      if (style.block_begin.empty() || !line.starts_with(style.block_begin)) continue;
      block_ = &style;
      return goes_on(line.substr(style.block_begin.size()));
    }
    return false;
  }

  bool goes_on(std::string_view line) {
    if (line.find(block_->block_end) != std::string_view::npos) block_ = nullptr;
    return true;
  }

  std::string_view content_;
  std::string_view language_;
  LineTaker taker_;
  const CommentStyle* block_ = nullptr;  // the comment that has not ended yet
};

bool has_style(std::string_view language) {
  return std::any_of(kStyles.begin(), kStyles.end(),
                     [&](const CommentStyle& style) { return has_word(style.languages, language); });
}

}  // namespace

Comments comments_of(const ParsedText& parsed, std::string_view language) {
  Comments comments;
  const LineTaker taker(parsed.content(), comments.lines);
  if (parsed.parsed()) {
    comments.known = true;
    CommentNodes nodes(*parsed.grammar(), taker);
    traverse(parsed.root(), nodes);
  } else if (has_style(language)) {
    comments.known = true;
    MarkedLines(parsed.content(), language, taker).go_through();
  }
  return comments;
}

}  // namespace rustassistant::source
