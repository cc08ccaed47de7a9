// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/model_check.hpp"
#include "rustassistant/render/view.hpp"

namespace rustassistant::render {

[[nodiscard]] std::string model_check(const app::ModelCheck& check, const View& view);

}  // namespace rustassistant::render
