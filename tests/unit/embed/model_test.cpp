// SPDX-License-Identifier: MIT
#include "rustassistant/embed/model.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/temporary_folder.hpp"
#include "support/tiny_model.hpp"

using namespace rustassistant;
using Catch::Contains;
using embed::Model;
using test::Weights;

namespace {

// Printed by reference.py.
const std::vector<float> kFirst{0.0692357F,  0.1757807F,  0.5680617F, 0.0867995F,  0.2305906F,  0.1375382F,
                                -0.0381113F, -0.0512724F, 0.6778219F, -0.2526955F, -0.1860419F, 0.0003458F};
const std::vector<float> kMean{0.0890683F,  0.1787309F,  0.5712039F, 0.0705987F,  0.2618952F,  0.1282911F,
                               -0.0510974F, -0.0133169F, 0.6681411F, -0.2511829F, -0.1775335F, -0.0021053F};
const std::vector<std::uint32_t> kIds{2, 7, 5, 11, 7, 3};

float difference(const std::vector<float>& a, const std::vector<float>& b) {
  float most = a.size() == b.size() ? 0.0F : 1.0F;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) most = std::max(most, std::abs(a[i] - b[i]));
  return most;
}

}  // namespace

TEST_CASE("a model gives the vectors that an independent computation gives, whatever its weights are kept as") {
  const test::TemporaryFolder folder;
  const Weights all[] = {Weights::f32, Weights::f16, Weights::bf16};
  for (const Weights weights : all) {
    const std::string path = write_tiny_model(folder, "m" + std::to_string(static_cast<int>(weights)), weights);
    const auto model = Model::load(path);
    REQUIRE(model);
    CHECK(model->dimension() == 12);
    CHECK(model->most_tokens() == 10);
    CHECK(model->pooling() == embed::Pooling::cls);
    const auto vector = model->vector_of(kIds);
    REQUIRE(vector);
    CHECK(difference(*vector, kFirst) < 1e-5F);
  }
}

TEST_CASE("the pooling of a model is read from its folder") {
  const test::TemporaryFolder folder;
  const std::string path = write_tiny_model(folder, "m");
  static_cast<void>(folder.write("m/1_Pooling/config.json",
                                 R"({"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true})"));
  const auto model = Model::load(path);
  REQUIRE(model);
  CHECK(model->pooling() == embed::Pooling::mean);
  CHECK(difference(model->vector_of(kIds).value(), kMean) < 1e-5F);

  static_cast<void>(
      folder.write("m/1_Pooling/config.json", R"({"pooling_mode_cls_token": false, "pooling_mode_max_tokens": true})"));
  const auto refused = Model::load(path);
  REQUIRE_FALSE(refused);
  CHECK_THAT(refused.error().what, Contains("1_Pooling") && Contains("pooling_mode_max_tokens"));
}

TEST_CASE("a text becomes tokens and a vector of length 1, and only as much of it counts as the model has positions") {
  const test::TemporaryFolder folder;
  const Model model = Model::load(write_tiny_model(folder, "m")).value();
  CHECK(model.ids_of("Retry waits") == std::vector<std::uint32_t>{2, 5, 6, 4, 7, 3});
  const auto text = std::string("wait ") + std::string(200, '(');
  CHECK(model.ids_of(text).size() == 10);
  const auto vector = model.vector_of(text).value();
  float squares = 0;
  for (const float x : vector) squares += x * x;
  CHECK(squares == Approx(1));
  CHECK(model.vector_of(std::string_view("")).value().size() == 12);
}

TEST_CASE("the hash of a model changes with each of its files") {
  const test::TemporaryFolder folder;
  const std::string path = write_tiny_model(folder, "m");
  std::vector<std::string> hashes{Model::load(path).value().hash()};
  CHECK(hashes.front().size() == 64);
  CHECK(Model::load(path).value().hash() == hashes.front());
  static_cast<void>(folder.write("m/vocab.txt", std::string(test::kTinyVocabulary).replace(24, 4, "halt")));
  hashes.push_back(Model::load(path).value().hash());
  static_cast<void>(folder.write("m/config.json", std::string(test::kTinyConfig) + "\n"));
  hashes.push_back(Model::load(path).value().hash());
  static_cast<void>(folder.write("m/model.safetensors", test::safetensors(tiny_tensors(Weights::f16))));
  hashes.push_back(Model::load(path).value().hash());
  static_cast<void>(folder.write("m/1_Pooling/config.json",
                                 R"({"pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true})"));
  hashes.push_back(Model::load(path).value().hash());
  std::sort(hashes.begin(), hashes.end());
  CHECK(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
}

TEST_CASE("a tensor of another shape is refused with the file, the tensor, what was expected and what was found") {
  const test::TemporaryFolder folder;
  const std::string path = write_tiny_model(folder, "m");
  auto tensors = test::tiny_tensors(Weights::f32);
  const auto refusal = [&] {
    static_cast<void>(folder.write("m/model.safetensors", test::safetensors(tensors)));
    const auto model = Model::load(path);
    REQUIRE_FALSE(model);
    CHECK(model.error().code == Errc::input);
    CHECK_THAT(model.error().what, Contains("m/model.safetensors"));
    return model.error().what;
  };
  tensors[0].shape = {12, 16};
  CHECK_THAT(refusal(), Contains("'embeddings.word_embeddings.weight' is [12, 16]; expected [16, 12]"));
  tensors[0].shape = {16, 12};
  tensors[0].type = "I32";
  CHECK_THAT(refusal(), Contains("word_embeddings") && Contains("F32, F16 or BF16"));
  tensors.erase(tensors.begin());
  CHECK_THAT(refusal(), Contains("'embeddings.word_embeddings.weight' is missing"));
}

TEST_CASE("a model that is not a BERT encoder, or lacks a file, is refused with the name of the file") {
  const test::TemporaryFolder folder;
  const std::string path = write_tiny_model(folder, "m");
  const auto refusal = [&] {
    const auto model = Model::load(path);
    REQUIRE_FALSE(model);
    return model.error().what;
  };
  const auto with = [&](const char* from, const char* to) {
    std::string config = test::kTinyConfig;
    config.replace(config.find(from), std::string(from).size(), to);
    static_cast<void>(folder.write("m/config.json", config));
  };
  with("\"bert\"", "\"gpt2\"");
  CHECK_THAT(refusal(), Contains("m/config.json") && Contains("model_type"));
  with("\"gelu\"", "\"relu\"");
  CHECK_THAT(refusal(), Contains("hidden_act"));
  with(": 3", ": 5");
  CHECK_THAT(refusal(), Contains("num_attention_heads"));
  with(": 16", ": 15");
  CHECK_THAT(refusal(), Contains("vocab_size of 15"));
  with(": 10", ": -10");
  CHECK_THAT(refusal(), Contains("max_position_embeddings"));
  with(": 10", ": 10");
  std::filesystem::remove(folder.path() / "m/vocab.txt");
  CHECK_THAT(refusal(), Contains("neither tokenizer.json nor vocab.txt"));
  static_cast<void>(folder.write("m/vocab.txt", "[UNK]\n[CLS]\n"));
  CHECK_THAT(refusal(), Contains("m/vocab.txt") && Contains("[SEP]"));
}

TEST_CASE("a model whose numbers are none yields an error") {
  const test::TemporaryFolder folder;
  const std::string path = write_tiny_model(folder, "m");
  auto tensors = test::tiny_tensors(Weights::f32);
  for (char& byte : tensors.back().bytes) byte = static_cast<char>(0xFF);
  static_cast<void>(folder.write("m/model.safetensors", test::safetensors(tensors)));
  CHECK_FALSE(Model::load(path).value().vector_of(kIds));
}

TEST_CASE(
    "the identity of a model changes with each of its files, and is none while the clock cannot tell them apart") {
  const test::TemporaryFolder folder;
  const std::string path = write_tiny_model(folder, "m");
  const UnixMillis later{4'000'000'000'000};
  const std::string before = embed::model_identity(path, later);
  CHECK_FALSE(before.empty());
  CHECK(embed::model_identity(path, later) == before);
  CHECK(embed::model_identity(path, UnixMillis{0}).empty());
  for (const char* name : {"config.json", "model.safetensors", "vocab.txt"}) {
    const std::string was = embed::model_identity(path, later);
    folder.write(std::string("m/") + name, "another content");
    CHECK(embed::model_identity(path, later) != was);
  }
}
