// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/cache/entry.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/source/dependencies.hpp"

namespace rustassistant::app {

// What is done with facts about files, which the cache keeps by their content.
enum class FactsUse : std::uint8_t {
  none,     // every file is read anew
  look_up,  // nothing is written
  keep,
};

// What dependencies come to of one file.
struct FileState {
  cache::ContentHash content{};
  codec::Sha256Digest interface{};
};

// A repository, and the states of its files in their order.
struct ReadRepository {
  source::Repository repository;
  std::vector<FileState> states;
};

// The source files below a folder (canonical) with their imports, sorted by path, and the manifests. Files that cannot
// be read are warnings and left out; a cache that cannot be used is a warning. Errors: input (the folder cannot be
// read), interrupted.
[[nodiscard]] Result<ReadRepository> read_repository(const std::string& top, const config::Settings& settings,
                                                     FactsUse use, const Services& services);

// The files that most others depend on, at most `most`, the first of them with the most; without those that nothing
// depends on and those of tests. Pure.
[[nodiscard]] std::vector<std::string> most_imported(const source::Repository& repository,
                                                     const source::DependencyGraph& graph, std::size_t most);

}  // namespace rustassistant::app
