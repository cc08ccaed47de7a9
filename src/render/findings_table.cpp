// SPDX-License-Identifier: MIT
#include "findings_table.hpp"

#include <algorithm>

#include "rustassistant/base/quantity.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kSlack = 4'096;  // findings that are kept beyond those shown before the rest is dropped

}  // namespace

std::string severity_mark(domain::Severity severity, const Paint& paint) {
  const std::string_view name = domain::name_of(severity);
  switch (severity) {
    case domain::Severity::critical:
      return paint.bold_red(name);
    case domain::Severity::high:
      return paint.red(name);
    case domain::Severity::medium:
      return paint.yellow(name);
    case domain::Severity::low:
      return paint.cyan(name);
  }
  return {};
}

std::string findings_lines(const std::vector<FindingLine>& lines, const Paint& paint, const View& view) {
  Table table({{"", Side::right}, {""}, {""}, {"", Side::left, Cut::end}, {"", Side::left, Cut::end}});
  for (const FindingLine& line : lines) {
    table.add({line.line > 0 ? std::to_string(line.line) : "-", severity_mark(line.severity, paint), line.kind,
               line.item, line.text});
  }
  return table.text(paint, view.columns, "  ");
}

void sort_worst_first(std::vector<FindingLine>& lines) {
  std::stable_sort(lines.begin(), lines.end(), [](const FindingLine& a, const FindingLine& b) {
    return a.severity != b.severity ? a.severity > b.severity : a.line < b.line;
  });
}

void FindingsTable::add(const std::string& path, std::vector<FindingLine> lines) {
  if (lines.empty()) return;
  File file{path, {}, std::move(lines)};
  for (const FindingLine& line : file.lines) ++file.by_severity[3 - static_cast<std::size_t>(line.severity)];
  sort_worst_first(file.lines);
  counts_.push_back({path, static_cast<std::int64_t>(file.lines.size())});
  kept_ += file.lines.size();
  files_.push_back(std::move(file));
  if (kept_ > most_ && kept_ - most_ > kSlack) keep_the_worst();
}

// The order is total, and stable for files that are kept: what is dropped now would not be shown in the end either.
void FindingsTable::keep_the_worst() {
  std::stable_sort(files_.begin(), files_.end(),
                   [](const File& a, const File& b) { return a.by_severity > b.by_severity; });
  std::size_t shown = 0;
  auto file = files_.begin();
  for (; file != files_.end() && shown < most_; ++file) {
    const std::size_t room = most_ - shown;
    if (file->lines.size() > room) file->lines.resize(room);
    shown += file->lines.size();
  }
  files_.erase(file, files_.end());
  left_out_ += kept_ - shown;
  kept_ = shown;
}

std::string FindingsTable::text(const Paint& paint) {
  keep_the_worst();
  std::string text;
  for (const File& file : files_) {
    text += paint.bold(fitted_path(file.path, view_.columns)) + "\n" + findings_lines(file.lines, paint, view_) + "\n";
  }
  if (left_out_ > 0)
    text += "… " + format_count(static_cast<std::int64_t>(left_out_)) + " more: --all, or --format json\n\n";
  return text;
}

std::vector<FindingsTable::FileCount> FindingsTable::most_findings(std::size_t files) const {
  std::vector<FileCount> counts = counts_;
  std::stable_sort(counts.begin(), counts.end(),
                   [](const FileCount& a, const FileCount& b) { return a.findings > b.findings; });
  if (counts.size() > files) counts.resize(files);
  return counts;
}

}  // namespace rustassistant::render
