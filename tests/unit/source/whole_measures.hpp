// SPDX-License-Identifier: MIT
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>

#include "measure.hpp"
#include "rustassistant/domain/findings.hpp"
#include "scores.hpp"

// All that is measured of a text, as one text: of the file, of the code outside functions ("-") and of each function
// its lines, parameters (p; the most of one type in a row behind "="), nesting (n, and where), complexity (c) and
// volume (v), and what else is said of it.
namespace rustassistant::source {

inline std::string shown_measures(std::string_view content, std::string_view language) {
  const Measures measures = measure(ParsedText(content, language));
  std::string shown = std::to_string(measures.lines) + " lines, " + std::to_string(measures.lines_outside) +
                      " outside, " + std::to_string(measures.imports) + " imports, scores " +
                      std::to_string(complexity_tenths(measures)) + " " +
                      std::to_string(maintainability_tenths(measures));
  for (const auto& range : measures.unparsed)
    shown += ", unparsed " + std::to_string(range.line_start) + "-" + std::to_string(range.line_end);
  for (const FunctionMeasures& f : measures.functions) {
    shown += "\n" + (f.is_function() ? f.name : std::string("-")) + " " + std::to_string(f.line_start) + "-" +
             std::to_string(f.line_end) + " (" + std::to_string(f.lines) + ") p" + std::to_string(f.parameters);
    if (f.alike > 0) shown += "=" + std::to_string(f.alike) + " " + f.alike_type;
    shown += " n" + std::to_string(f.nesting) + "@" + std::to_string(f.deepest_line) + " c" +
             std::to_string(f.complexity) + " v" + std::to_string(f.volume);
    if (f.literal_lines > 0) shown += " literal " + std::to_string(f.literal_lines);
    if (f.is_literal()) shown += " is literal";
    if (f.test) shown += " test";
    if (f.partial) shown += " partial";
    for (const Panic& panic : f.panics) shown += " " + std::to_string(panic.line) + ":" + std::string(panic.word);
  }
  return shown;
}

struct WholeMeasure {
  std::string_view language;
  std::string_view content;
  std::string_view measured;
};

inline void check_whole_measure(const WholeMeasure& row) {
  INFO(row.language << "\n" << row.content);
  CHECK(shown_measures(row.content, row.language) == row.measured);
}

}  // namespace rustassistant::source
