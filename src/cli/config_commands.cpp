// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "command.hpp"
#include "output.hpp"
#include "rows.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/json.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

using Json = nlohmann::ordered_json;

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

// Which keys are set, never what they are.
std::vector<std::pair<std::string, std::string>> key_rows(const config::Settings& settings,
                                                          const sys::Environment& environment) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const llm::ProviderFacts& facts : llm::known_providers()) {
    const auto& file = settings.llm.providers.at(static_cast<std::size_t>(facts.provider)).api_key_file;
    const auto key = config::find_key(environment, facts.key_variables, file);
    std::string name(facts.key_variable());
    std::string state = "not set";
    if (!key) {
      state = neutralise(key.error().what);
    } else if (*key) {
      if (!(*key)->variable.empty()) name = (*key)->variable;
      state = (*key)->variable.empty() ? "set in " + sys::quoted(file) : "set";
    }
    rows.emplace_back(std::move(name), std::move(state));
  }
  return rows;
}

std::string show_text(const config::Loaded& loaded, const Context& context) {
  const bool origin = context.arguments.has("--origin");
  LabelledRows rows;
  for (const config::SettingRow& row : config::setting_rows()) {
    rows.emplace_back(row.name, "= " + neutralise(row.show(loaded.settings)));
  }
  for (const domain::PriceOverride& price : loaded.settings.prices) {
    rows.emplace_back("prices.\"" + neutralise(price.id) + "\"", "= set");
  }
  if (origin) {
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
  std::string text = aligned(rows) + "\n";
  text += aligned(key_rows(loaded.settings, context.services.environment)) + "\n";
  LabelledRows models;
  for (const llm::ProviderFacts& facts : llm::known_providers())
    models.emplace_back("default model of " + std::string(domain::name_of(facts.provider)),
                        facts.default_model.empty() ? "none" : std::string(facts.default_model));
  return text + aligned(models);
}

Json show_json(const config::Loaded& loaded, const Context& context) {
  Json settings;
  for (const config::SettingRow& row : config::setting_rows()) {
    const config::Origin origin = loaded.origin_of(row.name);
    settings[std::string(row.name)] = {{"value", to_valid_utf8(row.show(loaded.settings))},
                                       {"source", name_of(origin.source)},
                                       {"where", to_valid_utf8(origin.where)}};
  }
  Json keys;
  for (const auto& [variable, state] : key_rows(loaded.settings, context.services.environment)) keys[variable] = state;
  Json models;
  for (const llm::ProviderFacts& facts : llm::known_providers())
    models[std::string(domain::name_of(facts.provider))] =
        facts.default_model.empty() ? Json(nullptr) : Json(facts.default_model);
  return {{"schema", "rustassistant.config/1"},
          {"tool_version", RUSTASSISTANT_VERSION},
          {"settings", std::move(settings)},
          {"keys", std::move(keys)},
          {"default_models", std::move(models)}};
}

// With what `budget set` stored. A ledger that cannot be read must not keep the settings from being shown.
config::Loaded with_ledger(config::Loaded loaded, const Context& context) {
  std::string path;
  const auto stored = [&]() -> Result<domain::BudgetSettings> {
    TRY_ASSIGN(path, app::ledger_path(context.services.environment));
    TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, context.services.clock, ledger::IfMissing::empty));
    return ledger->settings();
  }();
  if (stored) return app::with_stored_budget(std::move(loaded), *stored, path);
  context.console.warning("the budget is shown as files say: " + stored.error().what);
  return loaded;
}

Result<std::string> user_file(const Context& context) {
  auto path = config::user_file(context.services.environment);
  if (!path) return fail(Errc::config, "there is no home folder", "set RUSTASSISTANT_HOME or HOME");
  return *std::move(path);
}

Result<int> print(const std::string& text) {
  Output output("");
  output.write(text);
  TRY(output.finish());
  return 0;
}

}  // namespace

Result<int> run_config_show(const Context& context) {
  TRY_ASSIGN(config::Loaded user, load_settings(context));
  const std::size_t told = user.warnings.size();
  const sys::Environment& environment = context.services.environment;
  TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
  const std::string repository = sys::repository_root(folder, sys::home_folder(environment));
  TRY_ASSIGN(config::Loaded files,
             config::with_repository(std::move(user), repository, environment, config::RepositoryMay::loosen));
  for (std::size_t i = told; i < files.warnings.size(); ++i) context.console.warning(files.warnings[i]);
  const config::Loaded loaded = with_ledger(std::move(files), context);
  if (context.json()) return print(codec::dump_json(show_json(loaded, context), codec::JsonStyle::pretty) + "\n");
  return print(show_text(loaded, context));
}

Result<int> run_config_path(const Context& context) {
  TRY_ASSIGN(const std::string path, user_file(context));
  return print(path + "\n");
}

Result<int> run_config_init(const Context& context) {
  TRY_ASSIGN(const std::string path, user_file(context));
  if (sys::exists(path)) {
    return fail(Errc::config, sys::quoted(path) + " exists and is not overwritten", "edit it, or move it away first");
  }
  TRY(sys::create_private_folder(path.substr(0, path.rfind('/'))));
  TRY(sys::write_file_atomically(path, config::initial_file(), 0600));
  return print(path + "\n");
}

}  // namespace rustassistant::cli
