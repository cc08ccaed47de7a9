// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"

namespace rustassistant::app {

// What a user names, as a place in its repository.
struct RepositoryPlace {
  std::string top;   // canonical
  std::string path;  // from there; empty: all of it
  bool is_folder = false;

  // Whether it is a file, given from the top, or a folder that holds it.
  [[nodiscard]] bool holds(std::string_view file) const;
};

// The repository is that around the file or folder. Error (input): there is no such thing.
[[nodiscard]] Result<RepositoryPlace> place_in_repository(const std::string& named, const Services& services);

}  // namespace rustassistant::app
