// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/pg/connection.hpp"
#include "rustassistant/pg/session.hpp"
#include "rustassistant/tier/store.hpp"

// A team's PostgreSQL: tables for answers and a budget in a schema "rustassistant" (migrations/team/).
namespace rustassistant::tier {

// What `cache remote init` is to see to. What is not named stays as it is.
struct TeamSetup {
  std::string team;
  std::optional<NanoUsd> monthly_cap = {};
  std::optional<NanoUsd> daily_cap = {};
  std::optional<std::string> timezone = {};  // a name that the server knows, such as "Europe/Berlin"
};

// What it came to.
struct TeamDatabase {
  int version_before = 0;  // of the schema; 0: there was none
  int version = 0;
  bool team_is_new = false;
};

// Brings the schema to this program's version and sees to the team, in one transaction that others who do the same wait
// for. By the owner of the schema. Error (storage): there is no way to the server, it refuses, or the schema is newer.
// Error (usage): a time zone that the server does not know.
[[nodiscard]] Result<TeamDatabase> set_up_team_database(const pg::Target& target, const pg::Reach& reach,
                                                        const TeamSetup& setup);

// For each connection to a team's database: whether this program can use its schema, and the user may read what is the
// team's. `target`'s user needs the role ra_reader or ra_writer.
[[nodiscard]] pg::Session::Greeting greeting_of(std::string team);

// What a failure of a database means for a run. `writing`: while something was to be stored.
[[nodiscard]] Trouble trouble_of(const pg::Failure& failure, bool writing);

}  // namespace rustassistant::tier
