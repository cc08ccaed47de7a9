// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "kinds.hpp"
#include "rustassistant/app/analyze.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/llm/provider_config.hpp"
#include "rustassistant/sys/environment.hpp"

namespace rustassistant::app {

// Who shall answer in a run.
struct Choice {
  std::optional<llm::ProviderConfig> wanted;  // nothing: builtin, or nobody whose key is set
  std::optional<Fallback> unavailable;        // why no call can be made, though a model may be wanted
  bool named = false;                         // by a flag: nobody else may answer
  bool configured = false;                    // somebody other than builtin was set up; --fail-on insists on it
};

// `day`: today in UTC, of which prices hold. Error (config): settings with which no call may ever be made, such as a
// key that would go over plain http.
[[nodiscard]] Result<Choice> choose(const config::Loaded& loaded, const sys::Environment& environment, int day);

// The same for questions of a kind: of one that no model answers it is builtin, whatever is configured.
[[nodiscard]] Result<Choice> choose_for(const Kind& kind, const config::Loaded& loaded,
                                        const sys::Environment& environment, int day);

// The providers that "auto" turns to, in this order: by what their default models cost for a typical file, the cheapest
// first; one without a known price comes last.
[[nodiscard]] std::vector<const llm::ProviderFacts*> auto_order(const config::Settings& settings, int day);

// The providers that could be asked with the current configuration: those with a key, and a compatible server whose
// base URL is set. Such as may not be called are left out.
[[nodiscard]] std::vector<llm::ProviderConfig> reachable_providers(const config::Loaded& loaded,
                                                                   const sys::Environment& environment);

}  // namespace rustassistant::app
