// SPDX-License-Identifier: MIT
#include <array>

#include "chat_completions.hpp"

namespace rustassistant::llm {
namespace {

using domain::SchemaMode;

// Reasoning models refuse a temperature, older ones a schema, and the oldest of both kinds more than that.
constexpr std::array<ModelTraits, 12> kModels{{
    {"o1-mini", false, SchemaMode::none, false},
    {"o1", false},
    {"o3", false},
    {"o4", false},
    {"gpt-5", false},
    {"gpt-6", false},
    {"gpt-4o-2024-05-13", true, SchemaMode::json_object},
    {"gpt-4o", true},
    {"gpt-4.", true},
    {"gpt-4-turbo", true, SchemaMode::json_object},
    {"gpt-4", true, SchemaMode::none},
    {"gpt-3.5", true, SchemaMode::json_object},
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
