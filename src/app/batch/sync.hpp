// SPDX-License-Identifier: MIT
#pragma once

#include <set>
#include <vector>

#include "questions.hpp"

namespace rustassistant::app {

// What is to be remembered of a sync; of a build nothing. A warming run, which leaves most files out, has not seen
// them.
struct Remembered {
  SeenChange seen;
  std::vector<domain::CacheKey> asked;  // by a warming run
};

// Keeps it in the cache: what was seen, unless the run was stopped before it was done, and which of the answers that
// were paid for (`fresh`) a warming run asked for. Errors: storage.
[[nodiscard]] Result<void> remember(const Remembered& remembered, const std::set<domain::CacheKey>& fresh,
                                    const BuildScope& scope, const Services& services);

// The settings of a run: one that warms has a cap of its own, a tenth of what remains of the month where there is no
// other. Errors: storage (the ledger cannot be used).
[[nodiscard]] Result<config::Loaded> with_warming_cap(config::Loaded loaded, const BuildRequest& request,
                                                      const Services& services);

}  // namespace rustassistant::app
