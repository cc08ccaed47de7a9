// SPDX-License-Identifier: MIT
#include "findings_report.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/render/document.hpp"

// GitLab's Code Quality report: one array. Its parser stops at the first invalid element and keeps the last of equal
// fingerprints.
namespace rustassistant::render {
namespace {

Json element(std::string description, std::string_view check, std::string_view fingerprint, std::string_view severity,
             const std::string& path, int line) {
  return {{"description", std::move(description)},
          {"check_name", check},
          {"fingerprint", fingerprint},
          {"severity", severity},
          {"location", {{"path", json_text(path)}, {"lines", {{"begin", line}}}}}};
}

}  // namespace

std::string gitlab_document(const Collected& collected) {
  Json elements = Json::array();
  int number = 0;
  for (const Problem& problem : collected.problems) {
    const std::string identity =
        domain::fingerprint({name_of(collected.type), "not_reviewed", problem.path, {}, number++});
    elements.push_back(element(text_of(problem), "rustassistant.not_reviewed", identity, "major",
                               problem.path.empty() ? "." : problem.path, 1));
  }
  for (const ShownFinding& shown : collected.findings) {
    const domain::Finding& finding = shown.finding;
    elements.push_back(element(headline(finding), "rustassistant." + finding.kind, finding.fingerprint,
                               words_of(finding.severity).gitlab, finding.path, finding.line()));
  }
  return to_text(elements);
}

}  // namespace rustassistant::render
