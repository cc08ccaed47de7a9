// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/rate.hpp"
#include "rustassistant/http/transport.hpp"
#include "rustassistant/llm/client.hpp"
#include "rustassistant/llm/provider_config.hpp"

// Vectors of texts from a server, by POST /embeddings as OpenAI has it: llama-server, Ollama, OpenAI and others.
namespace rustassistant::llm {

// Whose a server is, by its URL (with "/v1", without "/embeddings"): OpenAI's own, or one that speaks like it.
[[nodiscard]] domain::Provider embeddings_provider(std::string_view base_url);

struct EmbeddingsAnswer : Bill {
  std::vector<std::vector<float>> vectors;  // one for each text, in their order, all of one size
};

using EmbeddingsResult = tl::expected<EmbeddingsAnswer, AttemptFailure>;

// The body of a request for the vectors of some texts.
[[nodiscard]] std::string embeddings_body(const ProviderConfig& server, std::span<const std::string> texts);

// One HTTP attempt, for so many texts. `server` has passed check(). Its key occurs in no text that is returned.
[[nodiscard]] EmbeddingsResult ask_embeddings(http::Transport& transport, const ProviderConfig& server,
                                              const std::string& body, std::size_t texts, UnixMillis now);

// Makes an attempt, or as many as it takes.
using EmbeddingsCall = std::function<EmbeddingsResult(const std::string& body, std::size_t texts)>;

// A vector for each text, all of one size. At most 32 texts go in one request; what a server refuses is sent again by
// halves, down to one text. Errors: those of the call.
[[nodiscard]] Result<std::vector<std::vector<float>>> embeddings(const ProviderConfig& server,
                                                                 std::span<const std::string> texts,
                                                                 const EmbeddingsCall& call);

}  // namespace rustassistant::llm
