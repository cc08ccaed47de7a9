// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "rustassistant/app/analyze.hpp"

// Who wrote the lines that a scan for notes found, and when: asked of git, never stored.
namespace rustassistant::app {

// Lets every note of the run carry its origin, where git knows one: not for files outside of a repository or unknown to
// git, nor where git is not installed. With `since`, notes are left out whose line is part of that commit's history;
// notes that git does not know stay. Errors (input), only with `since`: no git, no repository, no such commit. Warns
// where the history is cut off.
[[nodiscard]] Result<void> trace_origins(AnalyzeRequest& request, const std::optional<std::string>& since,
                                         const Services& services);

}  // namespace rustassistant::app
