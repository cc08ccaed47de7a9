// SPDX-License-Identifier: MIT
#include "output.hpp"
#include "review.hpp"

namespace rustassistant::cli {
namespace {

class ReportSink : public Sink {
 public:
  ReportSink(Console& console, Output output, std::unique_ptr<render::Report> report)
      : console_(console), output_(std::move(output)), report_(std::move(report)) {}

  void begin(std::int64_t files) override { output_.write(report_->begin(files)); }
  void file(const app::FileResult& result) override {
    const std::string text = report_->file(result);
    if (!text.empty()) console_.clear_progress();
    output_.write(text);
  }
  Result<void> finish(const app::AnalyzeSummary& summary) override {
    output_.write(report_->finish(summary));
    return output_.finish();
  }
  Result<void> give_up(const Error& error) override {
    output_.write(report_->fail(error));
    return output_.finish();
  }
  [[nodiscard]] bool closed() const override { return output_.closed(); }

 private:
  Console& console_;
  Output output_;
  std::unique_ptr<render::Report> report_;
};

}  // namespace

Result<std::unique_ptr<Sink>> report_sink(const Context& context, std::unique_ptr<render::Report> report) {
  TRY_ASSIGN(Output output, Output::open(context.arguments.value("--output")));
  return std::make_unique<ReportSink>(context.console, std::move(output), std::move(report));
}

}  // namespace rustassistant::cli
