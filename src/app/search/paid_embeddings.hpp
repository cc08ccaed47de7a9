// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "dense.hpp"
#include "provider_gate.hpp"
#include "rustassistant/app/pacer.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/llm/embeddings.hpp"

namespace rustassistant::app {

// Calls for vectors that cost money: each passes what a call for a review passes, which is the gate, the provider's
// rate and a reservation, and is booked. The history of the ledger shows them under the repository, without a file.
class PaidEmbeddings {
 public:
  // All must outlive this. `price`: nothing where it is unknown and the user allowed that.
  PaidEmbeddings(const llm::ProviderConfig& server, const std::optional<domain::ModelPrice>& price,
                 const config::Settings& settings, const EmbeddingNeed& need, const Services& services);

  // Asks, and again, later, where that may help. An attempt that may have been billed is the last, and stays charged.
  // The code of a failure's error tells also of budget and storage (the ledger).
  [[nodiscard]] llm::EmbeddingsResult ask(const std::string& body, std::size_t texts);

 private:
  [[nodiscard]] llm::EmbeddingsResult attempt(const std::string& body, std::size_t texts);
  [[nodiscard]] Result<void> book(const ledger::Reservation& held, const std::optional<domain::Usage>& usage);

  const llm::ProviderConfig& server_;
  const std::optional<domain::ModelPrice> price_;
  const config::Settings& settings_;
  const Services& services_;
  const ledger::CallFacts facts_;
  Stores stores_;
  const llm::Client client_;
  ProviderGate gate_;
  std::unique_ptr<Pacer> pacer_;
};

}  // namespace rustassistant::app
