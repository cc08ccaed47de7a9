// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

// What left the cache, as it is shown.
namespace rustassistant::render {

[[nodiscard]] LabelledRows removal_rows(const cache::Removal& removal, cache::DryRun dry_run);
[[nodiscard]] Json removal_json(const cache::Removal& removal);

}  // namespace rustassistant::render
