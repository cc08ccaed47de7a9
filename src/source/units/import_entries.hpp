// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rustassistant::source {

// One thing that an import statement imports.
struct ImportEntry {
  std::string text;                // where it comes from and its name, without white space that means nothing
  std::vector<std::string> names;  // by which the file calls it; of all of a module: the words of its path
};

// The entries of a statement, each as if it stood alone: `use a::{b, c}` are a::b and a::c. In order, at least one.
[[nodiscard]] std::vector<ImportEntry> import_entries(std::string_view statement, std::string_view language);

}  // namespace rustassistant::source
