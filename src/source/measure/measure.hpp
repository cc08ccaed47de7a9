// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "listener.hpp"
#include "parsed.hpp"

// What the syntax tree of a file says in numbers.
namespace rustassistant::source {

struct Panic {
  int line = 0;
  std::string_view word;  // static: "unwrap", "expect" or "panic!"
};

// A function with a body, or the code outside of all functions.
struct FunctionMeasures {
  std::string name;  // valid UTF-8 on one line, at most kMaxNameBytes; empty for code outside functions
  int line_start = 1;
  int line_end = 1;
  int lines = 0;
  int parameters = 0;
  int alike = 0;           // most parameters of one primitive type in a row
  std::string alike_type;  // that type
  int nesting = 0;
  int deepest_line = 0;       // where the deepest construct starts
  int complexity = 1;         // cyclomatic
  std::int64_t volume = 0;    // Halstead's, in 1/65536
  std::vector<Panic> panics;  // Rust: outside of tests
  int literal_lines = 0;      // of the longest literal or table
  bool test = false;          // code of a test
  bool partial = false;       // not all of it could be parsed: the measures are lower bounds
  // Nearly nothing but one literal or table.
  [[nodiscard]] bool is_literal() const { return complexity == 1 && 10 * literal_lines >= 8 * lines; }
  [[nodiscard]] bool is_function() const { return !name.empty(); }
};

struct Measures {
  std::vector<FunctionMeasures>
      functions;          // the first is the code outside functions; the others in order of their starts
  int lines = 0;          // of the file
  int imports = 0;        // of other files or modules
  int lines_outside = 0;  // not in any function
  bool parsed = false;    // else only `lines` is known
  std::vector<domain::LineRange> unparsed;
};

inline constexpr std::size_t kMaxNameBytes = 120;

// Measures a tree while it is scanned.
class Measurer : public Listener {
 public:
  using Listener::Listener;
  // Once, after the scan.
  [[nodiscard]] virtual Measures finish() = 0;
};
// Only where parsed.
[[nodiscard]] std::unique_ptr<Measurer> make_measurer(const ParsedText& parsed);
// By a scan of its own; of a text without a tree only its lines.
[[nodiscard]] Measures measure(const ParsedText& parsed);

}  // namespace rustassistant::source
