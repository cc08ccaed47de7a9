// SPDX-License-Identifier: MIT
#include "findings_report.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"

// Reviewdog's Diagnostic Format: one DiagnosticResult. A range without columns is of whole lines, its end included.
namespace rustassistant::render {
namespace {

Json location_of(const std::string& path, int first, int last) {
  return {{"path", json_text(path)}, {"range", {{"start", {{"line", first}}}, {"end", {{"line", last}}}}}};
}

Json diagnostic_of(const domain::Finding& finding) {
  Json diagnostic{{"message", message_of(finding)},
                  {"location", location_of(finding.path, finding.line(), finding.line())},
                  {"severity", words_of(finding.severity).rdjson},
                  {"code", {{"value", finding.kind}}}};
  if (finding.line_end > finding.line_start) {
    diagnostic["related_locations"] = Json::array();
    diagnostic["related_locations"].push_back(
        {{"message", "the whole item"}, {"location", location_of(finding.path, finding.line_start, finding.line_end)}});
  }
  return diagnostic;
}

}  // namespace

std::string rdjson_document(const Collected& collected) {
  Json diagnostics = Json::array();
  for (const Problem& problem : collected.problems) {
    Json diagnostic{{"message", text_of(problem)}};
    if (!problem.path.empty()) diagnostic["location"] = {{"path", json_text(problem.path)}};
    diagnostic["severity"] = "ERROR";
    diagnostic["code"] = {{"value", "not_reviewed"}};
    diagnostics.push_back(std::move(diagnostic));
  }
  for (const ShownFinding& shown : collected.findings) diagnostics.push_back(diagnostic_of(shown.finding));
  return to_text({{"source", {{"name", "rustassistant"}}}, {"diagnostics", std::move(diagnostics)}});
}

}  // namespace rustassistant::render
