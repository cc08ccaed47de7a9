// SPDX-License-Identifier: MIT
#include "analysis.hpp"
#include "findings_report.hpp"

namespace rustassistant::render {
namespace {

template <WriteDocument write, Unverified unverified = Unverified::leave_out>
std::unique_ptr<Report> make(const ReportOptions& options) {
  return make_findings_report(options, write, unverified);
}

constexpr FormatRow kFormats[] = {
    {"text", Format::text, make_text_report},
    {"json", Format::json, make_json_report},
    {"csv", Format::csv, nullptr},
    {"jsonl", Format::json_lines, nullptr},
    {"sarif", Format::findings, make<sarif_document>, true},
    {"gitlab", Format::findings, make<gitlab_document>},
    {"markdown", Format::findings, make<markdown_document, Unverified::show>},
    {"github", Format::findings, make<github_document>},
    {"rdjson", Format::findings, make<rdjson_document>},
    {"checkstyle", Format::findings, make<checkstyle_document>},
    {"junit", Format::findings, make<junit_document>},
};

}  // namespace

std::span<const FormatRow> formats() {
  return kFormats;
}

const FormatRow* format_named(std::string_view name) {
  for (const FormatRow& row : kFormats) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string failure_document(const FormatRow& row, const Error& error) {
  if (row.make == nullptr) return {};
  ReportOptions options;
  options.view.format = row.format;
  return row.make(options)->fail(error);
}

}  // namespace rustassistant::render
