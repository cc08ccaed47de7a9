// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/temporary_folder.hpp"

namespace rustassistant::test {

enum class Weights : std::uint8_t { f32, f16, bf16 };

// A tensor as a safetensors file has it.
struct TinyTensor {
  std::string name;
  std::string type;
  std::vector<std::size_t> shape;
  std::string bytes;
};
[[nodiscard]] std::string safetensors(const std::vector<TinyTensor>& tensors);

// The BERT encoder of tests/unit/embed/reference.py: 12 numbers, 2 layers, 10 positions, 16 tokens.
[[nodiscard]] std::vector<TinyTensor> tiny_tensors(Weights weights);
inline constexpr const char* kTinyConfig =
    R"({"model_type": "bert", "hidden_size": 12, "num_hidden_layers": 2, "num_attention_heads": 3,
        "intermediate_size": 20, "max_position_embeddings": 10, "vocab_size": 16, "type_vocab_size": 2,
        "hidden_act": "gelu", "layer_norm_eps": 1e-12})";
inline constexpr const char* kTinyVocabulary =
    "[PAD]\n[UNK]\n[CLS]\n[SEP]\nwait\nre\n##try\n##s\n(\n)\n{\nfirst\nvalue\n_\npaint\ncolor\n";

// Writes all of it to a folder below one of a test; returns its path.
std::string write_tiny_model(const TemporaryFolder& folder, const std::string& name, Weights weights = Weights::f32);

}  // namespace rustassistant::test
