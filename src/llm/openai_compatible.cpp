// SPDX-License-Identifier: MIT
#include "chat_completions.hpp"

namespace rustassistant::llm {
namespace {

// What Ollama, llama.cpp, vLLM, LM Studio and OpenRouter all understand. OpenRouter states its bill in dollars.
constexpr ChatTraits kTraits{
    .output_cap_member = "max_tokens",
    .sends_stream = true,
    .billed_member = "cost",
    .billed_decimals = 0,
    .models = {},
};

}  // namespace

constinit const ProviderEntry kOpenaiCompatible{
    {domain::Provider::openai_compatible, "http://127.0.0.1:11434/v1", "", {"OPENAI_COMPATIBLE_API_KEY", ""}, false},
    kChatDialect<kTraits>,
};

}  // namespace rustassistant::llm
