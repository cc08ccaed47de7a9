// SPDX-License-Identifier: MIT
#include "rustassistant/app/budget.hpp"

#include <algorithm>

#include "rustassistant/app/stores.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

using ledger::IfMissing;

bool has(const std::vector<ledger::StoredSetting>& settings, ledger::StoredSetting setting) {
  return std::find(settings.begin(), settings.end(), setting) != settings.end();
}

}  // namespace

Result<std::unique_ptr<ledger::Ledger>> open_ledger(const Services& services, IfMissing if_missing) {
  TRY_ASSIGN(const std::string path, ledger_path(services.environment));
  return ledger::Ledger::open(path, services.clock, if_missing);
}

Result<domain::RepoCap> repo_cap(const std::string& path, NanoUsd cap, const sys::Environment& environment) {
  TRY_ASSIGN(const std::string canonical, sys::canonical_path(path));
  const std::string root = sys::repository_root(canonical, sys::home_folder(environment));
  return domain::RepoCap{domain::repo_id(root), root, cap};
}

Result<void> change_budget(const ledger::SettingsChange& change, const config::Settings& settings,
                           const Services& services) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, IfMissing::create));
  TRY_ASSIGN(domain::BudgetSettings stored, ledger->settings());
  if (has(change.unset, ledger::StoredSetting::warn_percent)) stored.warn_percent.reset();
  if (has(change.unset, ledger::StoredSetting::alert_percent)) stored.alert_percent.reset();
  const int warn = change.set.warn_percent.value_or(stored.warn_percent.value_or(settings.budget.base.warn_percent));
  const int alert =
      change.set.alert_percent.value_or(stored.alert_percent.value_or(settings.budget.base.alert_percent));
  if (alert < warn) {
    return fail(
        Errc::usage,
        "the alert at " + std::to_string(alert) + " % would come before the warning at " + std::to_string(warn) + " %",
        "give both: --warn and --alert");
  }
  return ledger->change(change);
}

Result<config::Loaded> with_stored_budget(config::Loaded loaded, const Services& services) {
  TRY_ASSIGN(const std::string path, ledger_path(services.environment));
  TRY_ASSIGN(const auto ledger, open_ledger(services, IfMissing::empty));
  TRY_ASSIGN(const domain::BudgetSettings stored, ledger->settings());
  const auto note = [&](bool given, const char* name) {
    const auto source = loaded.origin_of(name).source;
    if (!given || source == config::Source::variable || source == config::Source::flag) return;
    loaded.origins.insert_or_assign(name, config::Origin{config::Source::ledger, path});
  };
  note(stored.monthly_cap.has_value(), "budget.monthly_usd");
  note(stored.daily_cap.has_value(), "budget.daily_usd");
  note(stored.warn_percent.has_value(), "budget.warn_at");
  note(stored.alert_percent.has_value(), "budget.alert_at");
  note(stored.when_exceeded.has_value(), "budget.when_exceeded");
  loaded.settings.budget.base = loaded.settings.budget.policy(stored);
  return loaded;
}

Result<std::vector<ledger::OpenCall>> settle_by_hand(const SettleRequest& request, const Services& services) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, IfMissing::empty));
  if (!request.ids.empty()) return ledger->settle_by_hand(request.ids, request.cost);
  return ledger->settle_all_by_hand(request.older_than, request.cost);
}

Result<void> for_each_call(const Services& services, const std::function<void(const ledger::CallRecord&)>& on_call) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, IfMissing::empty));
  return ledger->for_each_call(on_call);
}

}  // namespace rustassistant::app
