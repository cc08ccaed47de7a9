// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "rustassistant/queue/queue.hpp"

// Providers that nobody should ask for a while, whatever the question: a bad key, an empty account, an outage. What one
// process finds out holds for all that share its work.
namespace rustassistant::app {

// Tells the others; for a minute, in which those that are at work notice it.
[[nodiscard]] Result<void> pause(queue::Queue& jobs, domain::Provider provider, const std::string& model,
                                 const std::string& code, const std::string& message, UnixMillis now);

// What another process has found out since `begun`. An older pause does not count: who begins has repaired what led to
// it.
[[nodiscard]] std::optional<Error> pause_since(queue::Queue& jobs, domain::Provider provider, const std::string& model,
                                               UnixMillis begun);

}  // namespace rustassistant::app
