// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rustassistant/app/doctor.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/render/view.hpp"

// Results of the commands about the program itself. Pure.
namespace rustassistant::render {

enum class Origins : bool { hide, show };

// A variable that holds a key, and whether it is set; never the key.
using KeyStates = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string settings(const config::Loaded& loaded, const KeyStates& keys, Origins origins,
                                   const View& view);

[[nodiscard]] std::string diagnosis(const app::Diagnosis& diagnosis, const View& view);

// The models whose prices are known, at the prices of a day (20261121).
[[nodiscard]] std::string models(int day, const View& view);

}  // namespace rustassistant::render
