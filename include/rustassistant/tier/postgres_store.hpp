// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>

#include "rustassistant/pg/connection.hpp"
#include "rustassistant/tier/store.hpp"

namespace rustassistant::tier {

// Envelopes in the table of a team's PostgreSQL (team_database.hpp), which its writers can add to, and nobody replace.
// One connection, which is opened by the first call within the reach's limit.
[[nodiscard]] std::unique_ptr<EnvelopeStore> make_postgres_store(pg::Target target, pg::Reach reach, std::string team);

}  // namespace rustassistant::tier
