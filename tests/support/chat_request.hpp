// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/loopback_server.hpp"

namespace rustassistant::test {

// Checks a request to the chat completions interface of `provider` ("xai", "openai", "openai-compatible") as strictly
// as that provider documents it: method, path, headers, every member of the body and its type, nothing unknown, and the
// rules of strict mode for the schema inside. `key` empty: there must be no Authorization at all. Empty result:
// flawless.
[[nodiscard]] std::vector<std::string> check_chat_request(const ReceivedRequest& request, std::string_view provider,
                                                          std::string_view key);

}  // namespace rustassistant::test
