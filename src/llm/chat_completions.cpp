// SPDX-License-Identifier: MIT
#include "chat_completions.hpp"

#include <nlohmann/json.hpp>

#include "rustassistant/codec/json.hpp"

namespace rustassistant::llm {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson response_format(const Prompt& prompt) {
  // Ordered, for a model writes its answer in the order of the schema's members.
  const auto schema = OrderedJson::parse(prompt.schema, nullptr, false);
  return {{"type", "json_schema"},
          {"json_schema", {{"name", prompt.schema_name}, {"strict", true}, {"schema", schema}}}};
}

}  // namespace

std::string chat_url(const ProviderConfig& config) {
  return base_url_of(config) + "/chat/completions";
}

Headers bearer_authorization(const ApiKey& key) {
  return {{"Authorization", "Bearer " + key.reveal()}};
}

std::string chat_request_body(const Prompt& prompt, const ProviderConfig& config, const RequestShape& shape,
                              const ChatTraits& traits) {
  using domain::SchemaMode;
  const ModelTraits model = traits_in(traits.models, config.model);
  OrderedJson body;
  body["model"] = config.model;
  body["messages"] = OrderedJson::array();
  if (!prompt.system.empty()) body["messages"].push_back({{"role", "system"}, {"content", prompt.system}});
  body["messages"].push_back({{"role", "user"}, {"content", prompt.user}});
  if (shape.schema == SchemaMode::json_schema) body["response_format"] = response_format(prompt);
  if (shape.schema == SchemaMode::json_object) body["response_format"] = {{"type", "json_object"}};
  body[config.output_cap_member.empty() ? std::string(traits.output_cap_member) : config.output_cap_member] =
      shape.output_cap;
  if (model.takes_temperature) body["temperature"] = config.temperature;
  if (!model.reasoning_effort.empty()) body["reasoning_effort"] = model.reasoning_effort;
  if (traits.sends_stream) body["stream"] = false;
  return codec::dump_json(body, codec::JsonStyle::compact);
}

}  // namespace rustassistant::llm
