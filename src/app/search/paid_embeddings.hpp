// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "ask.hpp"
#include "dense.hpp"
#include "provider_session.hpp"
#include "rustassistant/app/pacer.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/llm/embeddings.hpp"

namespace rustassistant::app {

// Calls for vectors that cost money. The history of the ledger shows them under the repository, without a file.
class PaidEmbeddings {
 public:
  // All must outlive this. `price`: nothing where it is unknown and the user allowed that.
  PaidEmbeddings(const llm::ProviderConfig& server, const std::optional<domain::ModelPrice>& price,
                 const config::Settings& settings, const EmbeddingNeed& need, const Services& services);

  // Asks as Asker does, and settles. The code of a failure's error tells also of budget and storage (the ledger).
  [[nodiscard]] llm::EmbeddingsResult ask(const std::string& body, std::size_t texts);

 private:
  const llm::ProviderConfig& server_;
  const std::optional<domain::ModelPrice> price_;
  const Services& services_;
  const ledger::CallFacts facts_;
  Stores stores_;
  const std::unique_ptr<Pacer> pacer_;
  ProviderSession session_;
  const Asker asker_;
};

}  // namespace rustassistant::app
