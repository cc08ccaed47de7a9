// SPDX-License-Identifier: MIT
#include "escape.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/docs.hpp"

namespace rustassistant::render {
namespace {

class DocsReport : public Report {
 public:
  std::string begin(std::int64_t /*files*/) override { return {}; }
  std::string file(const app::FileResult& result) override {
    if (result.status() != app::FileStatus::ok) return {};
    const std::string before = first_ ? "" : "\n";
    first_ = false;
    return before + without_commands(docs_document(result));
  }
  std::string finish(const app::AnalyzeSummary& /*summary*/) override { return {}; }
  std::string fail(const Error& /*error*/) override { return {}; }

 private:
  bool first_ = true;
};

}  // namespace

std::unique_ptr<Report> make_docs_report() {
  return std::make_unique<DocsReport>();
}

}  // namespace rustassistant::render
