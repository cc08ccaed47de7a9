// SPDX-License-Identifier: MIT
#include "command.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/render/program.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::cli {
namespace {

// Which keys are set, never what they are.
render::KeyStates key_states(const config::Settings& settings, const sys::Environment& environment) {
  render::KeyStates states;
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
    states.emplace_back(std::move(name), std::move(state));
  }
  return states;
}

// With what `budget set` stored. A ledger that cannot be read must not keep the settings from being shown.
config::Loaded with_ledger(config::Loaded loaded, const Context& context) {
  auto stored = app::with_stored_budget(loaded, context.services);
  if (stored) return *std::move(stored);
  context.console.warning("the budget is shown as files say: " + stored.error().what);
  return loaded;
}

Result<std::string> user_file(const Context& context) {
  auto path = config::user_file(context.services.environment);
  if (!path) return fail(Errc::config, "there is no home folder", "set RUSTASSISTANT_HOME or HOME");
  return *std::move(path);
}

}  // namespace

Result<int> run_config_show(const Context& context) {
  TRY_ASSIGN(config::Loaded user, load_settings(context));
  const std::size_t told = user.warnings.size();
  const sys::Environment& environment = context.services.environment;
  TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
  const std::string repository = config::repository_root(folder, config::home_folder(environment));
  TRY_ASSIGN(config::Loaded files,
             config::with_repository(std::move(user), repository, environment, config::RepositoryMay::loosen));
  for (std::size_t i = told; i < files.warnings.size(); ++i) context.console.warning(files.warnings[i]);
  const config::Loaded loaded = with_ledger(std::move(files), context);
  const auto origins = context.arguments.has("--origin") ? render::Origins::show : render::Origins::hide;
  TRY(context.print(render::settings(loaded, key_states(loaded.settings, environment), origins, context.view())));
  return 0;
}

Result<int> run_config_path(const Context& context) {
  TRY_ASSIGN(const std::string path, user_file(context));
  TRY(context.print(render::settings_file(path, context.view())));
  return 0;
}

Result<int> run_config_init(const Context& context) {
  TRY_ASSIGN(const std::string path, user_file(context));
  if (sys::exists(path)) {
    return fail(Errc::input, sys::quoted(path) + " exists and is not overwritten", "edit it, or move it away first");
  }
  TRY(sys::create_private_folder(path.substr(0, path.rfind('/'))));
  TRY(sys::write_file_atomically(path, config::initial_file(), 0600));
  TRY(context.print(render::settings_file(path, context.view())));
  return 0;
}

}  // namespace rustassistant::cli
