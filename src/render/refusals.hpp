// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/app/refused.hpp"
#include "rustassistant/render/document.hpp"

namespace rustassistant::render {

// One to a line: "line 3: bad member". `whole` names the file where no line of it is meant.
std::string refusals_text(const std::vector<app::Refused>& refusals, std::string_view whole);
Json refusals_json(const std::vector<app::Refused>& refusals);

}  // namespace rustassistant::render
