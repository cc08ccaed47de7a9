// SPDX-License-Identifier: MIT
#include <array>

#include "escape.hpp"
#include "findings_report.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"

// GitHub's workflow commands: annotations of the lines, the worst first.
namespace rustassistant::render {
namespace {

// GitHub shows ten annotations of each level a step and drops the rest without a word; the last one is ours.
constexpr int kMostOfLevel = 9;
constexpr std::size_t kMostOfAnnotation = 4'096;  // of an annotation

// "::error file=src/a.rs,line=3,endLine=3,title=Long function::function `f` has 80 lines"
std::string command(std::string_view level, const std::string& path, int line, std::string_view title,
                    const std::string& message) {
  std::string text = "::" + std::string(level) + " ";
  if (!path.empty()) text += "file=" + workflow_property(path) + ",";
  if (line > 0) text += "line=" + std::to_string(line) + ",endLine=" + std::to_string(line) + ",";
  text += "title=" + workflow_property(title) + "::";
  // One character is three when it is escaped.
  const std::size_t room = text.size() + 300 < kMostOfAnnotation ? (kMostOfAnnotation - text.size()) / 3 : 100;
  return text + workflow_data(cut(message, room)) + "\n";
}

class Annotations {
 public:
  void add(std::string_view level, const std::string& path, int line, std::string_view title,
           const std::string& message) {
    int& count = counts_.at(level == "error" ? 0 : level == "warning" ? 1 : 2);
    if (count++ < kMostOfLevel) {
      text_ += command(level, path, line, title, message);
    } else {
      ++left_out_;
    }
  }

  [[nodiscard]] std::string finish(std::int64_t more) const {
    const std::int64_t left_out = left_out_ + more;
    if (left_out == 0) return text_;
    return text_ + "::notice title=rustassistant::" + format_count(left_out) + " more: see the report\n";
  }

 private:
  std::array<int, 3> counts_{};
  std::int64_t left_out_ = 0;
  std::string text_;
};

}  // namespace

std::string github_document(const Collected& collected) {
  Annotations annotations;
  for (const Problem& problem : collected.problems) {
    annotations.add("error", problem.path, 0, "rustassistant", text_of(problem));
  }
  for (const ShownFinding& shown : collected.findings) {
    const domain::Finding& finding = shown.finding;
    annotations.add(words_of(finding.severity).github, finding.path, finding.line(), title_of(finding.kind),
                    one_line(finding.message));
  }
  return annotations.finish(collected.left_out) + "rustassistant: " + without_commands(totals_of(collected)) + "\n";
}

}  // namespace rustassistant::render
