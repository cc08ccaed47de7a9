// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "paint.hpp"
#include "rustassistant/app/dry_run.hpp"

namespace rustassistant::cli {

[[nodiscard]] std::string dry_run_text(const app::DryRun& run, const Paint& paint);
[[nodiscard]] nlohmann::ordered_json dry_run_json(const app::DryRun& run);

}  // namespace rustassistant::cli
