// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "analysis.hpp"
#include "rustassistant/base/ascii.hpp"
#include "rustassistant/base/text.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {

std::string indented(std::string_view text, std::string_view indent) {
  std::string lines;
  for (const std::string_view line : split(trim(text), '\n')) {
    lines += fmt::format("{}{}\n", indent, neutralise(line, Newlines::keep));
  }
  return lines;
}

std::string unparsed_text(const domain::Document& document, const View& view) {
  constexpr double kWorthSaying = 0.1;  // of the lines
  constexpr std::size_t kShown = 5;     // ranges
  const domain::Unparsed* unparsed = domain::unparsed_in(document);
  if (unparsed == nullptr || unparsed->ranges.empty()) return {};
  if (!view.verbose && unparsed->share <= kWorthSaying) return {};
  const std::vector<domain::LineRange>& ranges = unparsed->ranges;
  const std::size_t shown = view.verbose ? ranges.size() : std::min(ranges.size(), kShown);
  const bool one_line = ranges.size() == 1 && ranges.front().line_end == ranges.front().line_start;
  std::string text = one_line ? "line " : "lines ";
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(ranges[i].line_start);
    if (ranges[i].line_end != ranges[i].line_start) text += "-" + std::to_string(ranges[i].line_end);
  }
  if (ranges.size() > shown) text += fmt::format(" and {} more ranges", ranges.size() - shown);
  return text + " could not be parsed (macros?)";
}

std::string message_detail(const app::FileResult& result, std::size_t index) {
  const domain::Finding& finding = result.findings[index];
  std::string_view text = split(trim(finding.message), '\n').front();
  // "function `name` has …": the name stands in a column of its own.
  const auto named = text.find("`" + finding.name + "` ");
  if (!finding.name.empty() && named < 15) text.remove_prefix(named + finding.name.size() + 3);
  // The measure alone: its kind stands in a column, too.
  for (const std::string_view verb : {"the file has ", "has ", "takes "}) {
    if (!text.starts_with(verb)) continue;
    const std::string_view measure = text.substr(verb.size());
    if (measure.starts_with("complexity ") || ascii::is_digit(measure.empty() ? ' ' : measure.front())) text = measure;
    break;
  }
  std::string detail = neutralise(text);
  if (finding.line_end > finding.line_start)
    detail += fmt::format(", lines {}–{}", finding.line_start, finding.line_end);
  return detail + state_text(finding);
}

std::vector<FindingLine> lines_of(const app::FileResult& result) {
  std::vector<FindingLine> lines;
  for (std::size_t i = 0; i < result.findings.size(); ++i) {
    const domain::Finding& finding = result.findings[i];
    if (!domain::is_shown(finding)) continue;
    lines.push_back({finding.severity, finding.line_start, finding.kind, neutralise(finding.name),
                     type_row(result.type).detail(result, i) + found_by(finding, result)});
  }
  return lines;
}

void add_states(Json& items, const std::vector<domain::Finding>& findings) {
  for (std::size_t i = 0; i < std::min(items.size(), findings.size()); ++i) add_state(items[i], findings[i]);
}

}  // namespace rustassistant::render
