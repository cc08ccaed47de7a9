// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rustassistant/domain/findings.hpp"
#include "rustassistant/render/paint.hpp"
#include "rustassistant/render/view.hpp"

// The findings of many files, a line each.
namespace rustassistant::render {

// One line; harmless text.
struct FindingLine {
  domain::Severity severity{};
  int line = 0;  // 0: the whole file
  std::string kind;
  std::string item;
  std::string text;
};

// By severity, the worst first, then by line.
void sort_worst_first(std::vector<FindingLine>& lines);
// Those of one file in columns, indented.
[[nodiscard]] std::string findings_lines(const std::vector<FindingLine>& lines, const Paint& paint, const View& view);

// Collects findings and shows the worst first: files by their numbers of critical, high, medium and low findings, in
// the order they came where these are equal; within a file by severity, then by line. Keeps the lines that will be
// shown only, so that memory does not grow with the number of findings.
class FindingsTable {
 public:
  // `most`: how many findings are shown.
  FindingsTable(std::size_t most, const View& view) : most_(most), view_(view) {}

  void add(const std::string& path, std::vector<FindingLine> lines);
  // The files under their paths; at the end how many findings are not shown.
  [[nodiscard]] std::string text(const Paint& paint);

  struct FileCount {
    std::string path;
    std::int64_t findings = 0;
  };
  // The files with most findings, most first.
  [[nodiscard]] std::vector<FileCount> most_findings(std::size_t files) const;
  [[nodiscard]] std::int64_t files_with_findings() const { return static_cast<std::int64_t>(counts_.size()); }

 private:
  struct File {
    std::string path;
    std::array<std::int64_t, 4> by_severity{};  // the worst first
    std::vector<FindingLine> lines;
  };
  void keep_the_worst();

  std::size_t most_;
  View view_;
  std::vector<File> files_;
  std::vector<FileCount> counts_;
  std::size_t kept_ = 0;
  std::size_t left_out_ = 0;
};

[[nodiscard]] std::string severity_mark(domain::Severity severity, const Paint& paint);

}  // namespace rustassistant::render
