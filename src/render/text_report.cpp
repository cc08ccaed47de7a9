// SPDX-License-Identifier: MIT
#include "analysis.hpp"

namespace rustassistant::render {
namespace {

class TextReport : public Report {
 public:
  explicit TextReport(const View& view) : paint_(view.color) {}

  std::string begin(std::int64_t /*files*/) override { return {}; }
  std::string file(const app::FileResult& result) override {
    return result.status == app::FileStatus::ok ? file_text(result, paint_) : std::string();
  }
  std::string finish(const app::AnalyzeSummary& summary) override {
    return summary.files == 1 ? std::string() : summary_text(summary, paint_);
  }
  std::string fail(const Error& /*error*/) override { return {}; }

 private:
  Paint paint_;
};

}  // namespace

std::unique_ptr<Report> make_text_report(const View& view, Detail /*detail*/) {
  return std::make_unique<TextReport>(view);
}

}  // namespace rustassistant::render
