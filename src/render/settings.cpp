// SPDX-License-Identifier: MIT
#include <algorithm>

#include "origin.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/render/document.hpp"
#include "rustassistant/render/program.hpp"
#include "rustassistant/render/table.hpp"

namespace rustassistant::render {
namespace {

// As an inline table of TOML, in dollars per million tokens: a rate of 1 is a thousand nano-dollars of them.
std::string rates_text(const domain::Rates& rates) {
  const auto usd = [](PicoUsdPerToken rate) { return domain::format_cap(NanoUsd{rate.value * 1000}).substr(1); };
  return "{ input = " + usd(rates.input) + ", cached_input = " + usd(rates.cached) +
         ", cache_write = " + usd(rates.cache_write) + ", output = " + usd(rates.output) + " }";
}

std::string show_text(const config::Loaded& loaded, const KeyStates& keys, Origins origins) {
  LabelledRows rows;
  for (const config::SettingRow& row : config::setting_rows()) {
    rows.emplace_back(row.name, "= " + neutralise(row.show(loaded.settings)));
  }
  for (const domain::PriceOverride& price : loaded.settings.prices) {
    rows.emplace_back("prices.\"" + neutralise(price.id) + "\"", "= " + rates_text(price.rates));
  }
  if (origins == Origins::show) {
    std::size_t width = 0;
    for (const auto& [name, value] : rows) width = std::max(width, value.size());
    std::size_t index = 0;
    const auto append = [&](const config::Origin& from) {
      std::string& value = rows[index++].second;
      value += std::string(width - value.size() + 2, ' ') + "# " + origin_text(from);
    };
    for (const config::SettingRow& row : config::setting_rows()) append(loaded.origin_of(row.name));
    for (const domain::PriceOverride& price : loaded.settings.prices) append(loaded.origin_of("prices." + price.id));
  }
  std::string text = aligned(rows, View::kUnlimited) + "\n";
  text += aligned(keys, View::kUnlimited) + "\n";
  LabelledRows models;
  for (const llm::ProviderFacts& facts : llm::known_providers())
    models.emplace_back("default model of " + std::string(domain::name_of(facts.provider)),
                        facts.default_model.empty() ? "none" : std::string(facts.default_model));
  return text + aligned(models, View::kUnlimited);
}

Json show_json(const config::Loaded& loaded, const KeyStates& keys) {
  Json settings;
  for (const config::SettingRow& row : config::setting_rows()) {
    const config::Origin origin = loaded.origin_of(row.name);
    settings[std::string(row.name)] = {{"value", value_json(row.show(loaded.settings))},
                                       {"source", name_of(origin.source)},
                                       {"where", json_text(origin.where)}};
  }
  Json key_states;
  for (const auto& [variable, state] : keys) key_states[variable] = state;
  Json models;
  for (const llm::ProviderFacts& facts : llm::known_providers())
    models[std::string(domain::name_of(facts.provider))] =
        facts.default_model.empty() ? Json(nullptr) : Json(facts.default_model);
  Json json = document("rustassistant.config/1");
  json["settings"] = std::move(settings);
  json["keys"] = std::move(key_states);
  json["default_models"] = std::move(models);
  return json;
}

}  // namespace

std::string_view name_of(config::Source source) {
  switch (source) {
    case config::Source::standard:
      return "default";
    case config::Source::user_file:
      return "user";
    case config::Source::repository_file:
      return "repository";
    case config::Source::ledger:
      return "ledger";
    case config::Source::variable:
      return "variable";
    case config::Source::flag:
      return "flag";
  }
  return {};
}

std::string origin_text(const config::Origin& origin) {
  const std::string where = neutralise(origin.where);
  return std::string(name_of(origin.source)) + (where.empty() ? "" : " " + where);
}

Json value_json(const std::string& literal) {
  Json value = Json::parse(literal, nullptr, false);
  return value.is_discarded() ? json_text(literal) : value;
}

std::string settings(const config::Loaded& loaded, const KeyStates& keys, Origins origins, const View& view) {
  return view.format == Format::json ? to_text(show_json(loaded, keys)) : show_text(loaded, keys, origins);
}

std::string settings_file(const std::string& path, const View& view) {
  if (view.format != Format::json) return (view.terminal ? neutralise(path) : path) + "\n";
  Json json = document("rustassistant.config-file/1");
  json["path"] = json_text(path);
  return to_text(json);
}

}  // namespace rustassistant::render
