// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "dialect.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/client.hpp"

namespace rustassistant::llm {

// A request with the headers of every call to this provider, its key among them. URL and body are the caller's.
[[nodiscard]] http::Request authorized_request(const ProviderConfig& config, const Dialect& dialect);

// One exchange, shown in the log. No secret is in the reply.
[[nodiscard]] tl::expected<http::Reply, AttemptFailure> exchange(http::Transport& transport,
                                                                 const http::Request& request,
                                                                 const ProviderConfig& config);

// Replaces the key by asterisks, wherever somebody quotes it.
void blot_out_key(std::string& text, const ProviderConfig& config);

}  // namespace rustassistant::llm
