// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/app/sync_findings.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/table.hpp"

// What a sync found, as it is shown before what it asked, or would ask.
namespace rustassistant::render {

[[nodiscard]] LabelledRows sync_rows(const app::SyncFindings& sync);
[[nodiscard]] Json sync_json(const app::SyncFindings& sync);

}  // namespace rustassistant::render
