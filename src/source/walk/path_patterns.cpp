// SPDX-License-Identifier: MIT
#include "rustassistant/source/path_patterns.hpp"

#include <memory>

#include "gitignore.hpp"

namespace rustassistant::source {

std::function<bool(std::string_view path)> path_matcher(const std::vector<std::string>& patterns) {
  const auto rules = std::make_shared<IgnoreRules>();
  for (const std::string& pattern : patterns) rules->add(pattern.starts_with("./") ? pattern.substr(1) : pattern);
  return [rules](std::string_view path) {
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
      if (rules->verdict(path.substr(0, slash), true) == Verdict::ignore) return true;
    }
    return rules->verdict(path, false) == Verdict::ignore;
  };
}

}  // namespace rustassistant::source
