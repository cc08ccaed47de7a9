// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/client.hpp"

namespace rustassistant::llm {

struct Dialect;

// What a reply comes to, of whatever status: the one place that decides over answer, billing and remedy.
[[nodiscard]] AttemptResult judge(const http::Reply& reply, const ProviderConfig& config, const Dialect& dialect,
                                  UnixMillis now);

}  // namespace rustassistant::llm
