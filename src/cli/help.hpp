// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "command.hpp"

// Help and documentation, all from the table of commands.
namespace rustassistant::cli {

// Of the whole program, or of one group of commands.
[[nodiscard]] std::string program_help(std::string_view group = {});
[[nodiscard]] std::string command_help(const Command& command);

// docs/cli.md and docs/configuration.md, whole.
[[nodiscard]] std::string cli_markdown();
[[nodiscard]] std::string configuration_markdown();

}  // namespace rustassistant::cli
