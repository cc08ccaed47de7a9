// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "command.hpp"

namespace rustassistant::cli {

// What the words of a command line ask for.
struct Invocation {
  const Command* command = nullptr;  // null: only help or the version was asked for
  std::string_view help_for;         // with help: the group it was asked for; empty: the whole program
  bool help = false;
  bool version = false;
  bool verbose = false;  // with version: the versions of the libraries, too
  Arguments arguments;
};

// `words` without the program's name. Errors are of kind usage and name the nearest word that exists.
[[nodiscard]] Result<Invocation> parse(const std::vector<std::string>& words);

// Whether the words ask for JSON, as far as can be told without understanding the rest of them.
[[nodiscard]] bool wants_json(const std::vector<std::string>& words);

}  // namespace rustassistant::cli
