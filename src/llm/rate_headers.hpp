// SPDX-License-Identifier: MIT
#pragma once

#include "rustassistant/domain/rate.hpp"
#include "rustassistant/http/transport.hpp"

namespace rustassistant::llm {

// What a reply states about limits: x-ratelimit-{limit,remaining}-{requests,tokens} of OpenAI and those who copy it,
// and anthropic-ratelimit-{requests,tokens,input-tokens,output-tokens}-{limit,remaining}. A limit counts only together
// with what remains of it.
[[nodiscard]] domain::RateReport rate_report(const http::Reply& reply);

}  // namespace rustassistant::llm
