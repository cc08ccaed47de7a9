// SPDX-License-Identifier: MIT
#include "support/tiny_model.hpp"

#include <bit>
#include <cstddef>

namespace rustassistant::test {
namespace {

// Multiples of 1/128 between -1 and 1, which all formats hold exactly.
class Numbers {
 public:
  explicit Numbers(Weights weights) : weights_(weights) {}

  void append(std::string& bytes) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    const auto steps = static_cast<int>((state_ >> 40U) % 255) - 127;
    const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(steps) / 128);
    if (weights_ == Weights::f32) {
      add(bytes, bits, 4);
    } else if (weights_ == Weights::bf16) {
      add(bytes, bits >> 16U, 2);
    } else {
      add(bytes,
          steps == 0 ? 0 : (bits >> 16U & 0x8000U) | ((bits >> 23U & 0xFFU) - 112) << 10U | (bits >> 13U & 0x3FFU), 2);
    }
  }
  [[nodiscard]] const char* type() const {
    return weights_ == Weights::f32 ? "F32" : weights_ == Weights::f16 ? "F16" : "BF16";
  }

 private:
  static void add(std::string& bytes, std::uint32_t bits, int count) {
    for (int i = 0; i < count; ++i, bits >>= 8U) bytes += static_cast<char>(static_cast<unsigned char>(bits));
  }

  Weights weights_;
  std::uint64_t state_ = 1;
};

}  // namespace

std::string safetensors(const std::vector<TinyTensor>& tensors) {
  std::string header = "{\"__metadata__\":{\"format\":\"pt\"}";
  std::string data;
  for (const TinyTensor& tensor : tensors) {
    header += ",\"" + tensor.name + R"(":{"dtype":")" + tensor.type + R"(","shape":[)";
    for (std::size_t i = 0; i < tensor.shape.size(); ++i)
      header += (i == 0 ? "" : ",") + std::to_string(tensor.shape[i]);
    header += "],\"data_offsets\":[" + std::to_string(data.size()) + ",";
    data += tensor.bytes;
    header += std::to_string(data.size()) + "]}";
  }
  header += "}";
  std::string file;
  for (unsigned shift = 0; shift < 64; shift += 8)
    file += static_cast<char>(static_cast<unsigned char>(std::uint64_t{header.size()} >> shift));
  return file + header + data;
}

std::vector<TinyTensor> tiny_tensors(Weights weights) {
  Numbers numbers(weights);
  std::vector<TinyTensor> tensors;
  const auto add = [&](const std::string& name, std::vector<std::size_t> shape) {
    std::size_t count = 1;
    for (const std::size_t one : shape) count *= one;
    TinyTensor& tensor = tensors.emplace_back(TinyTensor{name, numbers.type(), std::move(shape), {}});
    for (std::size_t i = 0; i < count; ++i) numbers.append(tensor.bytes);
  };
  const auto add_norm = [&](const std::string& name) {
    add(name + ".weight", {12});
    add(name + ".bias", {12});
  };
  const auto add_linear = [&](const std::string& name, std::size_t outputs, std::size_t inputs) {
    add(name + ".weight", {outputs, inputs});
    add(name + ".bias", {outputs});
  };
  add("embeddings.word_embeddings.weight", {16, 12});
  add("embeddings.position_embeddings.weight", {10, 12});
  add("embeddings.token_type_embeddings.weight", {2, 12});
  add_norm("embeddings.LayerNorm");
  for (const char* number : {"0", "1"}) {
    const std::string layer = std::string("encoder.layer.") + number + ".";
    add_linear(layer + "attention.self.query", 12, 12);
    add_linear(layer + "attention.self.key", 12, 12);
    add_linear(layer + "attention.self.value", 12, 12);
    add_linear(layer + "attention.output.dense", 12, 12);
    add_norm(layer + "attention.output.LayerNorm");
    add_linear(layer + "intermediate.dense", 20, 12);
    add_linear(layer + "output.dense", 12, 20);
    add_norm(layer + "output.LayerNorm");
  }
  return tensors;
}

std::string write_tiny_model(const TemporaryFolder& folder, const std::string& name, Weights weights) {
  static_cast<void>(folder.write(name + "/config.json", kTinyConfig));
  static_cast<void>(folder.write(name + "/vocab.txt", kTinyVocabulary));
  static_cast<void>(folder.write(name + "/model.safetensors", safetensors(tiny_tensors(weights))));
  return (folder.path() / name).string();
}

}  // namespace rustassistant::test
