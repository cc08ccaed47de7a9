// SPDX-License-Identifier: MIT
#include "rustassistant/config/load.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/config/settings_table.hpp"
#include "rustassistant/sys/files.hpp"
#include "settings_file.hpp"
#include "unknown.hpp"

namespace rustassistant::config {
namespace {

constexpr std::int64_t kMaxKeyFile = 65'536;

std::string place_of(const Origin& origin) {
  switch (origin.source) {
    case Source::flag:
      return origin.where;
    case Source::variable:
      return "variable " + origin.where;
    default:
      return sys::quoted(origin.where);
  }
}

bool is_above_files(const Origin& origin) {
  return origin.source == Source::variable || origin.source == Source::flag;
}

Errc code_of(const Origin& origin) {
  return origin.source == Source::flag ? Errc::usage : Errc::config;
}

Result<void> assign(Loaded& loaded, const SettingRow& row, Values values, const Origin& origin,
                    const sys::Environment& environment) {
  if (row.is_path) {
    for (std::string& value : values) value = sys::home_expanded(std::move(value), environment);
  }
  const char* expected = values.size() != 1 && !row.is_list ? "a single value" : row.assign(loaded.settings, values);
  if (expected != nullptr) {
    const std::string value = values.empty() ? "[]" : neutralise(values.front()).substr(0, 60);
    return fail(code_of(origin), "bad value '" + value + "' for " + std::string(row.name) + " in " + place_of(origin) +
                                     ": expected " + expected);
  }
  loaded.origins.insert_or_assign(std::string(row.name), origin);
  return {};
}

// What flags and variables say about the budget: it takes precedence over what the ledger keeps.
domain::BudgetSettings overrides_of(const Loaded& loaded) {
  const domain::BudgetPolicy& budget = loaded.settings.budget.base;
  const auto is_above = [&](std::string_view name) { return is_above_files(loaded.origin_of(name)); };
  domain::BudgetSettings overrides;
  if (is_above("budget.monthly_usd")) overrides.monthly_cap = budget.monthly_cap;
  if (is_above("budget.daily_usd")) overrides.daily_cap = budget.daily_cap;
  if (is_above("budget.warn_at")) overrides.warn_percent = budget.warn_percent;
  if (is_above("budget.alert_at")) overrides.alert_percent = budget.alert_percent;
  if (is_above("budget.when_exceeded")) overrides.when_exceeded = budget.when_exceeded;
  return overrides;
}

// A setting by any of its names. `max_size_mb` counts in millions of bytes, hence the unit.
std::pair<const SettingRow*, Values> resolve(std::string_view name, Values values) {
  if (name == "cache.max_size_mb" && !values.empty()) return {setting_row("cache.max_size"), {values.front() + "M"}};
  return {setting_row(current_name(name)), std::move(values)};
}

Result<void> apply_file(Loaded& loaded, SettingsFile file, const Origin& origin, const sys::Environment& environment) {
  for (FileSetting& setting : file.settings) {
    auto [row, values] = resolve(setting.name, std::move(setting.values));
    if (row == nullptr) {
      UnknownName unknown = unknown_setting(setting.name, place_of(origin));
      if (unknown.is_fatal) return tl::unexpected(std::move(unknown.error));
      loaded.warnings.push_back(std::move(unknown.error.what));
      continue;
    }
    TRY(assign(loaded, *row, std::move(values), origin, environment));
  }
  for (domain::PriceOverride& price : file.prices) {
    loaded.origins.insert_or_assign("prices." + price.id, origin);
    loaded.settings.prices.push_back(std::move(price));
  }
  return {};
}

// A list is given by repeating its flag, and replaces what files and variables say.
Result<void> apply_flags(Loaded& loaded, std::span<const FlagValue> flags, const sys::Environment& environment) {
  for (std::size_t i = 0; i < flags.size(); ++i) {
    const SettingRow* row = setting_row(flags[i].name);
    Values values;
    for (const FlagValue& flag : flags.first(i + 1)) {
      if (flag.name == flags[i].name) values.push_back(flag.value);
    }
    if (!row->is_list) values.erase(values.begin(), values.end() - 1);
    TRY(assign(loaded, *row, std::move(values), {Source::flag, flags[i].flag}, environment));
  }
  return {};
}

Result<void> apply_variables(Loaded& loaded, const sys::Environment& environment) {
  for (const SettingRow& row : setting_rows()) {
    const std::string variable = variable_of(row.name);
    const auto value = environment.value(variable);
    if (!value) continue;
    Values values;
    if (row.is_list) {
      for (const std::string_view item : split(*value, ',')) values.emplace_back(trim(item));
    } else {
      values.push_back(*value);
    }
    TRY(assign(loaded, row, std::move(values), {Source::variable, variable}, environment));
  }
  for (UnknownName& unknown : unknown_variables(environment)) {
    if (unknown.is_fatal) return tl::unexpected(std::move(unknown.error));
    loaded.warnings.push_back(unknown.error.what + " has no effect");
  }
  return {};
}

Result<void> check_consistency(const Loaded& loaded) {
  const auto wrong = [&](std::string_view low, std::string_view high) {
    const Origin origin = std::max(loaded.origin_of(low), loaded.origin_of(high),
                                   [](const Origin& a, const Origin& b) { return a.source < b.source; });
    return fail(code_of(origin), std::string(high) + " is below " + std::string(low) + " in " + place_of(origin));
  };
  if (loaded.settings.budget.base.alert_percent < loaded.settings.budget.base.warn_percent) {
    return wrong("budget.warn_at", "budget.alert_at");
  }
  if (loaded.settings.cache.high_watermark_percent < loaded.settings.cache.low_watermark_percent) {
    return wrong("cache.low_watermark", "cache.high_watermark");
  }
  return {};
}

bool loosens(const AnalysisSettings& before, const AnalysisSettings& after) {
  return after.exclude != before.exclude || after.max_file_size < before.max_file_size ||
         std::any_of(
             domain::kOptionalKinds.begin(), domain::kOptionalKinds.end(),
             [&](const domain::OptionalKind& kind) { return after.kinds.*kind.value < before.kinds.*kind.value; }) ||
         std::any_of(
             domain::kThresholds.begin(), domain::kThresholds.end(),
             [&](const domain::Threshold& threshold) {
               return after.thresholds.*threshold.value > before.thresholds.*threshold.value;
             });
}

// One setting of a repository's own file. A value that cannot be taken is a warning: the file may come from a stranger.
void apply_repository_setting(Loaded& loaded, const FileSetting& setting, const Origin& origin, RepositoryMay may,
                              const sys::Environment& environment) {
  constexpr std::string_view kSection = "analysis.";
  const SettingRow* row = setting_row(setting.name);
  if (setting.name.substr(0, kSection.size()) != kSection) {
    loaded.warnings.push_back("ignored " + sys::quoted(setting.name) + " in " + place_of(origin) +
                              ": a repository may set [analysis] only");
    return;
  }
  if (row == nullptr) {
    loaded.warnings.push_back(unknown_setting(setting.name, place_of(origin)).error.what);
    return;
  }
  if (row->is_own) {
    loaded.warnings.push_back("ignored " + setting.name + " in " + place_of(origin) +
                              ": it sends more source; set it in your own configuration file, or in its variable");
    return;
  }
  if (is_above_files(loaded.origin_of(row->name))) return;
  Loaded changed = loaded;
  if (auto assigned = assign(changed, *row, setting.values, origin, environment); !assigned) {
    loaded.warnings.push_back("ignored: " + assigned.error().what);
    return;
  }
  if (may == RepositoryMay::only_tighten && loosens(loaded.settings.analysis, changed.settings.analysis)) {
    loaded.warnings.push_back("ignored " + setting.name + " in " + place_of(origin) +
                              ": with --fail-on a repository may only make its own review stricter; set it in your own "
                              "configuration file, or in its variable");
    return;
  }
  loaded = std::move(changed);
}

}  // namespace

Origin Loaded::origin_of(std::string_view name) const {
  const auto found = origins.find(name);
  return found == origins.end() ? Origin{} : found->second;
}

bool Loaded::names_provider() const {
  return (origin_of("llm.provider").source == Source::flag && settings.llm.provider != "auto") ||
         (origin_of("llm.model").source == Source::flag && !settings.llm.model.empty());
}

Result<Loaded> load(const sys::Environment& environment, std::span<const FlagValue> flags) {
  Loaded loaded;
  if (const auto path = user_file(environment)) {
    auto content = sys::read_file_if_exists(*path, kMaxSettingsFile);
    if (!content) return fail(Errc::config, content.error().what, "fix or remove the file");
    if (*content) {
      TRY_ASSIGN(SettingsFile file, parse_settings_file(**content, *path));
      TRY(apply_file(loaded, std::move(file), {Source::user_file, *path}, environment));
    }
  }
  TRY(apply_variables(loaded, environment));
  TRY(apply_flags(loaded, flags, environment));
  TRY(check_consistency(loaded));
  loaded.settings.budget.overrides = overrides_of(loaded);
  return loaded;
}

Result<Loaded> with_repository(Loaded loaded, const std::string& repository, const sys::Environment& environment,
                               RepositoryMay may) {
  const std::string folder = sys::joined(repository, ".rustassistant");
  const std::string path = sys::joined(folder, "config.toml");
  if (path == user_file(environment)) return loaded;
  for (const std::string& part : {folder, path}) {
    struct stat facts{};
    if (::lstat(part.c_str(), &facts) != 0) return loaded;
    if (S_ISLNK(facts.st_mode)) {
      loaded.warnings.push_back("ignored " + sys::quoted(path) + ": " + sys::quoted(part) + " is a symbolic link");
      return loaded;
    }
  }
  auto content = sys::read_file_if_exists(path, kMaxSettingsFile);
  if (!content) return fail(Errc::config, content.error().what, "fix or remove the file");
  if (!*content) return loaded;
  TRY_ASSIGN(SettingsFile file, parse_settings_file(**content, path));
  const Origin origin{Source::repository_file, path};
  for (const FileSetting& setting : file.settings) apply_repository_setting(loaded, setting, origin, may, environment);
  if (!file.prices.empty()) {
    loaded.warnings.push_back("ignored 'prices' in " + place_of(origin) + ": a repository may set [analysis] only");
  }
  return loaded;
}

std::optional<std::string> user_file(const sys::Environment& environment) {
  const auto home = home_folder(environment);
  if (!home) return std::nullopt;
  return sys::joined(*home, "config.toml");
}

Result<std::optional<FoundKey>> find_key(const sys::Environment& environment,
                                         std::span<const std::string_view> variables, const std::string& file) {
  for (const std::string_view variable : variables) {
    const auto key = variable.empty() ? std::nullopt : environment.value(variable);
    if (key) return FoundKey{std::string(trim(*key)), std::string(variable)};
  }
  if (file.empty()) return std::nullopt;
  struct stat facts{};
  if (::stat(file.c_str(), &facts) == 0 && (facts.st_mode & 077U) != 0) {
    return fail(Errc::config, "key file " + sys::quoted(file) + " may be read by others",
                "run: chmod 600 " + sys::quoted(file));
  }
  auto content = sys::read_file(file, kMaxKeyFile);
  if (!content) return fail(Errc::config, "key file: " + content.error().what);
  const std::string_view key = trim(split(*content, '\n').front());
  if (key.empty()) return fail(Errc::config, "key file " + sys::quoted(file) + " has no key in its first line");
  return FoundKey{std::string(key), {}};
}

}  // namespace rustassistant::config
