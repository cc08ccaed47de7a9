// SPDX-License-Identifier: MIT
#pragma once

#include <string>

// The documents that come from the tables of commands and settings, whole.
namespace rustassistant::cli {

// docs/cli.md
[[nodiscard]] std::string cli_markdown();
// docs/configuration.md
[[nodiscard]] std::string configuration_markdown();

}  // namespace rustassistant::cli
