// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/client.hpp"

// Failures of an attempt, in one voice: "<provider>: <what>".
namespace rustassistant::llm {

// A reply of success that is of no use. What it means for money is for the caller to say.
[[nodiscard]] AttemptFailure unusable_answer(const ProviderConfig& config, std::string_view what, std::string hint);

// The provider answered with a status that is no success, or with an error in place of an answer.
[[nodiscard]] AttemptFailure refusal(const ProviderConfig& config, const http::Reply& reply, UnixMillis now);

// No reply came.
[[nodiscard]] AttemptFailure transport_failure(const ProviderConfig& config, const http::TransportError& error);

}  // namespace rustassistant::llm
