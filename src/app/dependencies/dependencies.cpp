// SPDX-License-Identifier: MIT
#include "rustassistant/app/dependencies.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "repository_place.hpp"
#include "repository_reader.hpp"
#include "rustassistant/domain/cycles.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {

Result<DependencyReport> dependencies(const DependencyRequest& request, const config::Loaded& loaded,
                                      const Services& services) {
  TRY_ASSIGN(const RepositoryPlace asked, place_in_repository(request.path, services));
  TRY_ASSIGN(const config::Loaded here,
             config::with_repository(loaded, asked.top, services.environment, config::RepositoryMay::loosen));
  for (std::size_t i = loaded.warnings.size(); i < here.warnings.size(); ++i) services.warn(here.warnings[i]);
  TRY_ASSIGN(const ReadRepository read,
             read_repository(asked.top, here.settings, request.use_cache ? FactsUse::keep : FactsUse::none, services));
  const source::Repository& repository = read.repository;

  DependencyReport report{asked.top, asked.path, asked.is_folder, request.direction == Direction::dependents, {}, 0, {},
                          {},        {}};
  std::vector<char> wanted;
  for (const source::SourceFile& file : repository.files) {
    report.files.push_back(file.path);
    wanted.push_back(asked.holds(file.path) ? 1 : 0);
  }
  if (!asked.is_folder && std::find(wanted.begin(), wanted.end(), 1) == wanted.end()) {
    return fail(Errc::input, sys::quoted(request.path) + " is not among the source files of " + sys::quoted(asked.top),
                "files that git ignores, and generated or vendored ones, take no part");
  }
  source::DependencyGraph graph = source::resolve(repository);
  report.edges_in_repository = static_cast<std::int64_t>(graph.edges.size());
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (source::Dependency& edge : graph.edges) {
    pairs.emplace_back(edge.from, edge.to);
    if (wanted[report.dependents ? edge.to : edge.from] != 0) report.edges.push_back(std::move(edge));
  }
  for (source::UnresolvedImport& import : graph.unresolved) {
    if (wanted[import.from] != 0 && !report.dependents) report.unresolved.push_back(std::move(import));
  }
  for (auto& cycle : domain::cycles_of(report.files.size(), pairs)) {
    if (std::any_of(cycle.begin(), cycle.end(), [&](std::size_t file) { return wanted[file] != 0; }))
      report.cycles.push_back(std::move(cycle));
  }
  return report;
}

}  // namespace rustassistant::app
