// SPDX-License-Identifier: MIT
#include "rustassistant/embed/model.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "encoder.hpp"
#include "kernels.hpp"
#include "outside.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/embed/vectors.hpp"
#include "rustassistant/embed/word_pieces.hpp"
#include "rustassistant/sys/file_stamp.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/mapped_file.hpp"
#include "rustassistant/sys/set_aside.hpp"

namespace rustassistant::embed {
namespace {

constexpr std::int64_t kLargestText = 64'000'000;  // bytes of a file of the model but its weights
constexpr std::size_t kMostTokens = 512;           // a chunk has no more, and attention grows with the square
// Clocks of file systems are this coarse.
constexpr std::int64_t kClockGrainNs = 2'000'000'000;
constexpr std::int64_t kNanosOfMilli = 1'000'000;
constexpr auto kModelFiles =
    std::to_array<const char*>({"config.json", "model.safetensors", "tokenizer.json", "vocab.txt",
                                "tokenizer_config.json", "1_Pooling/config.json"});

tl::unexpected<Error> unfit_file(const std::string& path, Error error) {
  return fail_while("cannot use " + sys::quoted(path), std::move(error));
}

struct Reader {
  WordPieces pieces;
  std::string bytes;  // what it was made from
};

Result<bool> lower_case_in(const std::string& folder) {
  const std::string path = sys::joined(folder, "tokenizer_config.json");
  TRY_ASSIGN(const auto text, sys::read_file_if_exists(path, kLargestText));
  if (!text) return true;
  const auto json = codec::parse_json(*text);
  if (!json) return unfit_file(path, json.error());
  return flag(*json, "do_lower_case", true);
}

Result<Reader> reader_in(const std::string& folder) {
  const std::string json = sys::joined(folder, "tokenizer.json");
  TRY_ASSIGN(auto text, sys::read_file_if_exists(json, kLargestText));
  if (text) {
    auto pieces = WordPieces::from_json(*text);
    if (!pieces) return unfit_file(json, pieces.error());
    return Reader{*std::move(pieces), *std::move(text)};
  }
  const std::string plain = sys::joined(folder, "vocab.txt");
  TRY_ASSIGN(text, sys::read_file_if_exists(plain, kLargestText));
  if (!text) return unfit("there is neither tokenizer.json nor vocab.txt in " + sys::quoted(folder));
  TRY_ASSIGN(const bool lower_case, lower_case_in(folder));
  auto pieces = WordPieces::from_vocabulary(*text, lower_case);
  if (!pieces) return unfit_file(plain, pieces.error());
  *text += lower_case ? "lower" : "";
  return Reader{*std::move(pieces), *std::move(text)};
}

Result<Pooling> pooling_in(const std::string& folder) {
  const std::string path = sys::joined(sys::joined(folder, "1_Pooling"), "config.json");
  TRY_ASSIGN(const auto text, sys::read_file_if_exists(path, kLargestText));
  if (!text) return Pooling::cls;
  const auto json = codec::parse_json(*text);
  if (!json) return unfit_file(path, json.error());
  const bool cls = flag(*json, "pooling_mode_cls_token", false);
  const bool mean = flag(*json, "pooling_mode_mean_tokens", false);
  if (!json->is_object()) return unfit_file(path, {Errc::input, "expected an object", {}});
  for (const auto& [name, wanted] : json->items()) {
    if (name.starts_with("pooling_mode_") && wanted == true && name != "pooling_mode_cls_token" &&
        name != "pooling_mode_mean_tokens")
      return unfit_file(path, {Errc::input, name + " is not computed here", {}});
  }
  if (cls == mean)
    return unfit_file(path, {Errc::input, "expected one pooling mode: of the first token, or the mean", {}});
  return cls ? Pooling::cls : Pooling::mean;
}

}  // namespace

std::string model_identity(const std::string& folder, UnixMillis now) {
  std::string identity;
  for (const char* name : kModelFiles) {
    // Model hubs keep what a link points to.
    const auto path = sys::canonical_path(sys::joined(folder, name));
    if (!path) continue;
    const auto stamp = sys::stamp_of(*path);
    const auto file = sys::identity_of(*path);
    if (!stamp || !file) return {};
    const std::int64_t latest = std::max(stamp->modified_ns, stamp->changed_ns);
    if (latest + kClockGrainNs >= now.value * kNanosOfMilli) return {};
    identity.append(*path);
    for (const auto number : {stamp->size, stamp->modified_ns, stamp->changed_ns,
                              static_cast<std::int64_t>(file->device), static_cast<std::int64_t>(file->inode)})
      identity.append(" ").append(std::to_string(number));
    identity += '\n';
  }
  return identity;
}

std::string_view name_of(Pooling pooling) {
  return pooling == Pooling::cls ? "cls" : "mean";
}

struct Model::State {
  std::string config;
  Reader reader;
  Pooling pooling = Pooling::cls;
  sys::MappedFile weights;
  Encoder encoder;
};

Model::Model(std::unique_ptr<State> state) : state_(std::move(state)) {}
Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

Result<Model> Model::load(const std::string& folder) {
  const std::string config_path = sys::joined(folder, "config.json");
  const std::string weights_path = sys::joined(folder, "model.safetensors");
  TRY_ASSIGN(std::string config, sys::read_file(config_path, kLargestText));
  auto shape = encoder_shape(config);
  if (!shape) return unfit_file(config_path, std::move(shape).error());
  TRY_ASSIGN(Reader reader, reader_in(folder));
  if (reader.pieces.size() > shape->vocabulary) {
    return fail(Errc::input, "the tokenizer in " + sys::quoted(folder) + " has ids up to " +
                                 std::to_string(reader.pieces.size() - 1) + ", and config.json a vocab_size of " +
                                 std::to_string(shape->vocabulary));
  }
  TRY_ASSIGN(const Pooling pooling, pooling_in(folder));
  TRY_ASSIGN(sys::MappedFile weights, sys::MappedFile::open(weights_path));
  const auto tensors = read_tensors(weights.bytes());
  if (!tensors) return unfit_file(weights_path, tensors.error());
  auto encoder = Encoder::of(*shape, *tensors);
  if (!encoder) return unfit_file(weights_path, std::move(encoder).error());
  return Model(std::make_unique<State>(
      State{std::move(config), std::move(reader), pooling, std::move(weights), *std::move(encoder)}));
}

std::vector<std::uint32_t> Model::ids_of(std::string_view text) const {
  return state_->reader.pieces.ids(text, most_tokens());
}

Result<std::vector<float>> Model::vector_of(std::string_view text) const {
  return vector_of(ids_of(text));
}

Result<std::vector<float>> Model::vector_of(const std::vector<std::uint32_t>& ids) const {
  std::vector<float> vector = state_->encoder.pooled(ids, state_->pooling);
  if (!to_length_one(vector)) return unfit("the embedding model yields no vector that has a direction");
  return vector;
}

std::size_t Model::dimension() const {
  return state_->encoder.shape().hidden;
}
std::size_t Model::most_tokens() const {
  return std::min(kMostTokens, state_->encoder.shape().positions);
}
Pooling Model::pooling() const {
  return state_->pooling;
}

std::string Model::hash() const {
  codec::Sha256 hasher;
  const auto bytes = state_->weights.bytes();
  const std::string_view parts[] = {state_->config,
                                    state_->reader.bytes,
                                    name_of(state_->pooling),
                                    {reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
  for (const std::string_view part : parts) {
    hasher.update(std::to_string(part.size()) + ":");
    hasher.update(part);
  }
  return to_hex(hasher.finish());
}

std::string_view Model::arithmetic() {
  return kernels().name;
}

}  // namespace rustassistant::embed
