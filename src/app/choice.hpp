// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// Who shall answer in a run.
struct Choice {
  std::optional<llm::ProviderConfig> wanted;  // nothing: builtin, or nobody whose key is set
  std::optional<Fallback> unavailable;        // why no call can be made, though a model was wanted
  bool named = false;                         // by flag or variable: nobody else may answer
  bool configured = false;                    // somebody other than builtin was set up; --fail-on insists on it
};

// An Error (config): settings with which no call may ever be made, such as a key that would go over plain http.
[[nodiscard]] Result<Choice> choose_provider(const config::Loaded& loaded, const sys::Environment& environment);

// The providers that could be asked as things are configured: those with a key, and a compatible server whose base URL
// is set. Such as may not be called are left out.
[[nodiscard]] std::vector<llm::ProviderConfig> reachable_providers(const config::Loaded& loaded,
                                                                   const sys::Environment& environment);

}  // namespace rustassistant::app
