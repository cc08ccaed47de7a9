// SPDX-License-Identifier: MIT
#include "ecma_packages.hpp"

#include <algorithm>
#include <array>

#include "manifests.hpp"
#include "repository_index.hpp"
#include "words.hpp"

namespace rustassistant::source {
namespace {

using nlohmann::json;

constexpr int kMaxExtends = 8;
constexpr int kMaxConditions = 8;

// What the asterisk of a pattern stands for in a name; nothing where it does not fit.
std::optional<std::string> matched(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name ? std::optional<std::string>(std::string()) : std::nullopt;
  const std::string_view head = pattern.substr(0, star);
  const std::string_view tail = pattern.substr(star + 1);
  if (name.size() < head.size() + tail.size() || !name.starts_with(head) || !name.ends_with(tail)) return std::nullopt;
  return std::string(name.substr(head.size(), name.size() - head.size() - tail.size()));
}

std::string filled(std::string_view pattern, std::string_view text) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return std::string(pattern);
  return std::string(pattern.substr(0, star)) + std::string(text) + std::string(pattern.substr(star + 1));
}

// Every path that conditions lead to: { "import": "./a.mjs", "require": { … } }.
void gather_paths(const json& value, std::vector<std::string>& paths, int depth = 0) {
  if (value.is_string()) paths.push_back(value.get<std::string>());
  if (depth >= kMaxConditions || (!value.is_object() && !value.is_array())) return;
  for (const json& part : value) gather_paths(part, paths, depth + 1);
}

// What an entry that is built is built from: "dist/a.mjs" from "src/a".
std::vector<std::string> built_from(std::string_view path) {
  constexpr std::string_view kBuilt = " dist lib build out es esm cjs umd types ";
  while (path.starts_with("./")) path.remove_prefix(2);
  const std::size_t slash = path.find('/');
  if (slash == std::string_view::npos || !has_word(kBuilt, path.substr(0, slash))) return {};
  std::string_view rest = path.substr(slash + 1);
  std::vector<std::string> sources;
  for (int i = 0; i < 2; ++i) {
    std::string_view stem = rest;
    const std::size_t name = stem.rfind('/') == std::string_view::npos ? 0 : stem.rfind('/') + 1;
    for (const std::string_view ending : {".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs"}) {
      if (stem.ends_with(ending) && stem.size() - name > ending.size()) {
        stem.remove_suffix(ending.size());
        break;
      }
    }
    sources.push_back("src/" + std::string(stem));
    sources.emplace_back(stem);
    const std::size_t next = rest.find('/');  // "dist/cjs/a.js"
    if (next == std::string_view::npos || !has_word(kBuilt, rest.substr(0, next))) break;
    rest = rest.substr(next + 1);
  }
  return sources;
}

// The paths that `exports` or `imports` gives to a key such as "./a".
std::vector<std::string> exported(const json& exports, const std::string& key) {
  std::vector<std::string> paths;
  const bool has_keys = exports.is_object() && !exports.empty() &&
                        (exports.begin().key().starts_with('.') || exports.begin().key().starts_with('#'));
  if (!has_keys) {
    if (key == ".") gather_paths(exports, paths);
    return paths;
  }
  if (const auto exact = exports.find(key); exact != exports.end()) gather_paths(*exact, paths);
  for (const auto& [pattern, value] : exports.items()) {
    if (!paths.empty() || pattern.find('*') == std::string::npos) continue;
    const auto star = matched(pattern, key);
    if (!star) continue;
    gather_paths(value, paths);
    for (std::string& path : paths) path = filled(path, *star);
  }
  return paths;
}

void add_with_sources(std::vector<std::string>& paths, const std::string& folder, const std::string& entry) {
  if (const auto path = path_within(folder, entry)) paths.push_back(*path);
  for (const std::string& source : built_from(entry)) {
    if (const auto path = path_within(folder, source)) paths.push_back(*path);
  }
}

std::vector<std::string> main_entries(const json& manifest) {
  std::vector<std::string> entries;
  for (const char* member : {"source", "module", "main", "types", "typings"}) {
    const auto value = manifest.find(member);
    if (value != manifest.end() && value->is_string()) entries.push_back(value->get<std::string>());
  }
  return entries;
}

}  // namespace

EcmaPackages::EcmaPackages(const Repository& repository) {
  for (const Manifest& manifest : repository.manifests) {
    const std::string name = manifest.path.substr(manifest.path.rfind('/') + 1);
    if (!name.ends_with(".json") || name == "compile_commands.json") continue;
    auto value = read_json_with_comments(manifest.content);
    if (!value || !value->is_object()) continue;
    const std::string folder = parent_folder(manifest.path);
    if (name != "package.json") {
      configurations_.emplace(manifest.path, std::move(*value));
      continue;
    }
    const auto given = value->find("name");
    if (given != value->end() && given->is_string()) packages_.try_emplace(given->get<std::string>(), folder, *value);
    manifests_.emplace(folder, std::move(*value));
  }
  for (const char* name : {"tsconfig.json", "jsconfig.json"}) {
    for (const auto& [path, value] : configurations_) {
      const std::string folder = parent_folder(path);
      if (path_below(folder, name) == path) by_folder_.try_emplace(folder, configuration(path, 0));
    }
  }
}

EcmaPackages::Configuration EcmaPackages::configuration(const std::string& path, int depth) const {
  Configuration result;
  const auto written = configurations_.find(path);
  if (written == configurations_.end() || depth > kMaxExtends) return result;
  const std::string folder = parent_folder(path);
  std::vector<std::string> parents;
  if (const auto extends = written->second.find("extends"); extends != written->second.end())
    gather_paths(*extends, parents);
  for (std::string& parent : parents) {
    if (!parent.starts_with('.')) continue;
    if (!parent.ends_with(".json")) parent += ".json";
    if (const auto target = path_within(folder, parent)) {
      Configuration inherited = configuration(*target, depth + 1);
      if (inherited.has_base || !inherited.paths.empty()) result = std::move(inherited);
    }
  }
  const auto options = written->second.find("compilerOptions");
  if (options == written->second.end() || !options->is_object()) return result;
  if (const auto base = options->find("baseUrl"); base != options->end() && base->is_string()) {
    const auto target = path_within(folder, base->get<std::string>());
    result.has_base = target.has_value();
    result.base = target.value_or("");
  }
  const auto paths = options->find("paths");
  if (paths == options->end() || !paths->is_object()) return result;
  result.paths.clear();
  for (const auto& [pattern, targets] : paths->items()) {
    PathRule rule{pattern, {}};
    std::vector<std::string> named;
    gather_paths(targets, named);
    for (const std::string& target : named) {
      if (auto inside = path_within(result.has_base ? result.base : folder, target)) rule.targets.push_back(*inside);
    }
    result.paths.push_back(std::move(rule));
  }
  std::sort(result.paths.begin(), result.paths.end(), [](const PathRule& a, const PathRule& b) {
    const bool wild_a = a.pattern.find('*') != std::string::npos;
    const bool wild_b = b.pattern.find('*') != std::string::npos;
    if (wild_a != wild_b) return wild_b;
    return a.pattern.size() != b.pattern.size() ? a.pattern.size() > b.pattern.size() : a.pattern < b.pattern;
  });
  return result;
}

std::vector<std::string> EcmaPackages::mapped(std::string_view file, const std::string& target) const {
  std::vector<std::string> paths;
  std::string folder = parent_folder(file);
  auto found = by_folder_.find(folder);
  while (found == by_folder_.end() && !folder.empty()) {
    folder = parent_folder(folder);
    found = by_folder_.find(folder);
  }
  if (found == by_folder_.end()) return paths;
  const Configuration& configuration = found->second;
  for (const PathRule& rule : configuration.paths) {
    const auto star = matched(rule.pattern, target);
    if (!star) continue;
    for (const std::string& to : rule.targets) paths.push_back(filled(to, *star));
    break;
  }
  if (configuration.has_base) paths.push_back(path_below(configuration.base, target));
  return paths;
}

std::string EcmaPackages::package_of(const std::string& target) const {
  std::size_t end = target.find('/');
  if (target.starts_with('@') && end != std::string::npos) end = target.find('/', end + 1);
  std::string name = target.substr(0, end);
  return packages_.contains(name) ? name : std::string();
}

std::vector<std::string> EcmaPackages::of_packages(std::string_view file, const std::string& target) const {
  std::vector<std::string> paths;
  if (target.starts_with('#')) {
    std::string folder = parent_folder(file);
    while (!manifests_.contains(folder) && !folder.empty()) folder = parent_folder(folder);
    const auto manifest = manifests_.find(folder);
    if (manifest == manifests_.end() || !manifest->second.contains("imports")) return paths;
    for (const std::string& path : exported(manifest->second["imports"], target)) add_with_sources(paths, folder, path);
    return paths;
  }
  const std::string name = package_of(target);
  if (name.empty()) return paths;
  const Package& package = packages_.at(name);
  const std::string rest = target.size() > name.size() ? target.substr(name.size() + 1) : std::string();
  const auto exports = package.manifest.find("exports");
  if (exports != package.manifest.end()) {
    for (const std::string& path : exported(*exports, rest.empty() ? "." : "./" + rest))
      add_with_sources(paths, package.folder, path);
  }
  if (rest.empty()) {
    for (const std::string& entry : main_entries(package.manifest)) add_with_sources(paths, package.folder, entry);
    paths.push_back(path_below(package.folder, "src/index"));
    paths.push_back(path_below(package.folder, "index"));
  } else {
    if (const auto path = path_within(package.folder, rest)) paths.push_back(*path);
    if (const auto path = path_within(path_below(package.folder, "src"), rest)) paths.push_back(*path);
  }
  return paths;
}

std::vector<std::string> EcmaPackages::entries_of_folder(const std::string& folder) const {
  const auto found = manifests_.find(folder);
  return found == manifests_.end() ? std::vector<std::string>() : main_entries(found->second);
}

}  // namespace rustassistant::source
