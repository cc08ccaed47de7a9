// SPDX-License-Identifier: MIT
#include <map>

#include "escape.hpp"
#include "findings_report.hpp"

// JUnit's report, in the shape that Jenkins' xunit plugin describes: a suite for each file, a failed case for each
// finding, a passed one for a file without, an error for a file that was not reviewed.
namespace rustassistant::render {
namespace {

struct Suite {
  std::string cases;
  int tests = 0;
  int failures = 0;
  int errors = 0;
};

std::string test_case(const std::string& path, const std::string& name, const std::string& inside) {
  const std::string head =
      "    <testcase classname=\"" + xml_escaped(path) + "\" name=\"" + xml_escaped(one_line(name)) + "\"";
  return inside.empty() ? head + "/>\n" : head + ">\n" + inside + "    </testcase>\n";
}

std::string failure_of(const domain::Finding& finding) {
  return "      <failure type=\"" + std::string(name_of(finding.severity)) + "\" message=\"" +
         xml_escaped(one_line(finding.message)) + "\">" +
         xml_escaped(finding.path + ":" + std::to_string(finding.line()) + ": " + message_of(finding)) + "</failure>\n";
}

std::string suite_text(const std::string& path, const Suite& suite) {
  return "  <testsuite name=\"" + xml_escaped(path) + "\" tests=\"" + std::to_string(suite.tests) + "\" failures=\"" +
         std::to_string(suite.failures) + "\" errors=\"" + std::to_string(suite.errors) + "\">\n" + suite.cases +
         "  </testsuite>\n";
}

}  // namespace

std::string junit_document(const Collected& collected) {
  std::vector<std::string> order;
  std::map<std::string, Suite> suites;
  const auto suite_of = [&](const std::string& path) -> Suite& {
    const auto [at, is_new] = suites.try_emplace(path.empty() ? "rustassistant" : path);
    if (is_new) order.push_back(at->first);
    ++at->second.tests;
    return at->second;
  };
  for (const Problem& problem : collected.problems) {
    Suite& suite = suite_of(problem.path);
    ++suite.errors;
    suite.cases +=
        test_case(problem.path.empty() ? "rustassistant" : problem.path, "review",
                  "      <error type=\"not_reviewed\" message=\"" + xml_escaped(text_of(problem)) + "\"/>\n");
  }
  for (const ShownFinding& shown : collected.findings) {
    const domain::Finding& finding = shown.finding;
    Suite& suite = suite_of(finding.path);
    ++suite.failures;
    std::string name = finding.kind + " " + (finding.item.empty() ? "file" : finding.item);
    if (finding.ordinal > 0) name += " #" + std::to_string(finding.ordinal + 1);
    suite.cases += test_case(finding.path, name, failure_of(finding));
  }
  for (const std::string& path : collected.clean) suite_of(path).cases += test_case(path, "review", {});
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"rustassistant\">\n";
  for (const std::string& path : order) text += suite_text(path, suites[path]);
  return text + "</testsuites>\n";
}

}  // namespace rustassistant::render
