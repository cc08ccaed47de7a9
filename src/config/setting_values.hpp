// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/units.hpp"
#include "rustassistant/config/settings_table.hpp"

// Values of settings: read as text into a member of Settings, and shown as literals of TOML.
namespace rustassistant::config {

// Each returns null when the value was taken, else what was expected.
[[nodiscard]] const char* assign_text(std::string& target, const Values& values);
[[nodiscard]] const char* assign_list(std::vector<std::string>& target, const Values& values);
[[nodiscard]] const char* assign_size(std::int64_t& target, const Values& values);  // bytes
[[nodiscard]] const char* assign_share(int& percent, const Values& values);         // whole percent
[[nodiscard]] const char* assign_truth(bool& target, const Values& values);
[[nodiscard]] const char* assign_provider(std::string& target, const Values& values);
[[nodiscard]] const char* assign_format(std::string& target, const Values& values);

[[nodiscard]] std::string toml_text(std::string_view text);
// The same of a secret: whether there is one. What only names a variable is shown.
[[nodiscard]] std::string toml_secret(std::string_view text);
// The same of a URL, without its user information.
[[nodiscard]] std::string toml_url(std::string_view url);
[[nodiscard]] std::string toml_list(const std::vector<std::string>& items);
[[nodiscard]] std::string toml_size(std::int64_t bytes);
[[nodiscard]] std::string toml_share(int percent);
[[nodiscard]] std::string toml_truth(bool value);
// Dollars with at least two decimals and no needless zeros after them.
[[nodiscard]] std::string toml_usd(NanoUsd amount);

}  // namespace rustassistant::config
