// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/http/transport.hpp"

namespace rustassistant::llm {

// A server on this machine that makes vectors of texts, such as llama-server or Ollama: what is sent to it costs
// nothing and goes nowhere.
struct EmbeddingsServer {
  std::string base_url;  // with "/v1", without "/embeddings"
  std::string model;
  std::chrono::milliseconds timeout = std::chrono::seconds(120);  // for one request
};

// Error (config): no URL, or one of another machine.
[[nodiscard]] Result<void> check(const EmbeddingsServer& server);

// A vector for each text, all of one size, in their order, by POST /embeddings as OpenAI has it. At most 32 texts go in
// one request; what a server refuses is sent again by halves, down to one text. `server` has passed check(). Errors:
// unreachable, provider (a refusal of a single text, or an answer that is of no use), interrupted.
[[nodiscard]] Result<std::vector<std::vector<float>>> embeddings(http::Transport& transport,
                                                                 const EmbeddingsServer& server,
                                                                 std::span<const std::string> texts);

}  // namespace rustassistant::llm
