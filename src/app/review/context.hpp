// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "repository_reader.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/source/summaries.hpp"

namespace rustassistant::app {

// What is sent of the files that a file depends on, with analysis.context = "interfaces": signatures of what it uses of
// them (source/summaries.hpp). What must not be sent to a provider is not: secrets are replaced as in every file, with
// privacy.redact = "refuse" a file that holds some gives no signatures, nor does one that is named like a key store.
//
// The repository is read when first asked, and is from then on as it was then. Safe to use from several threads.
class DependencyContext {
 public:
  // `root`: canonical. `services` must outlive this.
  DependencyContext(std::string root, const config::Settings& settings, FactsUse use, const Services& services);

  // Of a file by its path below the root, with the content that is asked about. Empty where it uses nothing that is
  // known, is not among the files of the repository, or the repository cannot be read.
  [[nodiscard]] std::string of(const std::string& path, std::string_view content);

 private:
  using KnownInterface = std::shared_ptr<const source::Interface>;

  // False: there is no repository.
  bool read_once();
  [[nodiscard]] std::vector<source::Dependency> edges_of(std::size_t file, source::FileImports imports);
  [[nodiscard]] KnownInterface interface_of(std::size_t file);
  [[nodiscard]] source::Interface read_interface(std::size_t file) const;

  const std::string root_;
  const config::Settings settings_;
  const FactsUse use_;
  const Services& services_;
  std::mutex mutex_;  // of what follows
  bool is_read_ = false;
  std::optional<source::Repository> repository_;
  std::vector<std::vector<source::Dependency>> edges_;  // by the file that has them
  std::map<std::size_t, KnownInterface> interfaces_;
  std::size_t interface_bytes_ = 0;
};

}  // namespace rustassistant::app
