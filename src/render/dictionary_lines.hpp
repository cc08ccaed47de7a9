// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "rustassistant/cache/maintenance.hpp"
#include "rustassistant/render/document.hpp"

// What results are compressed with, as it is shown.
namespace rustassistant::render {

[[nodiscard]] std::string dictionary_text(const cache::DictionaryInfo& dictionary);
[[nodiscard]] Json dictionary_json(const cache::DictionaryInfo& dictionary);

}  // namespace rustassistant::render
