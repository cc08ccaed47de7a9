// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"

// Embedding models that run on this machine.
namespace rustassistant::embed {

// What of a text's tokens becomes its vector.
enum class Pooling : std::uint8_t { cls, mean };
[[nodiscard]] std::string_view name_of(Pooling pooling);

// Tells one state of a model's files from another by their sizes, times and inodes, without reading them. Empty where
// that does not tell: a file was written so shortly before `now` that another content may get the same times.
[[nodiscard]] std::string model_identity(const std::string& folder, UnixMillis now);

// A BERT encoder (J. Devlin et al., "BERT", 2019) in a folder as sentence-transformers writes it: config.json,
// model.safetensors, tokenizer.json or vocab.txt (with tokenizer_config.json), and 1_Pooling/config.json; without the
// last one the first token counts. Weights are mapped, not read: the files must not be changed meanwhile.
// Safe to use from several threads.
class Model {
 public:
  // Error (input): a file that is missing or cannot be read, what this does not compute, or tensors of other shapes
  // than config.json states. It names the file.
  [[nodiscard]] static Result<Model> load(const std::string& folder);
  ~Model();
  Model(Model&&) noexcept;
  Model& operator=(Model&&) noexcept;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  // A vector of length 1. Only the beginning of a text that is longer than most_tokens() counts. Error (input): the
  // numbers of the model yield none.
  [[nodiscard]] Result<std::vector<float>> vector_of(std::string_view text) const;
  // The same from ids below the model's vocabulary size, at least one, at most most_tokens().
  [[nodiscard]] Result<std::vector<float>> vector_of(const std::vector<std::uint32_t>& ids) const;
  [[nodiscard]] std::vector<std::uint32_t> ids_of(std::string_view text) const;

  [[nodiscard]] std::size_t dimension() const;
  [[nodiscard]] std::size_t most_tokens() const;
  [[nodiscard]] Pooling pooling() const;
  // SHA-256 of the files that decide the vectors, 64 hex digits. Reads all of them.
  [[nodiscard]] std::string hash() const;
  // The instructions that the arithmetic uses: "AVX2", "NEON" or "portable".
  [[nodiscard]] static std::string_view arithmetic();

 private:
  struct State;
  explicit Model(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace rustassistant::embed
