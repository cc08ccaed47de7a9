// SPDX-License-Identifier: MIT
#include "encoder.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "kernels.hpp"
#include "unfit.hpp"

namespace rustassistant::embed {
namespace {

constexpr std::size_t kPanel = 16;  // rows of weights that are f32 at a time

std::size_t size_of(Number number) {
  return number == Number::f32 ? 4 : 2;
}

// `count` numbers of a tensor from the one at `first` on.
void widen(const Tensor& tensor, std::size_t first, std::size_t count, float* to) {
  const std::uint8_t* const from = tensor.bytes.data() + first * size_of(tensor.number);
  if (tensor.number == Number::f32) {
    std::memcpy(to, from, count * sizeof(float));
  } else if (tensor.number == Number::f16) {
    kernels().widen_half(from, count, to);
  } else {
    for (std::size_t i = 0; i < count; ++i)
      to[i] = std::bit_cast<float>(static_cast<std::uint32_t>(from[2 * i]) << 16U |
                                   static_cast<std::uint32_t>(from[2 * i + 1]) << 24U);
  }
}

// to[row] = the row of weights · from[row] + bias, for each of `rows`.
void apply(const Linear& linear, const std::vector<float>& from, std::size_t rows, std::vector<float>& to,
           std::vector<float>& panel) {
  const std::size_t outputs = linear.weight.shape[0];
  const std::size_t inputs = linear.weight.shape[1];
  panel.resize(kPanel * inputs);
  for (std::size_t output = 0; output < outputs; output += kPanel) {
    const std::size_t count = std::min(kPanel, outputs - output);
    widen(linear.weight, output * inputs, count * inputs, panel.data());
    kernels().products({from.data(), inputs, rows}, {panel.data(), inputs, count}, inputs, to.data() + output, outputs);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t i = 0; i < outputs; ++i) to[row * outputs + i] += linear.bias[i];
  }
}

// J. L. Ba et al., "Layer Normalization", 2016.
void normalize(const Normalization& norm, float epsilon, std::span<float> row) {
  double sum = 0;
  for (const float x : row) sum += x;
  const double mean = sum / static_cast<double>(row.size());
  double squares = 0;
  for (const float x : row) squares += (x - mean) * (x - mean);
  const double factor = 1 / std::sqrt(squares / static_cast<double>(row.size()) + static_cast<double>(epsilon));
  for (std::size_t i = 0; i < row.size(); ++i)
    row[i] = static_cast<float>((row[i] - mean) * factor) * norm.scale[i] + norm.shift[i];
}

// D. Hendrycks, K. Gimpel, "Gaussian Error Linear Units", 2016; the exact form.
void activate(std::vector<float>& values) {
  constexpr float kHalfRoot = 0.70710678F;
  for (float& x : values) x = 0.5F * x * (1 + std::erf(x * kHalfRoot));
}

void soften(std::span<float> scores, float scale) {
  const float most = *std::max_element(scores.begin(), scores.end());
  float sum = 0;
  for (float& x : scores) {
    x = std::exp((x - most) * scale);
    sum += x;
  }
  for (float& x : scores) x /= sum;
}

}  // namespace

// Takes tensors out of the file's table.
class Encoder::Loading {
 public:
  Loading(const EncoderShape& shape, const Tensors& tensors)
      : shape_(shape),
        tensors_(tensors),
        prefix_(tensors.contains("bert.embeddings.word_embeddings.weight") ? "bert." : "") {}

  [[nodiscard]] Result<Tensor> tensor(const std::string& name, const std::vector<std::size_t>& shape) const {
    const auto found = tensors_.find(prefix_ + name);
    if (found == tensors_.end()) return unfit("the tensor '" + name + "' is missing; expected " + shape_text(shape));
    const Tensor& tensor = found->second;
    if (tensor.shape != shape)
      return unfit("the tensor '" + name + "' is " + shape_text(tensor.shape) + "; expected " + shape_text(shape));
    if (tensor.number == Number::other)
      return unfit("the numbers of the tensor '" + name + "' are not F32, F16 or BF16");
    return tensor;
  }
  [[nodiscard]] Result<std::vector<float>> row(const std::string& name, std::size_t size) const {
    TRY_ASSIGN(const Tensor found, tensor(name, {size}));
    std::vector<float> values(size);
    widen(found, 0, size, values.data());
    return values;
  }
  [[nodiscard]] Result<Linear> linear(const std::string& name, std::size_t outputs, std::size_t inputs) const {
    Linear linear;
    TRY_ASSIGN(linear.weight, tensor(name + ".weight", {outputs, inputs}));
    TRY_ASSIGN(linear.bias, row(name + ".bias", outputs));
    return linear;
  }
  [[nodiscard]] Result<Normalization> normalization(const std::string& name) const {
    Normalization norm;
    TRY_ASSIGN(norm.scale, row(name + ".weight", shape_.hidden));
    TRY_ASSIGN(norm.shift, row(name + ".bias", shape_.hidden));
    return norm;
  }
  [[nodiscard]] Result<Layer> layer(std::size_t number) const {
    const std::string name = "encoder.layer." + std::to_string(number) + ".";
    const std::size_t hidden = shape_.hidden;
    Layer layer;
    TRY_ASSIGN(layer.query, linear(name + "attention.self.query", hidden, hidden));
    TRY_ASSIGN(layer.key, linear(name + "attention.self.key", hidden, hidden));
    TRY_ASSIGN(layer.value, linear(name + "attention.self.value", hidden, hidden));
    TRY_ASSIGN(layer.attended, linear(name + "attention.output.dense", hidden, hidden));
    TRY_ASSIGN(layer.after_attention, normalization(name + "attention.output.LayerNorm"));
    TRY_ASSIGN(layer.wider, linear(name + "intermediate.dense", shape_.intermediate, hidden));
    TRY_ASSIGN(layer.narrower, linear(name + "output.dense", hidden, shape_.intermediate));
    TRY_ASSIGN(layer.after_all, normalization(name + "output.LayerNorm"));
    return layer;
  }

 private:
  const EncoderShape& shape_;
  const Tensors& tensors_;
  const std::string prefix_;
};

Result<Encoder> Encoder::of(const EncoderShape& shape, const Tensors& tensors) {
  const Loading loading(shape, tensors);
  Encoder encoder;
  encoder.shape_ = shape;
  TRY_ASSIGN(encoder.words_, loading.tensor("embeddings.word_embeddings.weight", {shape.vocabulary, shape.hidden}));
  TRY_ASSIGN(encoder.positions_,
             loading.tensor("embeddings.position_embeddings.weight", {shape.positions, shape.hidden}));
  TRY_ASSIGN(encoder.types_, loading.tensor("embeddings.token_type_embeddings.weight", {shape.types, shape.hidden}));
  TRY_ASSIGN(encoder.first_, loading.normalization("embeddings.LayerNorm"));
  encoder.layers_.reserve(shape.layers);
  for (std::size_t i = 0; i < shape.layers; ++i) {
    TRY_ASSIGN(Layer layer, loading.layer(i));
    encoder.layers_.push_back(std::move(layer));
  }
  return encoder;
}

// One text on its way through the layers. Its memory grows with the number of tokens only.
class Encoder::Pass {
 public:
  Pass(const Encoder& encoder, std::span<const std::uint32_t> ids)
      : shape_(encoder.shape_),
        tokens_(ids.size()),
        state_(tokens_ * shape_.hidden),
        queries_(state_.size()),
        keys_(state_.size()),
        values_(state_.size()),
        mixed_(state_.size()),
        wide_(tokens_ * shape_.intermediate),
        scores_(tokens_ * tokens_) {
    std::vector<float> row(shape_.hidden);
    std::vector<float> type(shape_.hidden);
    widen(encoder.types_, 0, shape_.hidden, type.data());
    for (std::size_t i = 0; i < tokens_; ++i) {
      const std::span<float> to = state_row(i);
      widen(encoder.words_, ids[i] * shape_.hidden, shape_.hidden, to.data());
      widen(encoder.positions_, i * shape_.hidden, shape_.hidden, row.data());
      for (std::size_t k = 0; k < to.size(); ++k) to[k] += row[k] + type[k];
      normalize(encoder.first_, shape_.epsilon, to);
    }
  }

  void run(const Layer& layer) {
    apply(layer.query, state_, tokens_, queries_, panel_);
    apply(layer.key, state_, tokens_, keys_, panel_);
    apply(layer.value, state_, tokens_, values_, panel_);
    for (std::size_t head = 0; head < shape_.heads; ++head) attend(head);
    apply(layer.attended, mixed_, tokens_, queries_, panel_);
    add_and_normalize(queries_, layer.after_attention);
    apply(layer.wider, state_, tokens_, wide_, panel_);
    activate(wide_);
    apply(layer.narrower, wide_, tokens_, queries_, panel_);
    add_and_normalize(queries_, layer.after_all);
  }

  [[nodiscard]] std::vector<float> pooled(Pooling pooling) {
    const std::span<float> first = state_row(0);
    std::vector<float> vector(first.begin(), first.end());
    if (pooling == Pooling::cls) return vector;
    for (std::size_t i = 1; i < tokens_; ++i) {
      const std::span<float> row = state_row(i);
      for (std::size_t k = 0; k < vector.size(); ++k) vector[k] += row[k];
    }
    return vector;
  }

 private:
  [[nodiscard]] std::span<float> state_row(std::size_t token) {
    return std::span(state_).subspan(token * shape_.hidden, shape_.hidden);
  }

  // A. Vaswani et al., "Attention Is All You Need", 2017, section 3.2.1.
  void attend(std::size_t head) {
    const std::size_t hidden = shape_.hidden;
    const std::size_t depth = hidden / shape_.heads;
    const std::size_t offset = head * depth;
    kernels().products({queries_.data() + offset, hidden, tokens_}, {keys_.data() + offset, hidden, tokens_}, depth,
                       scores_.data(), tokens_);
    const float scale = 1 / std::sqrt(static_cast<float>(depth));
    for (std::size_t i = 0; i < tokens_; ++i) soften(std::span(scores_).subspan(i * tokens_, tokens_), scale);
    turned_.resize(depth * tokens_);
    for (std::size_t i = 0; i < tokens_; ++i) {
      for (std::size_t k = 0; k < depth; ++k) turned_[k * tokens_ + i] = values_[i * hidden + offset + k];
    }
    kernels().products({scores_.data(), tokens_, tokens_}, {turned_.data(), tokens_, depth}, tokens_,
                       mixed_.data() + offset, hidden);
  }

  void add_and_normalize(const std::vector<float>& more, const Normalization& norm) {
    for (std::size_t i = 0; i < state_.size(); ++i) state_[i] += more[i];
    for (std::size_t i = 0; i < tokens_; ++i) normalize(norm, shape_.epsilon, state_row(i));
  }

  const EncoderShape& shape_;
  const std::size_t tokens_;
  std::vector<float> state_, queries_, keys_, values_, mixed_, wide_, scores_, turned_, panel_;
};

std::vector<float> Encoder::pooled(std::span<const std::uint32_t> ids, Pooling pooling) const {
  Pass pass(*this, ids);
  for (const Layer& layer : layers_) pass.run(layer);
  return pass.pooled(pooling);
}

}  // namespace rustassistant::embed
