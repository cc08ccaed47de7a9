// SPDX-License-Identifier: MIT
#include "rustassistant/source/quality.hpp"

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "checked_locations.hpp"
#include "measure.hpp"
#include "parsed.hpp"

namespace rustassistant::source {
namespace {

domain::FileMeasures file_measures(const Measures& measures) {
  domain::FileMeasures file;
  file.lines = measures.lines;
  file.imports = measures.imports;
  int complexities = 0;
  for (const FunctionMeasures& function : measures.functions) {
    if (!function.is_function()) continue;
    ++file.functions;
    complexities += function.complexity;
    file.longest = std::max(file.longest, function.lines);
    file.most_complex = std::max(file.most_complex, function.complexity);
    file.deepest = std::max(file.deepest, function.nesting);
  }
  if (file.functions > 0) file.mean_complexity = complexities * 10 / file.functions;
  return file;
}

std::vector<domain::HotSpot> hot_spots(const Measures& measures) {
  std::vector<const FunctionMeasures*> functions;
  for (const FunctionMeasures& function : measures.functions) {
    if (function.is_function() && function.complexity >= kHotComplexity) functions.push_back(&function);
  }
  std::sort(functions.begin(), functions.end(), [](const FunctionMeasures* a, const FunctionMeasures* b) {
    return std::tie(b->complexity, b->lines, a->line_start, a) < std::tie(a->complexity, a->lines, b->line_start, b);
  });
  if (functions.size() > kMaxHotSpots) functions.resize(kMaxHotSpots);
  std::vector<domain::HotSpot> spots;
  spots.reserve(functions.size());
  for (const FunctionMeasures* function : functions) {
    spots.push_back({{function->line_start, function->line_end, function->name, true},
                     function->lines,
                     function->complexity,
                     function->nesting,
                     function->parameters});
  }
  return spots;
}

void add_measures(domain::QualityReview& review, const ParsedText& parsed) {
  if (parsed.grammar() == nullptr) return;
  const Measures measures = measure(parsed);
  review.measures = file_measures(measures);
  review.hot_spots = hot_spots(measures);
  review.unparsed = unparsed_of(parsed);
}

}  // namespace

domain::QualityReview measure_quality(std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  domain::QualityReview review;
  review.judged = parsed.grammar() != nullptr;
  add_measures(review, parsed);
  return review;
}

void check(domain::QualityReview& review, std::string_view content, std::string_view language) {
  const ParsedText parsed(content, language);
  std::vector<domain::Location*> locations;
  locations.reserve(review.findings.size());
  for (domain::QualityFinding& finding : review.findings) locations.push_back(&finding.location);
  check_locations(locations, parsed);
  add_measures(review, parsed);
}

}  // namespace rustassistant::source
