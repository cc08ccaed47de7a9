// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "rustassistant/privacy/secrets.hpp"

// Secrets in command lines, and those that are written behind a name and a blank. Each looks at one position of the
// text, `at`, whose line begins at `line`, and reads a bounded part of it.
namespace rustassistant::privacy {

// Behind a name and a blank: `ENV NAME …` of a Dockerfile, `password …` of a .netrc file, and behind any name a value
// that is random in itself. `at` is at the first word.
[[nodiscard]] std::optional<Secret> spaced_value(std::string_view text, std::size_t at, std::size_t line);

// Behind an option of a command: --password …, -u user:…, mysql -p…. `at` is at its first dash.
[[nodiscard]] std::optional<Secret> option_value(std::string_view text, std::size_t at, std::size_t line);

// user:…@tcp(…) and "user:…@/…", as Go's drivers of databases are addressed. `at` is at the colon.
[[nodiscard]] std::optional<Secret> password_in_source_name(std::string_view text, std::size_t at, std::size_t line);

// user/…@host of Oracle, behind `thin:` of a driver or the name of a command. `at` is at the first word.
[[nodiscard]] std::optional<Secret> password_behind_slash(std::string_view text, std::size_t at);

// ::add-mask::… of GitHub's workflows. `at` is at the first colon.
[[nodiscard]] std::optional<Secret> masked_value(std::string_view text, std::size_t at);

}  // namespace rustassistant::privacy
