// SPDX-License-Identifier: MIT
#include <algorithm>
#include <thread>
#include <utility>

#include "dense.hpp"
#include "rustassistant/base/threads/ordered_pool.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/embed/model.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

class LocalEmbedder : public Embedder {
 public:
  LocalEmbedder(embed::Model model, std::string name, std::string identity)
      : model_(std::move(model)), name_(std::move(name)), identity_(std::move(identity)) {}

  [[nodiscard]] Result<std::vector<std::vector<float>>> vectors_of(std::span<const std::string> texts) override {
    using Made = Result<std::vector<float>>;
    std::vector<std::vector<float>> vectors;
    vectors.reserve(texts.size());
    std::optional<Error> failure;
    const auto work = [&](std::size_t i) -> Made {
      if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
      return model_.vector_of(texts[i]);
    };
    for_each_ordered<Made>(texts.size(), std::max(1U, std::thread::hardware_concurrency()), work, [&](Made made) {
      if (made) {
        vectors.push_back(*std::move(made));
      } else if (!failure) {
        failure = std::move(made).error();
      }
    });
    if (failure) return tl::unexpected(*std::move(failure));
    return vectors;
  }

 protected:
  [[nodiscard]] std::string identity() const override { return identity_; }
  [[nodiscard]] Result<search::VectorMaker> examine() override {
    return search::VectorMaker{name_, model_.hash(), std::string(name_of(model_.pooling())),
                               static_cast<std::int64_t>(model_.dimension())};
  }

 private:
  embed::Model model_;
  const std::string name_;
  const std::string identity_;
};

}  // namespace

Result<std::string> model_folder(const std::string& model, const sys::Environment& environment) {
  if (model.find('/') != std::string::npos) return model;
  const auto home = config::home_folder(environment);
  if (!home) return fail(Errc::config, "there is no home folder", "set RUSTASSISTANT_HOME or HOME");
  return sys::joined(sys::joined(*home, "models"), model);
}

Result<std::unique_ptr<Embedder>> local_embedder(const std::string& name, const Services& services) {
  TRY_ASSIGN(const std::string folder, model_folder(name, services.environment));
  if (!sys::is_folder(folder)) {
    return fail(Errc::config, "there is no embedding model in " + sys::quoted(folder),
                "put model.safetensors, config.json and tokenizer.json there (docs/search.md), or search with --dense "
                "off");
  }
  // Before it is loaded: what is written meanwhile is another state.
  std::string identity = embed::model_identity(folder, services.clock.now());
  TRY_ASSIGN(embed::Model model, embed::Model::load(folder));
  return std::make_unique<LocalEmbedder>(std::move(model), name, std::move(identity));
}

}  // namespace rustassistant::app
