// SPDX-License-Identifier: MIT
#include "mcp_tools.hpp"

#include <algorithm>
#include <memory>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/search.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/render/budget.hpp"
#include "rustassistant/render/report.hpp"
#include "rustassistant/render/search.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

using ToolArguments = nlohmann::json;

ToolAnswer failed(const Error& error) {
  return {error.what + (error.hint.empty() ? "" : "; " + error.hint), nullptr, true};
}

render::View view_of(render::Format format) {
  render::View view;
  view.format = format;
  return view;
}

// The same as text and as a document; one that is too large is left out.
ToolAnswer answer_of(std::string text, const std::string& document) {
  ToolAnswer answer{bounded_text(std::move(text), kMaxToolText), nullptr, false};
  if (document.size() <= 2 * kMaxToolText) {
    if (auto parsed = codec::parse_json(document)) answer.structured = McpJson(*parsed);
  }
  return answer;
}

McpJson schema(std::initializer_list<std::pair<const char*, McpJson>> properties,
               std::initializer_list<const char*> required) {
  McpJson result{{"type", "object"}, {"properties", McpJson::object()}, {"required", McpJson::array()}};
  for (const auto& [name, property] : properties) result["properties"][name] = property;
  for (const char* name : required) result["required"].push_back(name);
  return result;
}

McpJson property(const char* type, const char* description) {
  return {{"type", type}, {"description", description}};
}

std::string text_of(const ToolArguments& arguments, const char* name, const std::string& otherwise = {}) {
  const auto found = arguments.find(name);
  return found == arguments.end() ? otherwise : found->get<std::string>();
}

class Toolbox {
 public:
  Toolbox(const Context& context, const config::Loaded& loaded, std::string folder)
      : context_(context), loaded_(loaded), folder_(std::move(folder)) {}

  [[nodiscard]] ToolAnswer search(const ToolArguments& arguments) const {
    app::SearchRequest request;
    request.query = text_of(arguments, "query");
    const auto path = within(text_of(arguments, "path", "."));
    if (!path) return failed(path.error());
    request.paths = {*path};
    if (arguments.contains("lang")) request.languages = {text_of(arguments, "lang")};
    const std::int64_t limit = arguments.value("limit", std::int64_t{10});
    request.limit = static_cast<std::size_t>(std::clamp<std::int64_t>(limit, 1, 50));
    const std::int64_t lines = arguments.value("snippet", std::int64_t{5});
    request.snippet = {static_cast<std::size_t>(std::clamp<std::int64_t>(lines, 0, 200))};
    const auto report = app::search(request, loaded_, context_.services, {});
    if (!report) return failed(report.error());
    std::string text = render::search(*report, render::Explain::no, view_of(render::Format::text));
    if (text.empty()) text = "nothing found\n";
    return answer_of(std::move(text), render::search(*report, render::Explain::no, view_of(render::Format::json)));
  }

  [[nodiscard]] ToolAnswer index_status() const {
    const auto standing = app::index_status(folder_, loaded_, context_.services);
    if (!standing) return failed(standing.error());
    return answer_of(render::index_status(*standing, view_of(render::Format::text)),
                     render::index_status(*standing, view_of(render::Format::json)));
  }

  [[nodiscard]] ToolAnswer budget() const {
    const auto report = app::budget_report(loaded_.settings, context_.services);
    if (!report) return failed(report.error());
    return answer_of(render::budget_status(*report, view_of(render::Format::text)),
                     render::budget_status(*report, view_of(render::Format::json)));
  }

  [[nodiscard]] ToolAnswer analyze(const ToolArguments& arguments) const {
    const auto path = within(text_of(arguments, "path"));
    if (!path) return failed(path.error());
    app::AnalyzeRequest request;
    request.type = domain::AnalysisType::refactor;
    request.paths = {*path};
    request.prefers_stored = true;
    request.offline = true;
    std::string text;
    std::string document;
    const auto reports = {std::pair{&text, "text"}, std::pair{&document, "json"}};
    std::vector<std::pair<std::string*, std::unique_ptr<render::Report>>> written;
    for (const auto& [target, format] : reports) {
      render::ReportOptions options;
      options.view.format = render::format_named(format)->format;
      written.emplace_back(target, render::format_named(format)->make(options));
    }
    const app::AnalyzeListener listener{[&](std::int64_t files) {
                                          for (auto& [target, report] : written) *target += report->begin(files);
                                        },
                                        [&](const app::FileResult& result) {
                                          for (auto& [target, report] : written) *target += report->file(result);
                                          return true;
                                        },
                                        [](const app::FileResult&) {}};
    const auto summary = app::analyze(request, loaded_, context_.services, listener);
    if (!summary) return failed(summary.error());
    for (auto& [target, report] : written) *target += report->finish(*summary);
    return answer_of(std::move(text), document);
  }

 private:
  // A path as the user of the protocol names it, from the folder.
  [[nodiscard]] Result<std::string> within(const std::string& named) const {
    const std::string joined = named.starts_with('/') ? named : sys::joined(folder_, named);
    TRY_ASSIGN(std::string whole, sys::canonical_path(joined));
    const std::string prefix = folder_.ends_with('/') ? folder_ : folder_ + "/";
    if (whole == folder_ || whole.starts_with(prefix)) return whole;
    return fail(Errc::usage, sys::quoted(named) + " is outside of " + sys::quoted(folder_),
                "the server serves the folder that it was started in");
  }

  const Context& context_;
  const config::Loaded& loaded_;
  std::string folder_;
};

}  // namespace

std::string bounded_text(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text + "\n(cut: ask for less, by `path`, `limit` or `snippet`)\n";
}

std::vector<Tool> mcp_tools(const Context& context, const config::Loaded& loaded, const std::string& folder) {
  const auto box = std::make_shared<Toolbox>(context, loaded, folder);
  std::vector<Tool> tools;
  tools.push_back({"search", "Search source",
                   "Finds the files, lines and functions of the repository that a question, words or an identifier are "
                   "about, best first. The query may hold lang:rust, path:src/**, -path:tests, sym:Name and \"exact "
                   "text\".",
                   schema({{"query", property("string", "What to look for")},
                           {"path", property("string", "A file or folder to keep to")},
                           {"lang", property("string", "A language, such as rust")},
                           {"limit", property("integer", "Files to return: 1 to 50, 10 by default")},
                           {"snippet", property("integer", "Lines to show of each place: 0 to 200, 5 by default")}},
                          {"query"}),
                   [box](const ToolArguments& arguments) { return box->search(arguments); }});
  tools.push_back(
      {"analyze", "Review a file",
       "Code smells and refactorings of a file or folder: a stored answer of a model where there is one, else "
       "what the built-in analyzer finds. No model is called.",
       schema({{"path", property("string", "The file or folder")}}, {"path"}),
       [box](const ToolArguments& arguments) { return box->analyze(arguments); }});
  tools.push_back({"budget", "Show the budget", "What reviews by models have cost this month, and what is left.",
                   schema({}, {}), [box](const ToolArguments&) { return box->budget(); }});
  tools.push_back({"index_status", "Show the search index", "What the search index of the repository holds.",
                   schema({}, {}), [box](const ToolArguments&) { return box->index_status(); }});
  return tools;
}

}  // namespace rustassistant::cli
