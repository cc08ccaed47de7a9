// SPDX-License-Identifier: MIT
#include <string>
#include <string_view>

#include "rustassistant/config/settings_table.hpp"

namespace rustassistant::config {

std::string initial_file() {
  std::string text =
      "# Settings of rustassistant. Every line that is commented out shows a default.\n"
      "# `rustassistant config show --origin` shows which values apply, and why.\n";
  const Settings defaults;
  std::string section;
  for (const SettingRow& row : setting_rows()) {
    const auto dot = row.name.rfind('.');
    if (const std::string_view own = row.name.substr(0, dot); own != section) {
      section = own;
      text += "\n[" + section + "]\n";
    }
    text += "# " + std::string(row.help) + "\n# " + std::string(row.name.substr(dot + 1)) + " = " + row.show(defaults) +
            "\n";
  }
  return text +
         "\n# Prices of models that are not in the price table, in US dollars per million tokens; 0 for a server that "
         "costs nothing.\n"
         "# [prices.\"some-model\"]\n# input = 0.15\n# cached_input = 0.075\n# output = 0.60\n";
}

}  // namespace rustassistant::config
