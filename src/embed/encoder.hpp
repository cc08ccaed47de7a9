// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/embed/model.hpp"
#include "rustassistant/embed/tensors.hpp"

namespace rustassistant::embed {

// What config.json states.
struct EncoderShape {
  std::size_t hidden = 0;
  std::size_t layers = 0;
  std::size_t heads = 0;
  std::size_t intermediate = 0;
  std::size_t positions = 0;
  std::size_t vocabulary = 0;
  std::size_t types = 0;
  float epsilon = 0;  // of normalization
};

// Error (input): not of a BERT encoder, or beyond what this computes.
[[nodiscard]] Result<EncoderShape> encoder_shape(std::string_view config_json);

// Rows of weights as they are in the file, and what is added.
struct Linear {
  Tensor weight;  // [outputs, inputs]
  std::vector<float> bias;
};
struct Normalization {
  std::vector<float> scale;
  std::vector<float> shift;
};

// The encoder with its weights, which the file holds.
class Encoder {
 public:
  // Error (input): a tensor is missing, or of another shape or type. Names may begin with "bert.".
  [[nodiscard]] static Result<Encoder> of(const EncoderShape& shape, const Tensors& tensors);

  // The pooled state of the last layer, not normalized. Ids are below the vocabulary's size; at least one, at most
  // as many as there are positions.
  [[nodiscard]] std::vector<float> pooled(std::span<const std::uint32_t> ids, Pooling pooling) const;
  [[nodiscard]] const EncoderShape& shape() const { return shape_; }

 private:
  struct Layer {
    Linear query, key, value, attended;
    Normalization after_attention;
    Linear wider, narrower;
    Normalization after_all;
  };
  class Loading;
  class Pass;

  EncoderShape shape_;
  Tensor words_, positions_, types_;
  Normalization first_;
  std::vector<Layer> layers_;
};

}  // namespace rustassistant::embed
