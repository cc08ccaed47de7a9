// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grammar.hpp"
#include "rustassistant/domain/findings.hpp"
#include "syntax.hpp"

namespace rustassistant::source {

// A text and its tree. The tree is of `text()`: the content itself, or the content with what its grammar cannot follow
// replaced (repairs.hpp), byte for byte, so that places and lines are the content's. Refers to the content.
class ParsedText {
 public:
  ParsedText(std::string_view content, std::string_view language);

  [[nodiscard]] bool parsed() const { return tree_ != nullptr; }
  // Only where parsed.
  [[nodiscard]] TSNode root() const { return ts_tree_root_node(tree_.get()); }
  // Nothing where the language has none.
  [[nodiscard]] const Grammar* grammar() const { return grammar_; }
  [[nodiscard]] std::string_view content() const { return content_; }
  [[nodiscard]] std::string_view text() const { return repaired_.empty() ? content_ : std::string_view(repaired_); }
  // Lines whose meaning the tree does not tell, in order, apart from each other. All of them where there is a grammar
  // and no tree.
  [[nodiscard]] const std::vector<domain::LineRange>& unparsed() const { return unparsed_; }

 private:
  struct Attempt {
    TreeHandle tree;
    std::vector<domain::LineRange> unparsed;
    int lines = 0;  // unparsed
  };
  [[nodiscard]] Attempt attempt(std::string_view text) const;

  std::string_view content_;
  std::string repaired_;
  const Grammar* grammar_;
  TreeHandle tree_;
  std::vector<domain::LineRange> unparsed_;
};

// The unparsed lines with their share of the file.
[[nodiscard]] domain::Unparsed unparsed_of(const ParsedText& parsed);

}  // namespace rustassistant::source
