// SPDX-License-Identifier: MIT
#include "findings_texts.hpp"

#include "instant_text.hpp"
#include "rustassistant/base/quantity.hpp"
#include "severity_lines.hpp"

namespace rustassistant::render {
namespace {

std::string found_text(const app::RepositoryFindings& findings) {
  const std::string text =
      counted(findings.findings(), "finding", "findings") + " in " + counted(findings.affected, "file", "files");
  return findings.findings() > 0 ? text + " (" + severities_text(findings.severities) + ")." : text + ".";
}

std::string known_text(const app::RepositoryFindings& findings) {
  std::string text = "Of " + counted(findings.files, "source file", "source files") + ", " +
                     format_count(findings.answered) + (findings.answered == 1 ? " has" : " have") + " an answer";
  if (findings.outdated > 0) text += ", " + format_count(findings.outdated) + " of them about an earlier content";
  return text + ".";
}

std::string changed_text(const app::RepositoryFindings& findings, const TimeZone& zone) {
  if (findings.answered == 0 && !findings.change) return "A review of the repository makes them.";
  if (!findings.change)
    return "There is no earlier report to compare with: one on another day tells what is new, gone and moved.";
  const app::FindingsChange& change = *findings.change;
  std::string text = "Since the report of " + instant_text(change.since, zone).substr(0, 10) + ": " +
                     format_count(change.added) + " new";
  if (change.first_seen > 0) text += " (" + format_count(change.first_seen) + " in files without an answer then)";
  return text + ", " + format_count(change.gone) + " gone, " + format_count(change.moved) + " moved to another file.";
}

}  // namespace

FindingsTexts findings_texts(const app::RepositoryFindings& findings, const TimeZone& zone) {
  return {found_text(findings), known_text(findings), changed_text(findings, zone)};
}

}  // namespace rustassistant::render
