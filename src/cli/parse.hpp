// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "command.hpp"

namespace rustassistant::cli {

// What the words of a command line ask for.
struct Invocation {
  const Command* command = nullptr;  // null: only help or the version was asked for
  std::string_view help_for;         // with help and without a command: the group; empty: the whole program
  bool help = false;
  bool version = false;
  bool verbose = false;  // with version: the versions of the libraries, too
  Arguments arguments;
};

// What became of the words.
struct Parsed {
  Result<Invocation> invocation;
  std::string format;  // that --format asked for, as far as it was understood, whatever else is wrong; may be empty
};

// `words` without the program's name. Errors are of kind usage and name the nearest word that exists. --help and
// --version win over every other mistake.
[[nodiscard]] Parsed parse(const std::vector<std::string>& words);

}  // namespace rustassistant::cli
