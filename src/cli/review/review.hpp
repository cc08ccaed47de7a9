// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include "command.hpp"
#include "rustassistant/app/analyze.hpp"
#include "rustassistant/render/report.hpp"

// Commands that ask the same of every file they are given.
namespace rustassistant::cli {

struct ReviewCommand {
  domain::AnalysisType type{};
  std::string_view name;  // "refactor analyze"
};

// Where the results of a run go, in the order of its files.
class Sink {
 public:
  virtual ~Sink() = default;
  // `files`: how many there will be at most.
  virtual void begin(std::int64_t files) = 0;
  virtual void file(const app::FileResult& result) = 0;
  // Tells what went wrong, then or before.
  [[nodiscard]] virtual Result<void> finish(const app::AnalyzeSummary& summary) = 0;
  // In place of finish(), for a run that failed on the way.
  [[nodiscard]] virtual Result<void> give_up(const Error& error) = 0;
  // Nobody wants to hear more.
  [[nodiscard]] virtual bool closed() const = 0;
};

// A report in some format, to standard output or the file of --output. Error (storage): that cannot be created.
[[nodiscard]] Result<std::unique_ptr<Sink>> report_sink(const Context& context, std::unique_ptr<render::Report> report);

// One document of Markdown for each file below a folder, and an index. Error (storage): the folder cannot be made.
[[nodiscard]] Result<std::unique_ptr<Sink>> folder_sink(const Context& context, const std::string& folder);

// What the options of a report say. Error (usage).
[[nodiscard]] Result<render::ReportOptions> report_options(const Context& context, const render::FormatRow& format,
                                                           domain::AnalysisType type);

// Reads the options that these commands share. Error (usage).
[[nodiscard]] Result<app::AnalyzeRequest> analyze_request(const Context& context, const ReviewCommand& command);

// How a command shows what it found. `open` is called before anything is asked, so that what cannot be written is not
// paid for.
struct Showing {
  const render::FormatRow& (*format)(const Context& context, const config::Loaded& loaded);
  Result<std::unique_ptr<Sink>> (*open)(const Context& context, const render::FormatRow& format,
                                        const render::ReportOptions& options);
  bool hides_known = false;  // takes a baseline
};

// Runs the request, or shows what it would do where --dry-run is given. Returns the exit code.
[[nodiscard]] Result<int> review(const Context& context, app::AnalyzeRequest request, const Showing& showing);

}  // namespace rustassistant::cli
