// SPDX-License-Identifier: MIT
#include <array>

#include "chat_completions.hpp"

namespace rustassistant::llm {
namespace {

// xAI caps no reasoning: it is switched off where the model can do without.
constexpr std::array<ModelTraits, 2> kModels{{{"grok-4.3", true, domain::SchemaMode::json_schema, true, "none"},
                                              {"grok-beta", true, domain::SchemaMode::json_object}}};
constexpr ChatTraits kTraits{
    .output_cap_member = "max_completion_tokens",
    .reasoning_on_top = true,
    .billed_member = "cost_in_usd_ticks",
    .billed_decimals = 10,
    .models = kModels,
};

}  // namespace

constinit const ProviderEntry kXai{
    {domain::Provider::xai, "https://api.x.ai/v1", "grok-4.3", {"XAI_API_KEY", ""}, true},
    kChatDialect<kTraits>,
};

}  // namespace rustassistant::llm
