// SPDX-License-Identifier: MIT
#include "rustassistant/sys/environment.hpp"

#include <unistd.h>

namespace rustassistant::sys {

Environment Environment::of_process() {
  Variables variables;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return Environment(std::move(variables));
}

std::optional<std::string> Environment::value(std::string_view name) const {
  const auto found = variables_.find(name);
  if (found == variables_.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::vector<std::string> Environment::names_with_prefix(std::string_view prefix) const {
  std::vector<std::string> names;
  for (auto entry = variables_.lower_bound(prefix); entry != variables_.end() && entry->first.starts_with(prefix);
       ++entry) {
    if (!entry->second.empty()) names.push_back(entry->first);
  }
  return names;
}

std::string home_expanded(std::string path, const Environment& environment) {
  if (path != "~" && !path.starts_with("~/")) return path;
  const auto home = environment.value("HOME");
  return home ? path.replace(0, 1, *home) : path;
}

}  // namespace rustassistant::sys
