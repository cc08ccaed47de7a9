// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "rustassistant/app/services.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::app {

// The cap of the repository that a path lies in. Error (input): there is no such path.
[[nodiscard]] Result<domain::RepoCap> repo_cap(const std::string& path, NanoUsd cap,
                                               const sys::Environment& environment);

// A time zone as the ledger keeps it: "UTC", an offset such as "+02:00", or a name such as "Europe/Berlin", which is
// looked up among the system's zones and kept as its rule, so that the ledger does not depend on them. Error (usage).
struct NamedZone {
  std::string name;
  std::string rule;
};
[[nodiscard]] Result<NamedZone> find_zone(const std::string& name, const sys::Environment& environment);

// Keeps what `budget set` was given; creates the ledger where there is none. Error (usage): an alert below the warning.
[[nodiscard]] Result<void> change_budget(const ledger::SettingsChange& change, const config::Settings& settings,
                                         const Services& services);

// `loaded` with what the ledger keeps in place of what files say, and the ledger as its origin.
[[nodiscard]] config::Loaded with_stored_budget(config::Loaded loaded, const domain::BudgetSettings& stored,
                                                const std::string& ledger);

// What hits have saved in the current month (UTC), in the cache that serves the working folder. Nothing where it cannot
// be read.
[[nodiscard]] std::optional<NanoUsd> saved_this_month(const config::Settings& settings, const Services& services);

}  // namespace rustassistant::app
