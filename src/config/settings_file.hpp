// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/domain/prices.hpp"

namespace rustassistant::config {

inline constexpr std::int64_t kMaxSettingsFile = 1'000'000;

// What a table below [prices] may hold.
inline constexpr std::array<std::string_view, 4> kPriceRates{"input", "cached_input", "cache_write", "output"};

struct FileSetting {
  std::string name;  // with its sections: "llm.xai.base_url"
  Values values;     // several only for a list
};

// A settings file, before anything in it is believed. A name in a price that is no rate is among the settings.
struct SettingsFile {
  std::vector<FileSetting> settings;
  std::vector<domain::PriceOverride> prices;
};

// Any bytes are allowed. Malformed TOML, a value that is neither text, number, truth nor a list of texts, and a
// malformed price are Errors (config) with file and line; so are more settings, or longer names, than anybody needs.
[[nodiscard]] Result<SettingsFile> parse_settings_file(std::string_view content, const std::string& path);

}  // namespace rustassistant::config
