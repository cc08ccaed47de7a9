// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/dry_run.hpp"
#include "rustassistant/render/view.hpp"

namespace rustassistant::render {

// What a review would come to. Pure.
[[nodiscard]] std::string dry_run(const app::DryRun& run, const View& view);

}  // namespace rustassistant::render
