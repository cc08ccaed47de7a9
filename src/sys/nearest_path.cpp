// SPDX-License-Identifier: MIT
#include "rustassistant/sys/nearest_path.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::sys {
namespace {

// A folder with more entries is not searched to its end: the hint is not worth it.
constexpr std::size_t kMostNeighbors = 10'000;

// The part of the path that exists, with its slash, and the name below it that does not.
struct Missing {
  std::string folder;  // empty: the working folder
  std::string name;
  std::string rest;  // with its slash, or empty
};

Missing missing_part(const std::string& path) {
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const bool last = end == path.size();
    if (last || (end > 0 && !exists(path.substr(0, end))))
      return {path.substr(0, begin), path.substr(begin, end - begin), path.substr(end)};
    begin = end + 1;
  }
}

}  // namespace

std::optional<std::string> nearest_path(const std::string& path, std::vector<std::string> known) {
  const Missing missing = missing_part(path);
  std::error_code failure;
  std::filesystem::directory_iterator entry(missing.folder.empty() ? "." : missing.folder, failure);
  std::vector<std::string> names;
  for (; !failure && names.size() < kMostNeighbors && entry != std::filesystem::directory_iterator();
       entry.increment(failure))
    names.push_back(entry->path().filename().string());
  std::erase(names, missing.name);  // a link to nothing
  std::sort(names.begin(), names.end());
  const std::vector<std::string_view> views(names.begin(), names.end());
  if (const auto close = nearest(missing.name, views)) {
    const std::string corrected = missing.folder + std::string(*close);
    const bool complete = exists(corrected + missing.rest);
    return complete ? corrected + missing.rest : corrected;
  }
  const std::vector<std::string_view> others(known.begin(), known.end());
  const auto close = nearest(path, others);
  return close ? std::optional(std::string(*close)) : std::nullopt;
}

std::string hint_for_path(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    const auto close = nearest_path(path);
    if (close) return "did you mean " + sys::quoted(*close) + "?";
    return path.starts_with('/') ? "check the path" : "check the path: it is relative to the working folder";
  }
  if (error == EACCES) return "check its permissions, and those of the folders above it";
  return {};
}

}  // namespace rustassistant::sys
