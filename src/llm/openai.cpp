// SPDX-License-Identifier: MIT
#include <array>

#include "chat_completions.hpp"

namespace rustassistant::llm {
namespace {

// Reasoning models refuse a temperature.
constexpr std::array<ModelTraits, 5> kModels{{
    {"o1", false, ""},
    {"o3", false, ""},
    {"o4", false, ""},
    {"gpt-5", false, ""},
    {"gpt-6", false, ""},
}};
constexpr ChatTraits kTraits{
    .output_cap_member = "max_completion_tokens",
    .billed_member = "",
    .models = kModels,
};

}  // namespace

constinit const ProviderEntry kOpenai{
    {domain::Provider::openai, "https://api.openai.com/v1", "gpt-4.1-nano", {"OPENAI_API_KEY", ""}, true},
    kChatDialect<kTraits>,
};

}  // namespace rustassistant::llm
