// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "rustassistant/app/doctor.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/domain/kind_catalog.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/render/view.hpp"

// Results of the commands about the program itself. Pure.
namespace rustassistant::render {

enum class Origins : bool { hide, show };

// A variable that holds a key, and whether it is set; never the key.
using KeyStates = std::vector<std::pair<std::string, std::string>>;
[[nodiscard]] std::string settings(const config::Loaded& loaded, const KeyStates& keys, Origins origins,
                                   const View& view);

// Where the user's settings file is.
[[nodiscard]] std::string settings_file(const std::string& path, const View& view);

[[nodiscard]] std::string diagnosis(const app::Diagnosis& diagnosis, const View& view);

// What a kind of finding means, how it is found, with which threshold, and how to allow it; of several, a line each.
[[nodiscard]] std::string explanation(std::span<const domain::KindFacts> kinds, const config::Loaded& loaded,
                                      const View& view);

// The models whose prices are known, at the prices of a day (20261121); of one provider, or of all.
[[nodiscard]] std::string models(int day, std::optional<domain::Provider> only, const View& view);

}  // namespace rustassistant::render
