// SPDX-License-Identifier: MIT
#include "mcp_tools.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "analyze_tool.hpp"
#include "answers.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/search.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/version.hpp"
#include "rustassistant/render/budget.hpp"
#include "rustassistant/render/search.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

McpJson schema(std::initializer_list<std::pair<const char*, McpJson>> properties,
               std::initializer_list<const char*> required) {
  McpJson result{{"type", "object"}, {"properties", McpJson::object()}, {"required", McpJson::array()}};
  for (const auto& [name, property] : properties) result["properties"][name] = property;
  for (const char* name : required) result["required"].push_back(name);
  result["additionalProperties"] = false;
  return result;
}

McpJson property(const char* type, const char* description) {
  return {{"type", type}, {"description", description}};
}

McpJson number_property(std::int64_t least, std::int64_t most, const char* description) {
  return {{"type", "integer"}, {"description", description}, {"minimum", least}, {"maximum", most}};
}

McpJson cursor_property() {
  return property("string", "Where to go on: what an answer that had more than fits gave for it");
}

bool goes_up(std::string_view path) {
  for (const std::string_view part : split(path, '/')) {
    if (part == "..") return true;
  }
  return false;
}

// The report with at most that many results.
app::SearchReport first_of(app::SearchReport report, std::size_t results) {
  report.more += static_cast<std::int64_t>(report.results.size() - results);
  report.results.resize(results);
  return report;
}

std::string shown_text(app::SearchReport report) {
  const std::int64_t more = std::exchange(report.more, 0);
  std::string text = render::search(report, render::Explain::no, view_of(render::Format::text));
  if (more > 0) text += "\n" + counted(more, "file", "files") + " more\n";
  const std::string freshness = render::freshness_text(report.index);
  return freshness.empty() ? text : text + "\n" + freshness + "\n";
}

std::string shown_document(const app::SearchReport& report) {
  return render::search(report, render::Explain::no, view_of(render::Format::json));
}

bool fits(const app::SearchReport& report) {
  constexpr std::size_t kCursor = 200;  // what is added for the next page
  const std::string lines = render::search(report, render::Explain::no, view_of(render::Format::json_lines));
  return std::max(shown_text(report).size(), lines.size()) + kCursor <= kMaxToolAnswer;
}

// As many results as fit an answer, at least one.
ToolAnswer page_of(app::SearchReport report, std::size_t skipped) {
  if (report.results.empty())
    return answer_of(skipped == 0 ? "nothing found\n" : "nothing more found\n", shown_document(report));
  std::size_t results = report.results.size();
  while (results > 1 && !fits(first_of(report, results))) --results;
  report = first_of(std::move(report), results);
  if (auto& snippet = report.results.front().snippet; snippet && !fits(report)) {
    snippet->text = first_bytes(std::move(snippet->text), kMaxToolAnswer / 4);
    snippet->is_cut = true;
  }
  return answer_of(shown_text(report), shown_document(report),
                   report.more == 0 ? std::string() : std::to_string(skipped + results));
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
    request.limit = arguments.value("limit", std::size_t{10});
    request.snippet = {arguments.value("snippet", std::size_t{5})};
    if (arguments.contains("cursor")) {
      const auto skipped = parse_integer(text_of(arguments, "cursor"));
      if (!skipped || *skipped < 0 || *skipped > kMostSkipped)
        return failed({Errc::usage, "the cursor is not one of `search`", "begin without a cursor"});
      request.skip = static_cast<std::size_t>(*skipped);
    }
    request.may_spend = loaded_.settings.mcp.may_spend ? MaySpend::yes : MaySpend::no;
    auto report = app::search(request, loaded_, context_.services, {});
    if (!report) return failed(report.error());
    name_from_folder(*report);
    return page_of(*std::move(report), request.skip);
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
    const bool spend = truth_of(arguments, "spend");
    if (spend && !loaded_.settings.mcp.may_spend) {
      return failed({Errc::budget, "agents may not spend money here",
                     "only the user can allow it: `may_spend = true` in section [mcp] of the user's config.toml"});
    }
    return analyze_for_agent(context_, loaded_, from_folder(*path), spend ? MaySpend::yes : MaySpend::no,
                             text_of(arguments, "cursor"));
  }

 private:
  static constexpr std::int64_t kMostSkipped = 1'000'000;

  // A path as the user of the protocol names it, from the folder. Of what lies outside, nothing is told.
  [[nodiscard]] Result<std::string> within(const std::string& named) const {
    const auto outside = [&] {
      return fail(Errc::usage, sys::quoted(named) + " is outside of " + sys::quoted(folder_),
                  "the server serves the folder that it was started in");
    };
    if (named.empty() || named.find('\0') != std::string::npos) return fail(Errc::usage, "the path names nothing");
    auto whole = sys::canonical_path(named.starts_with('/') ? named : sys::joined(folder_, named));
    if (whole && is_within(*whole)) return whole;
    if (whole || goes_up(named) || (named.starts_with('/') && !is_within(named))) return outside();
    return whole;
  }
  [[nodiscard]] bool is_within(const std::string& path) const {
    return path == folder_ || path.starts_with(folder_.ends_with('/') ? folder_ : folder_ + "/");
  }
  // For the working folder; never "-", which is standard input.
  [[nodiscard]] std::string from_folder(const std::string& path) const {
    if (path == folder_) return ".";
    std::string rest = path.substr(folder_.size() + (folder_.ends_with('/') ? 0 : 1));
    return rest.starts_with('-') ? "./" + rest : rest;
  }

  // A search names paths from the top of the repository, and keeps to the folder.
  void name_from_folder(app::SearchReport& report) const {
    std::string top = std::exchange(report.index.repository, folder_);
    if (!top.ends_with('/')) top += '/';
    if (!folder_.starts_with(top)) return;
    const std::string prefix = folder_.substr(top.size()) + "/";
    for (app::SearchResult& result : report.results) {
      if (result.path.starts_with(prefix)) result.path.erase(0, prefix.size());
    }
  }

  const Context& context_;
  const config::Loaded& loaded_;
  std::string folder_;
};

Tool search_tool(const std::shared_ptr<Toolbox>& box) {
  return {
      "search", "Search source",
      "Finds the files, lines and functions of the repository that a question, words or an identifier are about, "
      "best first. The query may hold lang:rust, path:src/** (from the repository's top), -path:tests, sym:Name and "
      "\"exact text\".",
      schema({{"query", property("string", "What to look for")},
              {"path", property("string", "A file or folder to keep to")},
              {"lang", property("string", "A language, such as rust")},
              {"limit", number_property(1, 50, "Files to return: 1 to 50, 10 by default")},
              {"snippet", number_property(0, 200, "Lines to show of each place: 0 to 200, 5 by default")},
              {"cursor", cursor_property()}},
             {"query"}),
      [box](const ToolArguments& arguments) { return box->search(arguments); }};
}

Tool analyze_tool(const std::shared_ptr<Toolbox>& box, bool may_spend) {
  return {"analyze",
          "Review a file",
          may_spend ? "Code smells and refactorings of a file or folder: a stored answer of a model where there is "
                      "one, else what the built-in analyzer finds. With `spend` the configured model is asked, which "
                      "costs money and is limited by the budget."
                    : "Code smells and refactorings of a file or folder: a stored answer of a model where there is "
                      "one, else what the built-in analyzer finds. The user does not allow that a model is called.",
          schema({{"path", property("string", "The file or folder")},
                  {"spend", property("boolean",
                                     "Call the configured model where it has not answered yet; false by "
                                     "default, and refused unless the user allows it")},
                  {"cursor", cursor_property()}},
                 {"path"}),
          [box](const ToolArguments& arguments) { return box->analyze(arguments); },
          may_spend};
}

}  // namespace

McpServer mcp_server(const Context& context, const config::Loaded& loaded, const std::string& folder) {
  const auto box = std::make_shared<Toolbox>(context, loaded, folder);
  const bool may_spend = loaded.settings.mcp.may_spend;
  McpServer server;
  server.version = program_version();
  server.instructions =
      "Finds source in the repository that the server was started in: use `search` before reading files one by one. ";
  server.instructions += may_spend ? "Nothing costs money but `analyze` with `spend`."
                                   : "Nothing is sent anywhere, and nothing costs money.";
  server.tools.push_back(search_tool(box));
  server.tools.push_back(analyze_tool(box, may_spend));
  server.tools.push_back({"budget", "Show the budget", "What reviews by models have cost this month, and what is left.",
                          schema({}, {}), [box](const ToolArguments&) { return box->budget(); }});
  server.tools.push_back({"index_status", "Show the search index", "What the search index of the repository holds.",
                          schema({}, {}), [box](const ToolArguments&) { return box->index_status(); }});
  return server;
}

}  // namespace rustassistant::cli
