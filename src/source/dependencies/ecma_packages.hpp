// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/source/dependencies.hpp"

namespace rustassistant::source {

// What package.json, tsconfig.json and jsconfig.json of a repository say of names that are no relative paths. Paths are
// from the top, without knowing whether they exist.
class EcmaPackages {
 public:
  explicit EcmaPackages(const Repository& repository);

  // By `paths` and `baseUrl` of the nearest tsconfig.json or jsconfig.json, the likeliest first.
  [[nodiscard]] std::vector<std::string> mapped(std::string_view file, const std::string& target) const;
  // In the packages of the repository, and by `imports` of the file's own ("#a").
  [[nodiscard]] std::vector<std::string> of_packages(std::string_view file, const std::string& target) const;
  // What package.json in a folder names as its entry, relative to the folder.
  [[nodiscard]] std::vector<std::string> entries_of_folder(const std::string& folder) const;
  // Whether the name is one of the repository's packages, or of something in it.
  [[nodiscard]] bool owns(const std::string& target) const { return !package_of(target).empty(); }

 private:
  struct Package {
    std::string folder;
    nlohmann::json manifest;
  };
  struct PathRule {
    std::string pattern;               // with at most one asterisk
    std::vector<std::string> targets;  // from the top
  };
  struct Configuration {
    std::vector<PathRule> paths;  // the longest first
    std::string base;
    bool has_base = false;
  };
  [[nodiscard]] Configuration configuration(const std::string& path, int depth) const;
  // The name of the package that a target begins with; empty where it is none of these.
  [[nodiscard]] std::string package_of(const std::string& target) const;

  std::map<std::string, nlohmann::json> configurations_;          // as written, by path
  std::map<std::string, Configuration, std::less<>> by_folder_;   // of tsconfig.json, else jsconfig.json
  std::map<std::string, Package> packages_;                       // by name
  std::map<std::string, nlohmann::json, std::less<>> manifests_;  // package.json by folder
};

}  // namespace rustassistant::source
