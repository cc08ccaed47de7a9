// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/cache/statistics.hpp"
#include "rustassistant/render/document.hpp"

namespace rustassistant::render {

// "3 answers: 5 of 120 units asked, saved ~$0.0051"
[[nodiscard]] std::string reused_text(const cache::ReuseCounts& reused);
[[nodiscard]] Json reused_json(const cache::ReuseCounts& reused);

}  // namespace rustassistant::render
