// SPDX-License-Identifier: MIT
#include <utility>

#include "dense.hpp"
#include "paid_embeddings.hpp"
#include "prepare.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/config/load.hpp"
#include "rustassistant/http/url.hpp"
#include "rustassistant/llm/embeddings.hpp"
#include "rustassistant/privacy/secrets.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::app {
namespace {

constexpr std::string_view kKeyVariable = "RUSTASSISTANT_EMBEDDINGS_API_KEY";

// A server. What its model is made of is not known: its name and place stand for that.
class ServerEmbedder : public Embedder {
 public:
  ServerEmbedder(llm::ProviderConfig server, const config::PrivacySettings& privacy, const Services& services)
      : server_(std::move(server)), privacy_(privacy), services_(services) {}

  // From now on calls are paid for.
  void pay(std::optional<domain::ModelPrice> price, const config::Settings& settings, const EmbeddingNeed& need) {
    if (price) price->id = server_.model;
    paid_ = std::make_unique<PaidEmbeddings>(server_, price, settings, need, services_);
  }

  [[nodiscard]] Result<std::vector<std::vector<float>>> vectors_of(std::span<const std::string> texts) override {
    TRY_ASSIGN(std::vector<std::vector<float>> vectors, ask(texts));
    for (std::vector<float>& vector : vectors) {
      const auto size = static_cast<std::int64_t>(vector.size());
      has_changed_ = size != maker().dimension;
      if (has_changed_ || !embed::to_length_one(vector)) {
        return fail(Errc::provider, "the embeddings at " + server_.base_url + " have no direction, or another size",
                    "check search.model and search.embeddings_url");
      }
    }
    return vectors;
  }
  // As for reviews; what is sent in spite of secrets is sent without them.
  [[nodiscard]] bool may_see(std::string_view path, std::string_view text) const override {
    if (privacy::is_key_store_name(path)) return false;
    return privacy_.redact != config::Redact::refuse || privacy::find_secrets(text).empty();
  }
  [[nodiscard]] bool has_changed() const override { return has_changed_; }

 protected:
  [[nodiscard]] std::string identity() const override { return server_.base_url + "\n" + server_.model; }

  // Asks once: how long its vectors are only an answer tells.
  [[nodiscard]] Result<search::VectorMaker> examine() override {
    const std::string hello("hello");
    TRY_ASSIGN(const auto vectors, ask(std::span(&hello, 1)));
    return search::VectorMaker{server_.model, codec::sha256_hex(identity()), "server",
                               static_cast<std::int64_t>(vectors.front().size())};
  }

 private:
  [[nodiscard]] Result<std::vector<std::vector<float>>> ask(std::span<const std::string> texts) {
    std::vector<std::string> harmless;
    harmless.reserve(texts.size());
    for (const std::string& text : texts) harmless.push_back(privacy::redacted(text, privacy::find_secrets(text)));
    return llm::embeddings(server_, harmless, [this](const std::string& body, std::size_t count) {
      if (paid_) return paid_->ask(body, count);
      return llm::ask_embeddings(services_.transport, server_, body, count, services_.clock.now());
    });
  }

  const llm::ProviderConfig server_;
  const config::PrivacySettings& privacy_;
  const Services& services_;
  std::unique_ptr<PaidEmbeddings> paid_;
  bool has_changed_ = false;
};

// The variable of its own, or for OpenAI's server that of OpenAI: the key of another service is not for this one.
Result<std::optional<config::FoundKey>> embeddings_key(domain::Provider provider, const config::Settings& settings,
                                                       const sys::Environment& environment) {
  TRY_ASSIGN(auto own, config::find_key(environment, std::span(&kKeyVariable, 1), {}));
  if (own || provider != domain::Provider::openai) return own;
  const auto& file = settings.llm.providers.at(static_cast<std::size_t>(provider)).api_key_file;
  return config::find_key(environment, llm::facts_of(provider)->key_variables, file);
}

// A server on this machine is free unless a price says otherwise.
bool is_free(const CallPrice& price, const std::string& base_url) {
  if (price.price) return price.price->rates.input.value == 0;
  const auto url = http::parse_url(base_url);
  return url && url->is_loopback;
}

}  // namespace

Result<void> Embedder::introduce() {
  TRY_ASSIGN(maker_, examine());
  return {};
}

Result<void> Embedder::introduce(search::Index& index, Memory memory) {
  const std::string now = identity();
  if (memory == Memory::trusted && !now.empty()) {
    TRY_ASSIGN(auto known, index.known_model());
    if (known && known->identity == now) {
      maker_ = std::move(known->maker);
      return {};
    }
  }
  TRY(introduce());
  if (now.empty()) return {};
  const auto kept = index.remember({now, maker_});
  if (!kept) sys::log_info("what the embedding model is cannot be remembered: " + kept.error().what);
  return {};
}

Result<std::unique_ptr<Embedder>> embedder_of(const config::Settings& settings, const EmbeddingNeed& need,
                                              const Services& services) {
  const std::string& base_url = settings.search.embeddings_url;
  if (base_url.empty()) return local_embedder(settings.search.model, services);
  llm::ProviderConfig server;
  server.provider = llm::embeddings_provider(base_url);
  server.base_url = base_url;
  server.model = settings.search.model;
  server.shape = {domain::SchemaMode::none, 0, true};  // nothing is written, and no other shape would help
  TRY_ASSIGN(auto key, embeddings_key(server.provider, settings, services.environment));
  if (key) server.key.emplace(std::move(key->value));
  if (auto checked = llm::check(server); !checked)
    return fail_while("search.embeddings_url", std::move(checked).error());
  auto price = price_of(server, settings, utc_day(services.clock.now()));
  if (!price) {
    return fail(Errc::config, price.error().what,
                "add it to config.toml: [prices.\"" + server.model + "\"] with input, and an output of 0");
  }
  auto embedder = std::make_unique<ServerEmbedder>(std::move(server), settings.privacy, services);
  if (is_free(*price, base_url)) return embedder;
  if (need.may_spend == MaySpend::no) {
    services.warn("the embeddings of " + sys::quoted(settings.search.model) +
                  " cost money, which may not be spent here: words alone decide");
    return std::unique_ptr<Embedder>();
  }
  embedder->pay(price->price, settings, need);
  return embedder;
}

}  // namespace rustassistant::app
