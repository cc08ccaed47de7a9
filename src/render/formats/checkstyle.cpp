// SPDX-License-Identifier: MIT
#include <map>

#include "escape.hpp"
#include "findings_report.hpp"

// The report of Checkstyle, which Jenkins, reviewdog, SonarQube and others read. It has no schema; this is the form of
// its XMLLogger.
namespace rustassistant::render {
namespace {

std::string error_of(int line, std::string_view severity, const std::string& message, const std::string& source) {
  return "    <error line=\"" + std::to_string(line) + "\" column=\"1\" severity=\"" + std::string(severity) +
         "\" message=\"" + xml_escaped(message) + "\" source=\"" + xml_escaped(source) + "\"/>\n";
}

}  // namespace

std::string checkstyle_document(const Collected& collected) {
  // By the file of the worst finding first.
  std::vector<std::string> order;
  std::map<std::string, std::string> errors;
  const auto add = [&](const std::string& path, const std::string& error) {
    std::string& of_file = errors[path];
    if (of_file.empty()) order.push_back(path);
    of_file += error;
  };
  for (const Problem& problem : collected.problems) {
    add(problem.path.empty() ? "." : problem.path,
        error_of(1, "error", text_of(problem), "rustassistant.not_reviewed"));
  }
  for (const ShownFinding& shown : collected.findings) {
    const domain::Finding& finding = shown.finding;
    add(finding.path, error_of(finding.line(), words_of(finding.severity).checkstyle, one_line(finding.message),
                               "rustassistant." + finding.kind));
  }
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n";
  for (const std::string& path : order)
    text += "  <file name=\"" + xml_escaped(path) + "\">\n" + errors[path] + "  </file>\n";
  return text + "</checkstyle>\n";
}

}  // namespace rustassistant::render
