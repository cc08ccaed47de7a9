// SPDX-License-Identifier: MIT
#include "parsed.hpp"

#include <algorithm>
#include <utility>

#include "repairs.hpp"

namespace rustassistant::source {
namespace {

using domain::LineRange;

// Collects the lines of what stands directly in an error, and of what the parser had to make up. What it understood
// within an error counts as parsed.
class ErrorLines {
 public:
  void enter(TSNode node, TSFieldId /*field*/) {
    const bool error = ts_node_is_error(node);
    const bool leaf = ts_node_child_count(node) == 0;
    const bool in_error = !errors_.empty() && errors_.back() != 0;
    if (ts_node_is_missing(node) || (error && leaf)) add(node);
    if (in_error && leaf && !ts_node_is_extra(node)) add(node);
    errors_.push_back(error ? 1 : 0);
  }
  void leave() { errors_.pop_back(); }

  std::vector<LineRange> take() {
    std::sort(ranges_.begin(), ranges_.end(), [](const LineRange& a, const LineRange& b) {
      return std::pair(a.line_start, a.line_end) < std::pair(b.line_start, b.line_end);
    });
    std::vector<LineRange> merged;
    for (const LineRange& range : ranges_) {
      if (!merged.empty() && range.line_start <= merged.back().line_end + 1) {
        merged.back().line_end = std::max(merged.back().line_end, range.line_end);
      } else {
        merged.push_back(range);
      }
    }
    return merged;
  }

 private:
  void add(TSNode node) { ranges_.push_back({first_line(node), last_line(node)}); }

  std::vector<char> errors_;
  std::vector<LineRange> ranges_;
};

int lines_in(const std::vector<LineRange>& ranges) {
  int lines = 0;
  for (const LineRange& range : ranges) lines += range.line_end - range.line_start + 1;
  return lines;
}

int lines_of(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
}

}  // namespace

ParsedText::ParsedText(std::string_view content, std::string_view language)
    : content_(content), grammar_(Grammar::find(language)) {
  if (grammar_ == nullptr) return;
  const Repair* repair = content.size() > kMaxParsedBytes ? nullptr : repair_for(language);
  const bool at_once = repair != nullptr && repair->when == Repair::When::always;
  if (at_once) repaired_ = repair->apply(content);
  Attempt first = attempt(text());
  if (first.lines > 0 && repair != nullptr) {
    std::string other = at_once ? std::string(content) : repair->apply(content);
    Attempt second = attempt(other);
    if (second.lines < first.lines) {
      repaired_ = at_once ? std::string() : std::move(other);
      first = std::move(second);
    }
  }
  tree_ = std::move(first.tree);
  unparsed_ = std::move(first.unparsed);
}

ParsedText::Attempt ParsedText::attempt(std::string_view text) const {
  Attempt result;
  result.tree = parse(text, grammar_->grammar());
  if (!result.tree) {
    result.unparsed = {{1, lines_of(text)}};
  } else if (const TSNode root = ts_tree_root_node(result.tree.get()); ts_node_has_error(root)) {
    ErrorLines errors;
    traverse(root, errors);
    result.unparsed = errors.take();
  }
  result.lines = lines_in(result.unparsed);
  return result;
}

domain::Unparsed unparsed_of(const ParsedText& parsed) {
  const int lines = std::max(lines_of(parsed.content()), 1);
  const int thousandths = lines_in(parsed.unparsed()) * 1000 / lines;
  return {parsed.unparsed(), thousandths / 1000.0};
}

}  // namespace rustassistant::source
