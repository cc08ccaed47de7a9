// SPDX-License-Identifier: MIT
#pragma once

#include <string>

// The documents that come from the tables of commands and settings, whole.
namespace rustassistant::cli {

// docs/cli.md
[[nodiscard]] std::string cli_markdown();
// docs/rustassistant.1, a manual page in the man macros of roff
[[nodiscard]] std::string manual_page();
// docs/configuration.md
[[nodiscard]] std::string configuration_markdown();

}  // namespace rustassistant::cli
