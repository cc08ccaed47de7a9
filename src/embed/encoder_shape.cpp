// SPDX-License-Identifier: MIT
#include <utility>

#include "encoder.hpp"
#include "outside.hpp"

namespace rustassistant::embed {

Result<EncoderShape> encoder_shape(std::string_view config_json) {
  TRY_ASSIGN(const Json json, codec::parse_json(config_json));
  if (!is_text(member(json, "model_type"), "bert")) return unfit("its model_type is not bert");
  const Json& act = member(json, "hidden_act");
  if (!act.is_null() && !is_text(act, "gelu")) return unfit("its hidden_act is not gelu");
  const Json& kind = member(json, "position_embedding_type");
  if (!kind.is_null() && !is_text(kind, "absolute")) return unfit("its position_embedding_type is not absolute");
  EncoderShape shape;
  struct Row {
    const char* name;
    std::size_t EncoderShape::* value;
    std::size_t most;
  };
  const Row rows[] = {{"hidden_size", &EncoderShape::hidden, 8192},
                      {"num_hidden_layers", &EncoderShape::layers, 256},
                      {"num_attention_heads", &EncoderShape::heads, 256},
                      {"intermediate_size", &EncoderShape::intermediate, 65'536},
                      {"max_position_embeddings", &EncoderShape::positions, 65'536},
                      {"vocab_size", &EncoderShape::vocabulary, 2'000'000},
                      {"type_vocab_size", &EncoderShape::types, 1024}};
  for (const Row& row : rows) {
    const auto value = whole_number(member(json, row.name));
    if (!value || *value < 1 || *value > row.most)
      return unfit(std::string("its ") + row.name + " is not a whole number from 1 to " + std::to_string(row.most));
    shape.*row.value = *value;
  }
  if (shape.hidden % shape.heads != 0) return unfit("its hidden_size is not a multiple of its num_attention_heads");
  if (shape.positions < 2) return unfit("its max_position_embeddings leaves no room for a text");
  const Json& epsilon = member(json, "layer_norm_eps");
  shape.epsilon = 1e-12F;
  if (epsilon.is_number()) shape.epsilon = epsilon.get<float>();
  if (!(shape.epsilon >= 0 && shape.epsilon < 1)) return unfit("its layer_norm_eps is not a small number");
  return shape;
}

}  // namespace rustassistant::embed
