// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>

#include "rustassistant/base/units.hpp"
#include "rustassistant/http/transport.hpp"

namespace rustassistant::llm {

// How long a reply asks to wait: retry-after-ms, else retry-after in seconds or as an HTTP date (RFC 9110, 10.2.3).
// nullopt where there is no such header, it cannot be understood, or the wait is negative; 0 for a date that has
// passed.
[[nodiscard]] std::optional<std::chrono::milliseconds> retry_after(const http::Reply& reply, UnixMillis now);

}  // namespace rustassistant::llm
