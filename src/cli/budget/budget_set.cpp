// SPDX-License-Identifier: MIT
#include "budget_values.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/nearest_path.hpp"
#include "rustassistant/sys/time_zones.hpp"
#include "show_budget.hpp"

namespace rustassistant::cli {
namespace {

using ledger::StoredSetting;

// "PATH=USD": the path may hold a "=" itself.
Result<domain::RepoCap> repo_cap_of(const std::string& text, const Context& context) {
  const auto equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0) {
    return fail(Errc::usage, "bad value '" + neutralise(text) + "' for --repo", "a path and US dollars: PATH=1.00");
  }
  TRY_ASSIGN(const NanoUsd cap, parse_usd(std::string_view(text).substr(equals + 1), "--repo"));
  auto found = app::repo_cap(text.substr(0, equals), cap, context.services.environment);
  if (!found) return fail(Errc::usage, "--repo: " + found.error().what, found.error().hint);
  return found;
}

std::vector<std::string> values_of(const Arguments& arguments, std::string_view option) {
  const auto found = arguments.options.find(option);
  return found == arguments.options.end() ? std::vector<std::string>() : found->second;
}

Result<std::optional<int>> percent_of(const Arguments& arguments, std::string_view option) {
  if (!arguments.has(option)) return std::nullopt;
  const auto percent = parse_percent(arguments.value(option));
  if (percent) return percent;
  return fail(Errc::usage, "bad value '" + neutralise(arguments.value(option)) + "' for " + std::string(option),
              "percent such as 75 or 75%, or a share such as 0.75");
}

Result<ledger::SettingsChange> change_of(const Context& context) {
  const Arguments& arguments = context.arguments;
  ledger::SettingsChange change;
  TRY_ASSIGN(change.set.monthly_cap, usd_of(arguments, "--monthly"));
  TRY_ASSIGN(change.set.daily_cap, usd_of(arguments, "--daily"));
  TRY_ASSIGN(change.set.warn_percent, percent_of(arguments, "--warn"));
  TRY_ASSIGN(change.set.alert_percent, percent_of(arguments, "--alert"));
  if (arguments.has("--when-exceeded"))
    change.set.when_exceeded = domain::when_exceeded_named(arguments.value("--when-exceeded"));
  for (const std::string& text : values_of(arguments, "--repo")) {
    TRY_ASSIGN(auto cap, repo_cap_of(text, context));
    change.set.repo_caps.push_back(std::move(cap));
  }
  if (arguments.has("--timezone")) {
    TRY_ASSIGN(auto zone, sys::find_zone(arguments.value("--timezone"), context.services.environment));
    change.timezone = std::move(zone.name);
    change.timezone_rule = std::move(zone.rule);
  }
  return change;
}

struct Unsettable {
  std::string_view option;
  StoredSetting setting;
};
constexpr Unsettable kUnsettable[] = {
    {"--monthly", StoredSetting::monthly_cap}, {"--daily", StoredSetting::daily_cap},
    {"--warn", StoredSetting::warn_percent},   {"--alert", StoredSetting::alert_percent},
    {"--timezone", StoredSetting::timezone},   {"--when-exceeded", StoredSetting::when_exceeded},
};

// The repository that a path lies in, or lay in: one that is gone is known by the path that was kept.
Result<std::string> kept_repo(const std::string& path, const app::BudgetPicture& picture, const Context& context) {
  const auto found = app::repo_cap(path, {}, context.services.environment);
  for (const ledger::RepoStanding& repo : picture.standing.repos) {
    if (repo.cap.path == path || (found && repo.cap.repo_id == found->repo_id)) return repo.cap.repo_id;
  }
  std::vector<std::string> kept;
  kept.reserve(picture.standing.repos.size());
  for (const ledger::RepoStanding& repo : picture.standing.repos) kept.push_back(repo.cap.path);
  const auto close = sys::exists(path) ? std::nullopt : sys::nearest_path(path, kept);
  return fail(Errc::usage, "--repo: no cap is set for " + sys::quoted(path),
              close ? "did you mean " + sys::quoted(*close) + "?" : "`rustassistant budget status` lists the caps");
}

// Applies the change and shows what holds from then on.
Result<int> apply(const ledger::SettingsChange& change, const config::Loaded& loaded, const Context& context) {
  TRY(app::change_budget(change, loaded.settings, context.services));
  TRY(show_budget(loaded, context));
  return 0;
}

// What was set, but does not hold, because a variable takes precedence.
void tell_overridden(const domain::BudgetSettings& set, const config::Loaded& loaded, const Context& context) {
  const domain::BudgetSettings& above = loaded.settings.budget.overrides;
  const auto tell = [&](bool both, std::string_view setting) {
    if (both) context.console.warning("kept, but " + loaded.origin_of(setting).where + " takes precedence");
  };
  tell(set.monthly_cap && above.monthly_cap, "budget.monthly_usd");
  tell(set.daily_cap && above.daily_cap, "budget.daily_usd");
  tell(set.warn_percent && above.warn_percent, "budget.warn_at");
  tell(set.alert_percent && above.alert_percent, "budget.alert_at");
  tell(set.when_exceeded && above.when_exceeded, "budget.when_exceeded");
}

bool is_empty(const Arguments& arguments) {
  for (const auto& [name, values] : arguments.options) {
    if (name != "--format" && name != "--color" && name != "--quiet" && name != "--verbose") return false;
  }
  return true;
}

}  // namespace

Result<int> run_budget_set(const Context& context) {
  if (is_empty(context.arguments))
    return fail(Errc::usage, "nothing to set", "for example: rustassistant budget set --monthly 3.00");
  TRY_ASSIGN(const ledger::SettingsChange change, change_of(context));
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const int code, apply(change, loaded, context));
  tell_overridden(change.set, loaded, context);
  return code;
}

Result<int> run_budget_unset(const Context& context) {
  const Arguments& arguments = context.arguments;
  if (is_empty(arguments))
    return fail(Errc::usage, "nothing to undo", "for example: rustassistant budget unset --daily");
  TRY_ASSIGN(const config::Loaded loaded, load_settings(context));
  TRY_ASSIGN(const app::BudgetPicture picture, app::budget_picture(loaded.settings, context.services));
  ledger::SettingsChange change;
  for (const Unsettable& known : kUnsettable) {
    if (arguments.has(known.option) || arguments.has("--all")) change.unset.push_back(known.setting);
  }
  for (const std::string& path : values_of(arguments, "--repo")) {
    TRY_ASSIGN(auto repo_id, kept_repo(path, picture, context));
    change.unset_repos.push_back(std::move(repo_id));
  }
  if (arguments.has("--all")) {
    for (const ledger::RepoStanding& repo : picture.standing.repos) change.unset_repos.push_back(repo.cap.repo_id);
  }
  return apply(change, loaded, context);
}

}  // namespace rustassistant::cli
