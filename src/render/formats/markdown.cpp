// SPDX-License-Identifier: MIT
#include <array>
#include <map>

#include "escape.hpp"
#include "findings_report.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"

// A comment for a pull or merge request: a table of kinds and severities, then each file's findings, folded.
namespace rustassistant::render {
namespace {

// GitHub takes comments of 65,536 characters.
constexpr std::size_t kMostOfComment = 60'000;

using Counts = std::array<std::int64_t, 4>;

std::string counts_table(const Collected& collected) {
  std::map<std::string, Counts> kinds;
  for (const ShownFinding& shown : collected.findings)
    ++kinds[shown.finding.kind].at(static_cast<std::size_t>(shown.finding.severity));
  std::string text = "| | critical | high | medium | low |\n| --- | ---: | ---: | ---: | ---: |\n";
  for (const auto& [kind, counts] : kinds) {
    text += "| " + markdown_text(title_of(kind)) + " |";
    for (std::size_t i = counts.size(); i-- > 0;)
      text += counts.at(i) == 0 ? " |" : " " + format_count(counts.at(i)) + " |";
    text += "\n";
  }
  return text;
}

std::string finders_of(const domain::Finding& finding) {
  std::string text;
  for (const std::string& finder : finding.found_by) text += (text.empty() ? "" : ", ") + finder;
  return text;
}

std::string item_of_list(const domain::Finding& finding) {
  std::string text = "- **" + std::string(name_of(finding.severity)) + "** line " + std::to_string(finding.line());
  if (finding.line_end > finding.line_start)
    text += " (" + std::to_string(finding.line_start) + "–" + std::to_string(finding.line_end) + ")";
  if (!finding.item.empty()) text += " " + markdown_code(finding.item);
  text += ": " + markdown_text(headline(finding));
  text += " <sub>" + markdown_text(finders_of(finding)) + (finding.verified ? "" : ", unverified") + "</sub>";
  return text + "\n";
}

struct File {
  std::string path;
  std::vector<const domain::Finding*> findings;
};

std::vector<File> files_of(const Collected& collected) {
  std::vector<File> files;
  std::map<std::string_view, std::size_t> known;
  for (const ShownFinding& shown : collected.findings) {
    const auto [at, is_new] = known.try_emplace(shown.finding.path, files.size());
    if (is_new) files.push_back({shown.finding.path, {}});
    files[at->second].findings.push_back(&shown.finding);
  }
  return files;
}

std::string file_section(const File& file) {
  std::string text = "\n<details>\n<summary><code>" + html_escaped(file.path) + "</code> (" +
                     counted(static_cast<std::int64_t>(file.findings.size()), "finding", "findings") +
                     ")</summary>\n\n";
  for (const domain::Finding* finding : file.findings) text += item_of_list(*finding);
  return text + "\n</details>\n";
}

}  // namespace

std::string markdown_document(const Collected& collected) {
  // By which a later run finds the comment that it replaces.
  std::string text = "<!-- rustassistant:" + std::string(name_of(collected.type)) + " -->\n";
  text += collected.problems.empty() ? "" : "**This review is not complete.** ";
  text += "rustassistant: " + markdown_text(totals_of(collected)) + "\n";
  constexpr std::size_t kMostProblems = 50;
  if (!collected.problems.empty()) text += "\n";
  for (std::size_t i = 0; i < std::min(collected.problems.size(), kMostProblems); ++i) {
    const Problem& problem = collected.problems[i];
    // Cut before they are escaped: a fence must end.
    const std::string path = problem.path.empty() ? std::string() : markdown_code(cut(problem.path, 300)) + " ";
    text += "- " + path + markdown_text(cut(text_of(problem), 500)) + "\n";
  }
  if (collected.findings.empty()) return without_commands(std::move(text));
  text += "\n" + counts_table(collected);
  std::int64_t left_out = collected.left_out;
  for (const File& file : files_of(collected)) {
    const std::string section = file_section(file);
    if (text.size() + section.size() <= kMostOfComment) {
      text += section;
    } else {
      left_out += static_cast<std::int64_t>(file.findings.size());
    }
  }
  if (left_out > 0) text += "\n" + format_count(left_out) + " more findings are not shown here.\n";
  return without_commands(std::move(text));
}

}  // namespace rustassistant::render
