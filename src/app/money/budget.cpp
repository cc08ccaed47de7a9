// SPDX-License-Identifier: MIT
#include "rustassistant/app/budget.hpp"

#include <algorithm>

#include "first_commit.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/quantity.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/config/places.hpp"
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
  TRY_ASSIGN(auto ledger, ledger::Ledger::open(path, services.clock, if_missing));
  ledger->identify_by([&environment = services.environment](const std::string& repository) {
    return first_commit(repository, environment);
  });
  return ledger;
}

std::optional<Error> clock_problem(const ledger::Standing& standing, UnixMillis clock) {
  constexpr std::int64_t kYearMs = std::int64_t{366} * 86'400'000;
  const std::string now = to_rfc3339(clock);
  if (standing.ahead.count > 0) {
    return Error{Errc::storage,
                 counted(standing.ahead.count, "call", "calls") + " in the ledger " +
                     (standing.ahead.count == 1 ? "is" : "are") + " dated up to " + to_rfc3339(standing.ahead.newest) +
                     ", and the clock says " + now,
                 "set the clock if it is wrong; if it is right, `rustassistant budget repair-clock` moves the calls to "
                 "this month"};
  }
  if (standing.newest_call && clock.value - standing.newest_call->value > kYearMs) {
    return Error{
        Errc::storage,
        "the clock says " + now + ", and the newest call in the ledger is of " + to_rfc3339(*standing.newest_call),
        "set the clock before the next call if it is wrong: a call that it dates wrongly counts in the wrong "
        "month"};
  }
  return std::nullopt;
}

Result<std::int64_t> repair_clock(const Services& services) {
  TRY_ASSIGN(const auto ledger, open_ledger(services, IfMissing::empty));
  return ledger->move_calls_ahead();
}

Result<domain::RepoCap> repo_cap(const std::string& path, NanoUsd cap, const sys::Environment& environment) {
  TRY_ASSIGN(const std::string canonical, sys::canonical_path(path));
  const std::string root = config::repository_root(canonical, config::home_folder(environment));
  return domain::RepoCap{domain::repo_id(root), root, cap, first_commit(root, environment)};
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
    return fail(Errc::usage,
                "the alert at " + std::to_string(alert) + " % is below the warning at " + std::to_string(warn) + " %",
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
