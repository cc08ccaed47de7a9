// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "analysis.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/table.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

using domain::QualityReview;

std::string quality_findings(const app::FileResult& result, const Paint& paint) {
  const auto& review = std::get<QualityReview>(result.answer->document);
  std::string text;
  for (std::size_t i = 0; i < result.findings.size(); ++i) {
    if (!domain::is_shown(result.findings[i])) continue;
    const domain::QualityFinding& finding = review.findings[i];
    text += fmt::format("\n  {}  {}: {}  {}\n", severity_mark(finding.severity, paint),
                        paint.bold(name_of(finding.category)), paint.bold(neutralise(finding.title)),
                        paint.dim(place_of(result.findings[i]) + found_by(result.findings[i], result)));
    text += indented(finding.description, "    ");
    if (!finding.recommendation.empty()) text += indented(finding.recommendation, "    ");
  }
  return text;
}

std::string measures_text(const domain::FileMeasures& measures) {
  std::string text = "\n  " + counted(measures.lines, "line", "lines") + ", " +
                     counted(measures.functions, "function", "functions") + ", " +
                     counted(measures.imports, "import", "imports") + "\n";
  if (measures.functions == 0) return text;
  return text + fmt::format("  complexity {:.1f} on average, {} at most; the longest function has {}; nesting {}\n",
                            measures.mean_complexity / 10.0, measures.most_complex,
                            counted(measures.longest, "line", "lines"), measures.deepest);
}

std::string hot_spots_text(const QualityReview& review, const Paint& paint, const View& view) {
  if (review.hot_spots.empty()) return {};
  Table table({{"line", Side::right},
               {"complexity", Side::right},
               {"lines", Side::right},
               {"nesting", Side::right},
               {"parameters", Side::right},
               {"function", Side::left, Cut::end}});
  for (const domain::HotSpot& spot : review.hot_spots) {
    table.add({std::to_string(spot.location.line_start), std::to_string(spot.complexity), std::to_string(spot.lines),
               std::to_string(spot.nesting), std::to_string(spot.parameters), neutralise(spot.location.item_name)});
  }
  return "\n  " + paint.bold("Hot spots") + "\n" + table.text(paint, view.columns, "  ");
}

}  // namespace

std::string quality_text(const app::FileResult& result, const View& view) {
  const auto& review = std::get<QualityReview>(result.answer->document);
  if (!review.judged) return "\n" + std::string(kNotReviewed);
  const Paint paint(view.color);
  std::string text;
  if (!review.summary.empty()) text += "\n" + indented(review.summary, "  ");
  text += quality_findings(result, paint);
  if (review.measures) text += measures_text(*review.measures);
  return text + hot_spots_text(review, paint, view);
}

std::string quality_detail(const app::FileResult& result, std::size_t index) {
  return neutralise(std::get<QualityReview>(result.answer->document).findings[index].title) +
         state_text(result.findings[index]);
}

Json quality_json(const app::FileResult& result, std::string_view path) {
  Json json = domain::to_json(std::get<QualityReview>(result.answer->document), path);
  add_states(json["findings"], result.findings);
  return json;
}

}  // namespace rustassistant::render
