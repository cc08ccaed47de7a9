// SPDX-License-Identifier: MIT
#include <utility>

#include "dense.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/llm/embeddings.hpp"
#include "rustassistant/privacy/secrets.hpp"

namespace rustassistant::app {
namespace {

// A server on this machine. What its model is made of is not known: its name and place stand for that.
class ServerEmbedder : public Embedder {
 public:
  ServerEmbedder(llm::EmbeddingsServer server, http::Transport& transport)
      : server_(std::move(server)), transport_(transport) {}

  [[nodiscard]] const search::VectorMaker& maker() const override { return maker_; }

  // Asks once: how long its vectors are only an answer tells.
  [[nodiscard]] Result<void> introduce() {
    const std::string hello("hello");
    TRY_ASSIGN(const auto vectors, llm::embeddings(transport_, server_, std::span(&hello, 1)));
    maker_ = {server_.model, codec::sha256_hex(server_.base_url + "\n" + server_.model), "server",
              static_cast<std::int64_t>(vectors.front().size())};
    return {};
  }

  [[nodiscard]] Result<std::vector<embed::ByteVector>> vectors_of(std::span<const std::string> texts) override {
    std::vector<std::string> harmless;
    harmless.reserve(texts.size());
    for (const std::string& text : texts) harmless.push_back(privacy::redacted(text, privacy::find_secrets(text)));
    TRY_ASSIGN(std::vector<std::vector<float>> answered, llm::embeddings(transport_, server_, harmless));
    std::vector<embed::ByteVector> vectors;
    vectors.reserve(answered.size());
    for (std::vector<float>& vector : answered) {
      if (static_cast<std::int64_t>(vector.size()) != maker_.dimension || !embed::to_length_one(vector))
        return fail(Errc::provider, "the embeddings at " + server_.base_url + " have no direction, or another size");
      vectors.push_back(embed::rounded_to_bytes(vector));
    }
    return vectors;
  }

 private:
  llm::EmbeddingsServer server_;
  http::Transport& transport_;
  search::VectorMaker maker_;
};

}  // namespace

Result<std::unique_ptr<Embedder>> embedder_of(const config::SearchSettings& settings, const Services& services) {
  if (settings.embeddings_url.empty()) return local_embedder(settings.model, services.environment);
  llm::EmbeddingsServer server;
  server.base_url = settings.embeddings_url;
  server.model = settings.model;
  TRY(llm::check(server));
  auto embedder = std::make_unique<ServerEmbedder>(std::move(server), services.transport);
  TRY(embedder->introduce());
  return embedder;
}

}  // namespace rustassistant::app
