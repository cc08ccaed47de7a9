// SPDX-License-Identifier: MIT
#include "rustassistant/app/budget.hpp"

#include <algorithm>

#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/base/time_zone.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

constexpr std::int64_t kMaxZoneFile = 1 << 20;

bool is_zone_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' ||
           c == '-' || c == '+';
  };
  return !name.empty() && name.front() != '/' && name.size() < 100 && std::all_of(name.begin(), name.end(), fits);
}

// The rule for all times to come stands in the last line of a zone's file (RFC 9636, section 3.3).
std::string rule_in(std::string_view file) {
  if (!file.starts_with("TZif") || !file.ends_with('\n')) return {};
  file.remove_suffix(1);
  return std::string(file.substr(file.rfind('\n') + 1));
}

bool has(const std::vector<ledger::StoredSetting>& settings, ledger::StoredSetting setting) {
  return std::find(settings.begin(), settings.end(), setting) != settings.end();
}

}  // namespace

Result<domain::RepoCap> repo_cap(const std::string& path, NanoUsd cap, const sys::Environment& environment) {
  TRY_ASSIGN(const std::string canonical, sys::canonical_path(path));
  const std::string root = sys::repository_root(canonical, sys::home_folder(environment));
  return domain::RepoCap{domain::repo_id(root), root, cap};
}

Result<NamedZone> find_zone(const std::string& name, const sys::Environment& environment) {
  if (TimeZone::parse(name)) return NamedZone{name, name};
  const std::string folder = environment.value("TZDIR").value_or("/usr/share/zoneinfo");
  if (is_zone_name(name)) {
    const auto file = sys::read_file(sys::joined(folder, name), kMaxZoneFile);
    if (file && TimeZone::parse(rule_in(*file))) return NamedZone{name, rule_in(*file)};
  }
  return fail(
      Errc::usage, "unknown time zone '" + neutralise(name) + "'",
      "UTC, an offset such as +02:00, or the name of a zone in " + sys::quoted(folder) + " such as Europe/Berlin");
}

Result<void> change_budget(const ledger::SettingsChange& change, const config::Settings& settings,
                           const Services& services) {
  TRY_ASSIGN(const std::string path, ledger_path(services.environment));
  TRY_ASSIGN(const auto ledger, ledger::Ledger::open(path, services.clock));
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

config::Loaded with_stored_budget(config::Loaded loaded, const domain::BudgetSettings& stored,
                                  const std::string& ledger) {
  const auto note = [&](bool given, const char* name) {
    const auto source = loaded.origin_of(name).source;
    if (!given || source == config::Source::variable || source == config::Source::flag) return;
    loaded.origins.insert_or_assign(name, config::Origin{config::Source::ledger, ledger});
  };
  note(stored.monthly_cap.has_value(), "budget.monthly_usd");
  note(stored.daily_cap.has_value(), "budget.daily_usd");
  note(stored.warn_percent.has_value(), "budget.warn_at");
  note(stored.alert_percent.has_value(), "budget.alert_at");
  note(stored.when_exceeded.has_value(), "budget.when_exceeded");
  loaded.settings.budget.base = loaded.settings.budget.policy(stored);
  return loaded;
}

std::optional<NanoUsd> saved_this_month(const config::Settings& settings, const Services& services) {
  Stores stores(settings, services);
  const auto statistics = [&]() -> Result<cache::Statistics> {
    TRY_ASSIGN(const std::string folder, sys::canonical_path("."));
    const std::string repository = sys::repository_root(folder, sys::home_folder(services.environment));
    TRY_ASSIGN(auto* cache, stores.open_cache(repository));
    return cache->statistics();
  }();
  if (!statistics) return std::nullopt;
  const int month = utc_month(services.clock.now());
  for (const cache::MonthLookups& lookups : statistics->by_month) {
    if (lookups.month == month) return lookups.saved;
  }
  return NanoUsd{};
}

}  // namespace rustassistant::app
