// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "rustassistant/app/analyze.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"

namespace rustassistant::app {

// What of a file may be sent to a provider.
struct Sendable {
  std::string content;       // same length and lines
  std::string notice;        // what was replaced; empty: nothing
  std::int64_t secrets = 0;  // how many were replaced
};

// Error (input): the file looks like a key store, or holds secrets and redact = "refuse". `shown` is its path.
[[nodiscard]] Result<Sendable> sendable(const std::string& shown, const std::string& content,
                                        const config::PrivacySettings& settings, KeyStores key_stores);

}  // namespace rustassistant::app
