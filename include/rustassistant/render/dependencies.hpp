// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/dependencies.hpp"
#include "rustassistant/render/view.hpp"

// Dependencies of files. Pure.
namespace rustassistant::render {

// As text or JSON. With `view.verbose` the text lists imports of what is not in the repository, too.
[[nodiscard]] std::string dependencies(const app::DependencyReport& report, const View& view);

// As a graph for Graphviz.
[[nodiscard]] std::string dependencies_dot(const app::DependencyReport& report);

}  // namespace rustassistant::render
