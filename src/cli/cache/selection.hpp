// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "command.hpp"
#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/cache/statistics.hpp"

// What several commands of the cache ask of their options.
namespace rustassistant::cli {

// The id of the repository that `option` names: that of a path that exists, or of one that the cache has entries of.
// Error (usage) otherwise, which names the nearest.
[[nodiscard]] Result<std::string> repo_named(const std::string& path, std::string_view option,
                                             const cache::Statistics& statistics, const Context& context);

// Warns if there is no entry of a model, or of a file, and names the nearest that there is.
void warn_if_unknown_model(const std::string& model, const cache::Statistics& statistics, Console& console);
void warn_if_unknown_file(const std::string& path, Console& console);

// Whether more than half of the paid answers are among what would be removed, by what they cost, or of those whose cost
// is unknown.
[[nodiscard]] bool is_most_of_what_was_paid(const cache::Removal& removal, const cache::Statistics& statistics);

// Asks before a removal on a terminal. Error (usage): the answer was no, or nobody can be asked and `why` tells why
// --yes is needed; an empty `why`: then it is not.
[[nodiscard]] Result<void> confirm(const cache::Removal& planned, std::string_view why, Console& console);

}  // namespace rustassistant::cli
