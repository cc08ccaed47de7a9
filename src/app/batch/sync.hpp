// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>

#include "questions.hpp"

namespace rustassistant::app {

// Keeps in the cache what a sync has seen, unless the run was stopped before it was done. Errors: storage.
[[nodiscard]] Result<void> remember(const SeenChange& seen, const BuildScope& scope, const Services& services);

// Marks answers that are stored and that nobody has asked for yet. `repository`: its canonical path. Errors: storage.
[[nodiscard]] Result<void> mark_warmed(std::span<const domain::CacheKey> keys, const std::string& repository,
                                       const config::CacheSettings& settings, const Services& services);

// The settings of a run: one that warms has a cap of its own, a tenth of what remains of the month where there is no
// other. Errors: storage (the ledger cannot be used).
[[nodiscard]] Result<config::Loaded> with_warming_cap(config::Loaded loaded, const BuildRequest& request,
                                                      const Services& services);

}  // namespace rustassistant::app
