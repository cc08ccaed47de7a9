// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>

#include "answers.hpp"
#include "command.hpp"
#include "rustassistant/app/file_result.hpp"
#include "rustassistant/app/search.hpp"

namespace rustassistant::cli {

// Whether a call of a model may be paid for.
using app::MaySpend;

// Reviews what lies at `path`, from the working folder, as `refactor analyze` does, and answers with as many files as
// fit. `cursor`: what an earlier answer gave for the next page; empty: the first one.
[[nodiscard]] ToolAnswer analyze_for_agent(const Context& context, const config::Loaded& loaded,
                                           const std::string& path, MaySpend may_spend, const std::string& cursor);

// How many items a reviewed file has: findings and suggestions, counted side by side.
[[nodiscard]] std::size_t items_of(const app::FileResult& result);
// The file with `count` of its items, from `first` on.
[[nodiscard]] app::FileResult part_of(app::FileResult result, std::size_t first, std::size_t count);

}  // namespace rustassistant::cli
