// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/app/search.hpp"
#include "rustassistant/render/view.hpp"

// What was found, and the state of an index. Pure.
namespace rustassistant::render {

// Whether a result says what its score is made of.
enum class Explain : bool { no, yes };

// As text, JSON, or JSON Lines: a line for each result and one about all of them at the end.
[[nodiscard]] std::string search(const app::SearchReport& report, Explain explain, const View& view);
// One sentence about what a search did to the index; empty: nothing worth saying.
[[nodiscard]] std::string freshness_text(const app::IndexStanding& index);

[[nodiscard]] std::string index_status(const app::IndexStanding& index, const View& view);
[[nodiscard]] std::string index_built(const app::IndexStanding& index, const View& view);
[[nodiscard]] std::string index_cleared(const app::IndexStanding& index, const View& view);

}  // namespace rustassistant::render
