// SPDX-License-Identifier: MIT
#include "unknown.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "rustassistant/base/text.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/sys/files.hpp"
#include "settings_file.hpp"

namespace rustassistant::config {
namespace {

using Names = std::vector<std::string_view>;

// Sections that decide who is asked and what may be spent.
constexpr std::array<std::string_view, 3> kMoneySections{"budget", "prices", "llm"};
constexpr std::string_view kPrefix = "RUSTASSISTANT_";

std::string_view section_of(std::string_view name) {
  return name.substr(0, std::min(name.find('.'), name.size()));
}

std::string_view leaf_of(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

bool is_money(std::string_view section) {
  return std::find(kMoneySections.begin(), kMoneySections.end(), section) != kMoneySections.end();
}

// With its last dot; nothing, where there is none.
std::string_view table_of(std::string_view name) {
  return name.substr(0, name.size() - leaf_of(name).size());
}

// The one setting of the same leaf that is meant by a name in the wrong table, or in none.
std::optional<std::string_view> misplaced(std::string_view name) {
  std::optional<std::string_view> meant;
  for (const SettingRow& row : setting_rows()) {
    const std::string_view section = section_of(row.name);
    const bool is_near = table_of(name).empty() || section == section_of(name);
    const bool counts = section == "budget" || (is_money(section) && is_near);
    if (!counts || leaf_of(row.name) != leaf_of(name)) continue;
    if (meant) return std::nullopt;
    meant = row.name;
  }
  return meant;
}

std::optional<std::string> nearest_setting(std::string_view name) {
  if (section_of(name) == "prices") {
    const auto close = nearest(leaf_of(name), kPriceRates);
    if (!close) return std::nullopt;
    return std::string(table_of(name)) + std::string(*close);
  }
  Names names;
  for (const SettingRow& row : setting_rows()) names.push_back(row.name);
  if (const auto close = nearest(name, names)) return std::string(*close);
  if (const auto meant = misplaced(name)) return std::string(*meant);
  return std::nullopt;
}

// What may stand where `name` stands.
std::string known_beside(std::string_view name) {
  std::string listed;
  const auto add = [&](std::string_view known) { listed += (listed.empty() ? "" : ", ") + std::string(known); };
  if (section_of(name) == "prices") {
    for (const std::string_view rate : kPriceRates) add(rate);
    return "a price has " + listed;
  }
  for (const SettingRow& row : setting_rows()) {
    if (!table_of(name).empty() && table_of(row.name) == table_of(name)) add(row.name);
  }
  return listed.empty() ? "`rustassistant config init` writes a file with every setting" : "known are: " + listed;
}

std::string with_suggestion(std::string text, const std::optional<std::string>& close) {
  return close ? std::move(text) + " (did you mean '" + neutralise(*close) + "'?)" : text;
}

// The variable that is meant by the part behind the prefix.
std::optional<std::string> nearest_variable(std::string_view rest, const std::vector<std::string>& known) {
  constexpr std::string_view kLlm = "LLM_";  // which names of variables leave out
  const Names names(known.begin(), known.end());
  auto close = rest.starts_with(kLlm) ? nearest(rest.substr(kLlm.size()), names) : std::nullopt;
  if (!close) close = nearest(rest, names);
  if (!close) return std::nullopt;
  return std::string(kPrefix) + std::string(*close);
}

bool begins_with_money(std::string_view rest) {
  return std::any_of(kMoneySections.begin(), kMoneySections.end(), [&](std::string_view section) {
    return rest.size() > section.size() && rest[section.size()] == '_' && to_lower(rest).starts_with(section);
  });
}

}  // namespace

UnknownName unknown_setting(std::string_view name, const std::string& place) {
  const auto close = nearest_setting(name);
  const std::string_view section = section_of(name);
  const bool fatal =
      is_money(section) || nearest(section, kMoneySections).has_value() || (close && is_money(section_of(*close)));
  return {{Errc::config, with_suggestion("unknown setting " + sys::quoted(name) + " in " + place, close),
           known_beside(close ? *close : name)},
          fatal};
}

std::vector<UnknownName> unknown_variables(const sys::Environment& environment) {
  std::vector<std::string> known{"HOME", "EMBEDDINGS_API_KEY"};
  for (const SettingRow& row : setting_rows()) known.push_back(variable_of(row.name).substr(kPrefix.size()));
  std::vector<UnknownName> fatal;
  std::vector<UnknownName> harmless;
  for (const std::string& variable : environment.names_with_prefix(kPrefix)) {
    const std::string_view rest = std::string_view(variable).substr(kPrefix.size());
    if (std::find(known.begin(), known.end(), rest) != known.end()) continue;
    const auto close = nearest_variable(rest, known);
    const bool is_fatal = close.has_value() || begins_with_money(rest);
    (is_fatal ? fatal : harmless)
        .push_back({{Errc::config, with_suggestion("unknown variable " + neutralise(variable), close),
                     "unset it; docs/configuration.md lists the variable of every setting"},
                    is_fatal});
  }
  fatal.insert(fatal.end(), harmless.begin(), harmless.end());
  return fatal;
}

}  // namespace rustassistant::config
