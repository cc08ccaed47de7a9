// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "rustassistant/app/services.hpp"
#include "rustassistant/app/team.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/pg/target.hpp"
#include "rustassistant/tier/http_store.hpp"
#include "rustassistant/tier/tier.hpp"

namespace rustassistant::app {

// [cache.remote], with its variables, understood.
struct TeamSetup {
  std::variant<tier::HttpAddress, pg::Target> address;
  tier::TierOptions options;

  [[nodiscard]] std::string shown() const;  // the address, without user and password
};

// What is configured: a store that can be used, or why it is not.
struct TeamConfig {
  std::optional<TeamSetup> setup;
  std::string off_because;  // empty with a setup, and where no store is wanted
};

// Opens nothing, and does not load OpenSSL's providers. A variable that is not set, as in a fork, and no key turn the
// store off; what is wrong is an Error (config).
[[nodiscard]] Result<TeamConfig> team_config(const config::RemoteSettings& settings,
                                             const sys::Environment& environment);

[[nodiscard]] std::unique_ptr<tier::EnvelopeStore> open_store(const TeamSetup& setup, const Services& services,
                                                              std::function<bool()> should_stop);

// Whether what answers at an endpoint (a key factor) is another one on each machine, or known in one network only:
// loopback and private addresses, and names without a dot or of such a network.
[[nodiscard]] bool is_private_endpoint(std::string_view endpoint);

}  // namespace rustassistant::app
