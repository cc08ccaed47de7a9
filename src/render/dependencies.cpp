// SPDX-License-Identifier: MIT
#include "rustassistant/render/dependencies.hpp"
#include "rustassistant/base/quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "rustassistant/base/text.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/paint.hpp"

namespace rustassistant::render {
namespace {

constexpr std::size_t kShownSymbols = 8;  // of an edge in text

std::string symbols_text(const std::vector<std::string>& symbols) {
  std::string text;
  for (std::size_t i = 0; i < std::min(symbols.size(), kShownSymbols); ++i)
    text += (i > 0 ? ", " : ": ") + neutralise(symbols[i]);
  if (symbols.size() > kShownSymbols) text += fmt::format(" and {} more", symbols.size() - kShownSymbols);
  return text;
}

// Each file once, with the files at the other end of its edges.
std::string edges_text(const app::DependencyReport& report, const Paint& paint) {
  std::vector<const source::Dependency*> edges;
  edges.reserve(report.edges.size());
  for (const source::Dependency& edge : report.edges) edges.push_back(&edge);
  const bool to = report.dependents;
  std::sort(edges.begin(), edges.end(), [to](const source::Dependency* a, const source::Dependency* b) {
    return to ? std::pair(a->to, a->from) < std::pair(b->to, b->from)
              : std::pair(a->from, a->to) < std::pair(b->from, b->to);
  });
  std::string text;
  std::size_t last = report.files.size();
  for (const source::Dependency* edge : edges) {
    const std::size_t about = to ? edge->to : edge->from;
    const std::size_t other = to ? edge->from : edge->to;
    if (about != last) text += paint.bold(neutralise(report.files[about])) + "\n";
    last = about;
    text += fmt::format("  {} {}", to ? "<-" : "->", neutralise(report.files[other]));
    if (edge->line > 0) text += paint.dim(to ? fmt::format(":{}", edge->line) : fmt::format(" (line {})", edge->line));
    text += symbols_text(edge->symbols) + "\n";
  }
  return text;
}

std::string unresolved_text(const app::DependencyReport& report, const View& view) {
  std::string text;
  std::array<std::size_t, source::kUnresolvedReasons> counts{};
  for (const source::UnresolvedImport& import : report.unresolved) {
    ++counts[static_cast<std::size_t>(import.reason)];
    if (import.reason == source::Unresolved::outside && !view.verbose) continue;
    text += fmt::format("  {}:{}  {} ({})\n", neutralise(report.files[import.from]), import.line,
                        neutralise(import.target), source::name_of(import.reason));
  }
  if (!text.empty()) text = "\nnot resolved:\n" + text;
  const std::size_t outside = counts[static_cast<std::size_t>(source::Unresolved::outside)];
  if (outside > 0 && !view.verbose)
    text += fmt::format("\n{} of what is not in the repository\n",
                        counted(static_cast<std::int64_t>(outside), "import", "imports"));
  return text;
}

std::string cycles_text(const app::DependencyReport& report) {
  std::string text;
  for (const auto& cycle : report.cycles) {
    text += fmt::format("\nin a cycle, {}:\n", counted(static_cast<std::int64_t>(cycle.size()), "file", "files"));
    for (const std::size_t file : cycle) text += "  " + neutralise(report.files[file]) + "\n";
  }
  return text;
}

std::string graph_text(const app::DependencyReport& report, const View& view) {
  std::string text = edges_text(report, Paint(view.color));
  if (text.empty()) text = report.dependents ? "nothing depends on it\n" : "it depends on no file of the repository\n";
  return text + unresolved_text(report, view) + cycles_text(report);
}

std::string graph_json(const app::DependencyReport& report) {
  Json json = document("rustassistant.deps/1");
  json["top"] = json_text(report.top);
  json["path"] = json_text(report.path);
  json["dependents"] = report.dependents;
  json["files"] = report.files.size();
  json["edges_in_repository"] = report.edges_in_repository;
  json["edges"] = Json::array();
  for (const source::Dependency& edge : report.edges) {
    Json symbols = Json::array();
    for (const std::string& symbol : edge.symbols) symbols.push_back(json_text(symbol));
    json["edges"].push_back({{"from", json_text(report.files[edge.from])},
                             {"to", json_text(report.files[edge.to])},
                             {"line", edge.line > 0 ? Json(edge.line) : Json(nullptr)},
                             {"symbols", std::move(symbols)}});
  }
  json["unresolved"] = Json::array();
  for (const source::UnresolvedImport& import : report.unresolved) {
    json["unresolved"].push_back({{"from", json_text(report.files[import.from])},
                                  {"line", import.line},
                                  {"import", json_text(import.target)},
                                  {"reason", source::name_of(import.reason)}});
  }
  json["cycles"] = Json::array();
  for (const auto& cycle : report.cycles) {
    Json files = Json::array();
    for (const std::size_t file : cycle) files.push_back(json_text(report.files[file]));
    json["cycles"].push_back({{"files", std::move(files)}});
  }
  return to_text(json);
}

// A text in quotes as Graphviz reads it.
std::string dot_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : neutralise(text)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace

std::string dependencies(const app::DependencyReport& report, const View& view) {
  return view.format == Format::json ? graph_json(report) : graph_text(report, view);
}

std::string dependencies_dot(const app::DependencyReport& report) {
  std::set<std::size_t> in_cycle;
  for (const auto& cycle : report.cycles) in_cycle.insert(cycle.begin(), cycle.end());
  std::string text = "digraph dependencies {\n  rankdir=LR;\n  node [shape=box];\n";
  std::set<std::size_t> shown;
  for (const source::Dependency& edge : report.edges) shown.insert({edge.from, edge.to});
  for (const std::size_t file : shown)
    text += fmt::format("  {}{};\n", dot_text(report.files[file]), in_cycle.contains(file) ? " [color=red]" : "");
  for (const source::Dependency& edge : report.edges)
    text += fmt::format("  {} -> {};\n", dot_text(report.files[edge.from]), dot_text(report.files[edge.to]));
  return text + "}\n";
}

}  // namespace rustassistant::render
