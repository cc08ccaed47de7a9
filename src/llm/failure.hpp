// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "finish.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/client.hpp"

// Failures of an attempt, in one voice: "<provider>: <what>".
namespace rustassistant::llm {

// The provider acted, but what came back is of no use. `usage`, where known, is what that cost.
[[nodiscard]] AttemptFailure unusable_answer(const ProviderConfig& config, std::string_view what, std::string hint,
                                             const std::optional<domain::Usage>& usage, std::optional<NanoUsd> billed);

// The same for an answer that ended in a way which makes it useless.
[[nodiscard]] AttemptFailure bad_finish(const ProviderConfig& config, const FinishRow& row,
                                        const std::optional<domain::Usage>& usage, std::optional<NanoUsd> billed);

// The provider answered with a status that is no success, or with an error in place of an answer.
[[nodiscard]] AttemptFailure refusal(const ProviderConfig& config, const http::Reply& reply, UnixMillis now);

// No reply came.
[[nodiscard]] AttemptFailure transport_failure(const ProviderConfig& config, const http::TransportError& error);

}  // namespace rustassistant::llm
