// SPDX-License-Identifier: MIT
#include "analysis.hpp"
#include "type_rows.hpp"

namespace rustassistant::render {
namespace {

// A value as it is written inside of the document, `depth` levels deep.
std::string nested(const Json& value, std::size_t depth) {
  std::string text = to_text(value);
  text.pop_back();
  const std::string indent(2 * depth, ' ');
  // Line feeds inside of strings are escaped: each that stands here ends a line.
  for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 1 + indent.size())
    text.insert(at + 1, indent);
  return text;
}

// One document that is written as it comes: a review may be of a hundred thousand files.
class JsonReport : public Report {
 public:
  explicit JsonReport(domain::AnalysisType type) : type_(type) {}

  std::string begin(std::int64_t /*files*/) override { return {}; }

  std::string file(const app::FileResult& result) override {
    const std::string before = results_ == 0 ? head() : ",\n    ";
    ++results_;
    return before + nested(file_json(result), 2);
  }

  std::string finish(const app::AnalyzeSummary& summary) override {
    return end() + ",\n  \"summary\": " + nested(summary_json(summary), 1) + "\n}\n";
  }

  std::string fail(const Error& error) override {
    if (results_ == 0) return error_document(error);
    return end() + ",\n  \"summary\": null,\n  \"error\": " + nested(error_json(error), 1) + "\n}\n";
  }

 private:
  [[nodiscard]] std::string opening() const {
    std::string text = to_text(document(type_row(type_).schema));
    text.erase(text.rfind("\n}"));
    return text + ",\n  \"results\": [";
  }
  [[nodiscard]] std::string head() const { return opening() + "\n    "; }
  [[nodiscard]] std::string end() const { return results_ == 0 ? opening() + "]" : "\n  ]"; }

  domain::AnalysisType type_;
  std::int64_t results_ = 0;
};

}  // namespace

std::unique_ptr<Report> make_json_report(const ReportOptions& options) {
  return std::make_unique<JsonReport>(options.type);
}

}  // namespace rustassistant::render
