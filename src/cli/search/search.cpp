// SPDX-License-Identifier: MIT
#include <chrono>

#include "budget_values.hpp"
#include "rustassistant/app/search.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/render/search.hpp"
#include "search_commands.hpp"

namespace rustassistant::cli {
namespace {

constexpr std::int64_t kMostResults = 1000;
constexpr std::int64_t kMostLines = 100'000;

Result<app::SnippetSize> snippet_size(const Arguments& arguments) {
  const std::string wanted = arguments.value("--snippet");
  if (wanted == "none") return app::SnippetSize{app::SnippetSize::kNone};
  if (wanted == "full") return app::SnippetSize{app::SnippetSize::kAll};
  if (!wanted.empty() && !parse_integer(wanted)) {
    return fail(Errc::usage, "--snippet is a number of lines, none or full, not '" + wanted + "'",
                "such as `--snippet 10`");
  }
  TRY_ASSIGN(const auto lines, whole_number_of(arguments, "--snippet", 0, kMostLines));
  return lines ? app::SnippetSize{static_cast<std::size_t>(*lines)} : app::SnippetSize();
}

std::vector<std::string> all_given(const Arguments& arguments, std::string_view option) {
  const auto given = arguments.options.find(option);
  return given == arguments.options.end() ? std::vector<std::string>() : given->second;
}

Result<app::SearchRequest> search_request(const Context& context) {
  const Arguments& arguments = context.arguments;
  if (arguments.paths.empty() || trim(arguments.paths.front()).empty()) {
    return fail(Errc::usage, "`search` needs something to look for",
                "such as `rustassistant search \"how are retries spaced\"`");
  }
  app::SearchRequest request;
  request.query = arguments.paths.front();
  request.paths.assign(arguments.paths.begin() + 1, arguments.paths.end());
  request.languages = all_given(arguments, "--lang");
  request.include = all_given(arguments, "--path");
  request.exclude = all_given(arguments, "--exclude");
  request.symbols_only = arguments.has("--symbol");
  const std::string tests = arguments.value("--tests", "also");
  if (tests != "also") request.tests = tests == "only" ? app::TestFiles::only : app::TestFiles::no;
  TRY_ASSIGN(const auto limit, whole_number_of(arguments, "--limit", 1, kMostResults));
  if (limit) request.limit = static_cast<std::size_t>(*limit);
  TRY_ASSIGN(request.snippet, snippet_size(arguments));
  if (arguments.has("--no-refresh")) request.refresh = app::Refresh::skip;
  return request;
}

// Says on a terminal how far it is, once that takes a while.
class IndexProgressLine {
 public:
  IndexProgressLine(Console& console, const Clock& clock)
      : console_(console), clock_(clock), told_(clock.steady_now()) {}
  void files(std::int64_t done, std::int64_t total) {
    if (is_time()) console_.progress("indexing " + format_count(done) + " of " + counted(total, "file", "files"));
  }
  void chunks(std::int64_t done, std::int64_t total) {
    if (is_time()) console_.progress("embedding " + format_count(done) + " of " + counted(total, "chunk", "chunks"));
  }

 private:
  [[nodiscard]] bool is_time() {
    const auto now = clock_.steady_now();
    if (now - told_ < std::chrono::milliseconds(250)) return false;
    told_ = now;
    return true;
  }

  Console& console_;
  const Clock& clock_;
  std::chrono::steady_clock::time_point told_;
};

Result<std::string> one_path_or_here(const Context& context, std::string_view command) {
  if (context.arguments.paths.empty()) return ".";
  return single_path(context, command, ".");
}

}  // namespace

Result<int> run_search(const Context& context) {
  TRY_ASSIGN(const app::SearchRequest request, search_request(context));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  IndexProgressLine line(context.console, context.services.clock);
  const auto report = app::search(request, loaded, context.services,
                                  [&](std::int64_t done, std::int64_t total) { line.files(done, total); });
  context.console.clear_progress();
  if (!report) return tl::unexpected(report.error());
  const render::View view = context.view();
  const auto explain = context.arguments.has("--explain") ? render::Explain::yes : render::Explain::no;
  TRY(context.print(render::search(*report, explain, view)));
  if (view.format == render::Format::text) {
    const std::string freshness = render::freshness_text(report->index);
    if (!freshness.empty()) context.console.note(freshness);
    if (report->results.empty()) context.console.note("nothing found");
  }
  return report->results.empty() ? 1 : 0;
}

Result<int> run_index_status(const Context& context) {
  TRY_ASSIGN(const std::string path, one_path_or_here(context, "index status"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const app::IndexStanding standing, app::index_status(path, loaded, context.services));
  TRY(context.print(render::index_status(standing, context.view())));
  return 0;
}

Result<int> run_index_build(const Context& context) {
  TRY_ASSIGN(const std::string path, one_path_or_here(context, "index build"));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  IndexProgressLine line(context.console, context.services.clock);
  const app::IndexBuild build{path, [&](std::int64_t done, std::int64_t total) { line.files(done, total); },
                              [&](std::int64_t done, std::int64_t total) { line.chunks(done, total); }};
  const auto standing = app::build_index(build, loaded, context.services);
  context.console.clear_progress();
  if (!standing) return tl::unexpected(standing.error());
  TRY(context.print(render::index_built(*standing, context.view())));
  return 0;
}

Result<int> run_index_clear(const Context& context) {
  TRY_ASSIGN(const std::string path, one_path_or_here(context, "index clear"));
  TRY_ASSIGN(const app::IndexStanding standing, app::clear_index(path, context.services));
  TRY(context.print(render::index_cleared(standing, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
