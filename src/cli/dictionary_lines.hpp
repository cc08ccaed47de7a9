// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "rustassistant/cache/statistics.hpp"

// What results are compressed with, as it is shown.
namespace rustassistant::cli {

[[nodiscard]] std::string dictionary_text(const cache::DictionaryInfo& dictionary);
[[nodiscard]] nlohmann::ordered_json dictionary_json(const cache::DictionaryInfo& dictionary);

}  // namespace rustassistant::cli
