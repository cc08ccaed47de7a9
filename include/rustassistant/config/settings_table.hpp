// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/config/settings.hpp"

// The settings as data: reading, showing, `config init` and the documentation all go through this table.
namespace rustassistant::config {

// A value as text; a list where the setting is one, else a single text.
using Values = std::vector<std::string>;

struct SettingRow {
  std::string_view name;  // "cache.max_size"
  std::string_view help;  // one line, no full stop
  bool is_list;
  // Null when the value was taken, else what was expected.
  const char* (*assign)(Settings&, const Values&);
  // The value as a TOML literal.
  std::string (*show)(const Settings&);
  bool is_path = false;  // "~" and "~/" at its beginning stand for the home folder
  bool is_own = false;   // of [analysis], and yet never taken from a repository's file
};

[[nodiscard]] std::span<const SettingRow> setting_rows();
[[nodiscard]] const SettingRow* setting_row(std::string_view name);
// The name that stands for an older or shorter one ("cache.location"), else the name itself.
[[nodiscard]] std::string_view current_name(std::string_view name);

// "RUSTASSISTANT_CACHE_MAX_SIZE"; the section llm is left out: "RUSTASSISTANT_PROVIDER".
[[nodiscard]] std::string variable_of(std::string_view setting);

// The file that `config init` writes: every setting with its help and its default, commented out.
[[nodiscard]] std::string initial_file();

}  // namespace rustassistant::config
