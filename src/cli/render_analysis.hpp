// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "paint.hpp"
#include "rustassistant/app/analyze.hpp"

// How the main job's results look. Pure; text from outside is neutralised.
namespace rustassistant::cli {

// `result` must be ok.
[[nodiscard]] std::string file_text(const app::FileResult& result, const Paint& paint);
[[nodiscard]] std::string summary_text(const app::AnalyzeSummary& summary, const Paint& paint);

[[nodiscard]] nlohmann::ordered_json file_json(const app::FileResult& result);
[[nodiscard]] nlohmann::ordered_json summary_json(const app::AnalyzeSummary& summary);
[[nodiscard]] nlohmann::ordered_json error_json(const Error& error);

}  // namespace rustassistant::cli
