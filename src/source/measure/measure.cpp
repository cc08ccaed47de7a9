// SPDX-License-Identifier: MIT
#include "measure.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "fixed.hpp"
#include "grammar.hpp"
#include "names.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/source/locations.hpp"
#include "syntax.hpp"
#include "test_code.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

// Of `default:`, `case _:` and `*)`.
bool is_default_case(std::string_view text) {
  text = text.substr(0, 64);
  const auto skip = [&](std::string_view start) {
    if (text.substr(0, start.size()) != start) return false;
    text.remove_prefix(start.size());
    return true;
  };
  if (skip("default")) return text.empty() || text.front() == ':' || text.front() == ' ' || text.front() == '-';
  if (skip("case ")) {
    if (skip("null")) {  // Java: `case null, default ->`
      text = trim(text);
      return skip(",") && trim(text).substr(0, 7) == "default";
    }
    return skip("_") && trim(text).substr(0, 1) == ":";
  }
  skip("(");
  return skip("*") && trim(text).substr(0, 1) == ")";
}

// Words that no function is called by: where a grammar loses its way, statements look like definitions.
constexpr std::string_view kStatementWords =
    " if else for while do switch case return catch try sizeof class struct union enum namespace defined ";

// The type of a parameter where it is a plain number, truth value or string; else empty.
std::string_view primitive_type_of(TSNode parameter, std::string_view text) {
  constexpr std::string_view kTypes =
      " int long short char float double bool boolean byte string String str number size_t ssize_t int8 int16 int32 "
      "int64 uint uint8 uint16 uint32 uint64 float32 float64 int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t "
      "uint64_t i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 &str unsigned ";
  const TSNode node = child_named(parameter, "type");
  if (ts_node_is_null(node)) return {};
  std::string_view type = text_of(node, text);
  if (type.starts_with(':')) type = trim(type.substr(1));
  const TSNode declarator = child_named(parameter, "declarator");
  const bool plain = ts_node_is_null(declarator) || std::string_view(ts_node_type(declarator)) == "identifier";
  const bool sized = std::string_view(ts_node_type(node)) == "sized_type_specifier";
  return plain && (sized || has_word(kTypes, type)) ? type : std::string_view();
}

class TreeMeasurer : public Measurer {
 public:
  explicit TreeMeasurer(const ParsedText& parsed)
      : Measurer(kNode),
        parsed_(parsed),
        content_(parsed.text()),
        grammar_(*parsed.grammar()),
        is_rust_(grammar_.facts().language == "rust"),
        is_c_(has_word(" c cpp ", grammar_.facts().language)) {
    begin_function({}, 1, count_lines(content_));
  }

  void enter(const Visit& visit, Around /*around*/) override {
    const Role roles = visit.roles;
    Frame frame = frames_.empty() ? Frame{} : child_frame(visit.node, visit.field, roles);
    frame.node = visit.node;
    frame.roles = roles;
    frame.arm_seen = false;
    frame.test_next = false;
    if ((roles & kImport) != 0) ++measures_.imports;
    if ((roles & (kFunction | kLambda)) != 0) enter_function(frame);
    if (!frame.silent) count(frame, visit);
    frames_.push_back(frame);
  }

  void leave(const Visit& /*visit*/) override {
    const Frame frame = frames_.back();
    frames_.pop_back();
    const std::size_t above = frames_.empty() ? 0 : frames_.back().function;
    if (frame.function != above) end_function(frame.function);
  }

  Measures finish() override {
    end_function(0);
    measures_.parsed = true;
    measures_.lines = measures_.functions.front().line_end;
    measures_.lines_outside = std::max(measures_.lines - lines_in_functions_, 0);
    measures_.unparsed = parsed_.unparsed();
    for (FunctionMeasures& function : measures_.functions) {
      function.lines = function.line_end - function.line_start + 1;
      if (function.is_function()) function.partial = meets_unparsed(function);
    }
    measures_.functions.front().partial = !measures_.unparsed.empty();
    return std::move(measures_);
  }

 private:
  struct Frame {
    TSNode node{};
    Role roles = 0;
    bool silent = false;     // not code: a comment, or a condition of the preprocessor
    bool test = false;       // code of a test
    bool test_next = false;  // the next child is
    bool arm_seen = false;
    int nesting = 0;
    std::size_t function = 0;  // index
  };

  // What a child takes over from the last frame.
  Frame child_frame(TSNode node, TSFieldId field, Role roles) {
    Frame& parent = frames_.back();
    Frame frame = parent;
    const bool is_condition = field != 0 && field == grammar_.condition();
    frame.silent |= (roles & kComment) != 0 || ((parent.roles & kPreprocessor) != 0 && is_condition);
    if ((roles & (kAttribute | kInnerAttribute)) != 0) {
      const bool test = is_test_attribute(text_of(node, content_));
      if ((roles & kAttribute) != 0) parent.test_next |= test;
      if ((roles & kInnerAttribute) != 0) parent.test |= test;
    } else if ((roles & kComment) == 0) {
      frame.test |= parent.test_next;
      parent.test_next = false;
    }
    return frame;
  }

  bool meets_unparsed(const FunctionMeasures& function) const {
    const auto& ranges = measures_.unparsed;
    const auto first = std::lower_bound(ranges.begin(), ranges.end(), function.line_start,
                                        [](const domain::LineRange& range, int line) { return range.line_end < line; });
    return first != ranges.end() && first->line_start <= function.line_end;
  }

  // A grammar that lost its way takes a statement, or a class behind a macro, for a definition.
  bool is_pseudo_function(TSNode node, std::string_view name) const {
    const std::string_view language = grammar_.facts().language;
    if (is_c_ && ts_node_is_null(parameters_node(node))) return true;
    if (is_c_ || language == "java") return has_word(kStatementWords, name);
    return !parsed_.unparsed().empty() && has_word(" if for while switch ", name);
  }

  void enter_function(Frame& frame) {
    if (!has_body(frame.node)) return;
    const TSNode parent = frames_.empty() ? TSNode{} : frames_.back().node;
    std::string name = shown_name(name_text(frame.node, parent, grammar_, content_), kMaxNameBytes);
    if (name.empty() && (frame.roles & kLambda) == 0 && !is_c_) return;
    if (is_pseudo_function(frame.node, name)) return;
    if (name.empty() && !ts_node_is_null(parent) && std::string_view(ts_node_type(parent)) == "export_statement") {
      name = "default";
    }
    if (name.empty()) return;
    const int start = first_line(frame.node);
    const int end = last_line(frame.node);
    if (is_test_function(frame.node, name, content_, grammar_.facts().language)) frame.test = true;
    if (frame.function == 0) lines_in_functions_ += end - std::max(start - 1, last_line_in_function_);
    if (frame.function == 0) last_line_in_function_ = end;
    frame.function = begin_function(std::move(name), start, end);
    frame.nesting = 0;
    count_parameters(frame.node, measures_.functions[frame.function]);
    measures_.functions[frame.function].test = frame.test;
  }

  std::size_t begin_function(std::string name, int start, int end) {
    FunctionMeasures function;
    function.name = std::move(name);
    function.line_start = start;
    function.line_end = end;
    measures_.functions.push_back(std::move(function));
    tokens_.emplace_back();
    return measures_.functions.size() - 1;
  }

  // Halstead's volume: N log2 n, of N tokens of which n differ.
  void end_function(std::size_t index) {
    std::vector<std::uint64_t> tokens = std::move(tokens_[index]);
    tokens_[index] = {};
    const auto all = static_cast<std::int64_t>(tokens.size());
    std::sort(tokens.begin(), tokens.end());
    const auto different = std::unique(tokens.begin(), tokens.end()) - tokens.begin();
    if (different > 1) measures_.functions[index].volume = all * log2_fixed(static_cast<std::uint64_t>(different));
  }

  void count_parameters(TSNode node, FunctionMeasures& function) const {
    if (!ts_node_is_null(child_named(node, "parameter"))) function.parameters = 1;
    const TSNode list = parameters_node(node);
    if (function.parameters > 0 || ts_node_is_null(list)) return;
    bool first = true;
    int alike = 0;
    std::string_view type_before;
    Cursor cursor(list);
    for (bool more = cursor.to_first_child(); more; more = cursor.to_next_sibling()) {
      const TSNode parameter = cursor.node();
      if (!ts_node_is_named(parameter) || ts_node_is_error(parameter)) continue;
      if ((grammar_.roles(parameter) & (kComment | kUncounted)) != 0) continue;
      if (!std::exchange(first, false) || !is_receiver(parameter)) {
        const int names = names_in_parameter(parameter);
        function.parameters += names;
        const std::string_view type = primitive_type_of(parameter, content_);
        alike = type == type_before ? alike + names : names;
        type_before = type;
        if (type.empty() || alike <= function.alike) continue;
        function.alike = alike;
        function.alike_type = std::string(type);
      }
    }
  }

  bool is_receiver(TSNode parameter) const {
    const std::string_view text = text_of(parameter, content_);
    const std::size_t end = std::min(text.find_first_of(": \t\r\n"), text.size());
    const std::string_view rest = trim(text.substr(end));
    return has_word(grammar_.facts().receivers, text.substr(0, end)) && (rest.empty() || rest.front() == ':');
  }

  // Go: `a, b int` are two.
  int names_in_parameter(TSNode parameter) const {
    if (grammar_.facts().language != "go") return 1;
    int names = 0;
    Cursor cursor(parameter);
    for (bool more = cursor.to_first_child(); more; more = cursor.to_next_sibling()) {
      if (std::string_view(ts_node_type(cursor.node())) == "identifier") ++names;
    }
    return std::max(names, 1);
  }

  void count(Frame& frame, const Visit& visit) {
    FunctionMeasures& function = measures_.functions[frame.function];
    if (frame.roles != 0) {
      if ((frame.roles & kNesting) != 0 && !is_else_if(frame, visit.field)) deepen(frame, function);
      function.complexity += added_paths(frame);
      if ((frame.roles & kLiteral) != 0) {
        function.literal_lines = std::max(function.literal_lines, last_line(frame.node) - first_line(frame.node) + 1);
      }
    }
    if (visit.leaf) count_token(frame, visit, function);
  }

  bool is_else_if(const Frame& frame, TSFieldId field) const {
    if ((frame.roles & kCondition) == 0 || frames_.empty()) return false;
    const Role parent = frames_.back().roles;
    return (parent & kElse) != 0 || ((parent & kCondition) != 0 && field != 0 && field == grammar_.alternative());
  }

  static void deepen(Frame& frame, FunctionMeasures& function) {
    ++frame.nesting;
    if (frame.nesting <= function.nesting) return;
    function.nesting = frame.nesting;
    function.deepest_line = first_line(frame.node);
  }

  int added_paths(const Frame& frame) {
    if ((frame.roles & kDecision) != 0) return 1;
    if ((frame.roles & kAlternative) != 0)
      return ts_node_is_null(ts_node_child_by_field_id(frame.node, grammar_.alternative())) ? 0 : 1;
    if ((frame.roles & kCase) != 0) return is_default_case(text_of(frame.node, content_)) ? 0 : 1;
    if (frames_.empty()) return 0;
    Frame& parent = frames_.back();
    if ((frame.roles & kLogicalToken) != 0) return (parent.roles & kLogical) != 0 ? 1 : 0;
    if ((frame.roles & kArm) != 0) return std::exchange(parent.arm_seen, true) ? 1 : 0;
    return 0;
  }

  void count_token(const Frame& frame, const Visit& visit, FunctionMeasures& function) {
    const std::string_view text = visit.text;
    if (text.empty() || text == ")" || text == "]" || text == "}") return;
    const bool operand = ts_node_is_named(frame.node);
    tokens_[frame.function].push_back(2 * visit.hash + (operand ? 1 : 0));
    if (is_rust_ && operand && !frame.test) count_panic(frame.node, text, function);
  }

  // Looks at the text around the word, so that code in macros' arguments, which is not parsed further, counts as well.
  void count_panic(TSNode node, std::string_view text, FunctionMeasures& function) const {
    constexpr auto kWords = std::to_array<std::string_view>({"unwrap", "expect", "panic"});
    const auto* word = std::find(kWords.begin(), kWords.end(), text);
    if (word == kWords.end()) return;
    constexpr std::size_t kNear = 256;  // bytes looked at on either side
    const std::size_t start = ts_node_start_byte(node);
    const std::string_view before = trim(content_.substr(start - std::min(start, kNear), std::min(start, kNear)));
    const std::string_view after = trim(content_.substr(ts_node_end_byte(node), kNear));
    if (*word == "panic") {
      if (after.substr(0, 1) == "!") function.panics.push_back({first_line(node), "panic!"});
      return;
    }
    if (before.empty() || before.back() != '.' || after.substr(0, 1) != "(") return;
    if (*word == "unwrap" && trim(after.substr(1)).substr(0, 1) != ")") return;
    // A parser's own `self.expect(token)` is no Option's.
    if (*word == "expect" && before.ends_with("self.")) return;
    function.panics.push_back({first_line(node), *word});
  }

  const ParsedText& parsed_;
  std::string_view content_;
  const Grammar& grammar_;
  bool is_rust_;
  bool is_c_;
  std::vector<Frame> frames_;
  std::vector<std::vector<std::uint64_t>> tokens_;  // by function: hashes
  int lines_in_functions_ = 0;
  int last_line_in_function_ = 0;
  Measures measures_;
};

}  // namespace

std::unique_ptr<Measurer> make_measurer(const ParsedText& parsed) {
  return std::make_unique<TreeMeasurer>(parsed);
}

Measures measure(const ParsedText& parsed) {
  if (parsed.parsed()) {
    TreeMeasurer measurer(parsed);
    Listener* const listeners[] = {&measurer};
    scan(parsed, listeners);
    return measurer.finish();
  }
  Measures measures;
  measures.lines = count_lines(parsed.content());
  measures.unparsed = parsed.unparsed();
  return measures;
}

}  // namespace rustassistant::source
