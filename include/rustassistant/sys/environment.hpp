// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"

namespace rustassistant::sys {

using Variables = std::map<std::string, std::string, std::less<>>;

// Environment variables as a value, so that what depends on them can be tested. An empty variable counts as unset.
class Environment {
 public:
  Environment() = default;
  explicit Environment(Variables variables) : variables_(std::move(variables)) {}
  [[nodiscard]] static Environment of_process();

  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
  // Of the variables that are set, in order.
  [[nodiscard]] std::vector<std::string> names_with_prefix(std::string_view prefix) const;

 private:
  Variables variables_;
};

// A path with the home folder in place of "~" or the "~" of "~/…" at its beginning, as a shell would have it; any other
// path, and where there is no home, as it is.
[[nodiscard]] std::string home_expanded(std::string path, const Environment& environment);

}  // namespace rustassistant::sys
