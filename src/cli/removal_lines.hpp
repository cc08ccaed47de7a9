// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "rows.hpp"
#include "rustassistant/cache/maintenance.hpp"

// What left the cache, as it is shown.
namespace rustassistant::cli {

[[nodiscard]] LabelledRows removal_rows(const cache::Removal& removal, cache::DryRun dry_run);
[[nodiscard]] nlohmann::ordered_json removal_json(const cache::Removal& removal);

}  // namespace rustassistant::cli
