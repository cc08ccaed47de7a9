// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rustassistant/domain/findings.hpp"
#include "rustassistant/domain/optional_kinds.hpp"
#include "rustassistant/domain/thresholds.hpp"

// The provider `builtin`: measures the syntax tree, calls nobody.
namespace rustassistant::source {

// A factor of the keys of its answers: raise it with every change of what it answers.
inline constexpr std::string_view kAnalyzerVersion = "7";

enum class FileRole : std::uint8_t {
  product,
  header,  // of C or C++: what it keeps to itself belongs to those that include it
  test,    // judged more mildly
};

// By the name of a file and the folders around it. Give the path below the repository (test_files.hpp).
[[nodiscard]] FileRole role_of(std::string_view path);

// Analyzes text in a language of language_of(). Nothing for a language without a grammar: such a file is not reviewed.
// The answer depends on the arguments alone, to the byte, on every machine. Never fails, whatever the text; time grows
// with its length and memory too. Smells are sorted by line, then kind; at most kMaxSmells, the worst ones. Safe to use
// from several threads.
//
// Severity: `low` up to 1.25 times the threshold, `high` above twice, never `critical`. Code of tests (by file,
// attribute, name or annotation) is judged at twice the thresholds, and at most `medium`. A function that is hardly
// more than one literal or table is `low`. Where a part could not be parsed, measures are lower bounds and say so.
//
// What is measured, for each function with a body. Closures and unnamed functions belong to the function around them,
// named inner functions count on their own, and code outside functions is judged like one more function where it
// branches.
// - lines: from its first to its last, all counted.
// - parameters: without the receiver (self, this, cls).
// - nesting: how deep conditions, loops, switches and try blocks stand within each other; `else if` does not deepen.
// - complexity: cyclomatic (T. McCabe, A Complexity Measure, 1976): 1 + conditions, loops, cases other than the
// default,
//   exception handlers, conditional expressions, and logical "and" and "or".
//
// complexity_score: half from the mean and half from the maximum of the complexities, each put on the risk bands of
// A. Watson and T. McCabe, Structured Testing (NIST SP 500-235, 1996) and the SEI's: 1 is 0, 10 is 25, 20 is 50, 50 and
// more is 100, straight lines between.
//
// maintainability_score: the maintainability index (P. Oman and J. Hagemeister, 1992; three-metric form of D. Coleman
// et al., Using Metrics to Evaluate Software System Maintainability, 1994) on Microsoft's scale (2007): max(0, (171
// - 5.2 ln V - 0.23 G - 16.2 ln L) * 100 / 171), at most 100, of the means per function of Halstead volume V,
// complexity G and lines L. Of the tree's leaves, named ones are Halstead's operands and the others operators, an
// opening bracket standing for the pair. 100 where nothing can be measured.
//
// Both are rounded to one decimal in integer arithmetic.
[[nodiscard]] std::optional<domain::Analysis> analyze(std::string_view content, std::string_view language,
                                                      const domain::Thresholds& thresholds,
                                                      FileRole role = FileRole::product,
                                                      const domain::OptionalKinds& kinds = {});

inline constexpr int kMaxSmells = 500;

}  // namespace rustassistant::source
