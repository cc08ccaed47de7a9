// SPDX-License-Identifier: MIT
#include "paid_embeddings.hpp"

#include <random>
#include <utility>
#include <variant>

#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/repository.hpp"
#include "rustassistant/llm/retry.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"
#include "shared_pacer.hpp"

namespace rustassistant::app {
namespace {

using Billing = llm::AttemptFailure::Billing;

ledger::CallFacts facts_of_embeddings(const llm::ProviderConfig& server, const std::string& top) {
  ledger::CallFacts facts;
  facts.provider = server.provider;
  facts.model = server.model;
  facts.type = domain::AnalysisType::embeddings;
  facts.repo_id = domain::repo_id(top);
  facts.repo_path = top;
  return facts;
}

llm::EmbeddingsFailure as_failure(Error error) {
  llm::AttemptFailure failure;
  failure.error = std::move(error);
  return failure;
}

}  // namespace

PaidEmbeddings::PaidEmbeddings(const llm::ProviderConfig& server, const std::optional<domain::ModelPrice>& price,
                               const config::Settings& settings, const EmbeddingNeed& need, const Services& services)
    : server_(server),
      price_(price),
      settings_(settings),
      services_(services),
      facts_(facts_of_embeddings(server, need.top)),
      stores_(settings, services),
      client_(services.transport, services.clock),
      gate_(config::home_folder(services.environment), server, client_, services.clock),
      pacer_(pacer_for(server, need.urgency, stores_, services.clock)) {}

// Without a report the reservation bounds the cost: what comes back is not counted by the token.
Result<void> PaidEmbeddings::book(const ledger::Reservation& held, const std::optional<domain::Usage>& usage) {
  TRY_ASSIGN(ledger::Ledger * ledger, stores_.ledger());
  if (!usage) return ledger->settle(held, std::nullopt, held.amount, ledger::Booking::estimated);
  std::optional<NanoUsd> cost;
  if (price_) cost = domain::cost_of(*price_, *usage);
  return ledger->settle(held, usage, cost);
}

llm::EmbeddingsResult PaidEmbeddings::attempt(const std::string& body, std::size_t texts) {
  auto ledger = stores_.ledger();
  if (!ledger) return tl::unexpected(as_failure(std::move(ledger).error()));
  auto pass = gate_.admit();
  if (!pass) return tl::unexpected(as_failure(std::move(pass).error()));
  const auto bytes = static_cast<std::int64_t>(body.size());
  auto turn = pacer_->wait_for_turn({bytes, 0});
  if (!turn) return tl::unexpected(as_failure(std::move(turn).error()));
  ledger::CallFacts facts = facts_;
  facts.request_bytes = bytes;
  std::optional<NanoUsd> worst_case;
  if (price_) worst_case = domain::worst_case(*price_, bytes, 0);
  auto held = (*ledger)->reserve(facts, worst_case, settings_.budget);
  if (!held) return tl::unexpected(as_failure(std::move(held).error()));

  auto answer = llm::ask_embeddings(services_.transport, server_, body, texts, services_.clock.now());
  pacer_->heard(*turn, paced_reply(answer));
  if (answer) {
    pass->answered();
    if (auto booked = book(*held, answer->usage); !booked) return tl::unexpected(as_failure(std::move(booked).error()));
    return answer;
  }
  const llm::EmbeddingsFailure& failure = answer.error();
  const bool stays = failure.billing == Billing::possible;
  pass->failed(failure, stays ? domain::LeftCharged::yes : domain::LeftCharged::no);
  if (stays) {
    const std::string amount = held->amount ? " of " + domain::format_usd(*held->amount) : std::string();
    services_.warn("the reservation" + amount +
                   " for embeddings stays charged, for they may have been billed "
                   "(rustassistant budget settle)");
    return answer;
  }
  const auto closed = failure.billing == Billing::none ? (*ledger)->release(*held) : book(*held, failure.usage);
  if (!closed) return tl::unexpected(as_failure(closed.error()));
  return answer;
}

llm::EmbeddingsResult PaidEmbeddings::ask(const std::string& body, std::size_t texts) {
  llm::Tried tried;
  while (true) {
    auto answer = attempt(body, texts);
    if (answer || answer.error().billing != Billing::none) return answer;
    const llm::NextStep step = llm::next_step(answer.error(), tried, server_.provider, std::random_device{}());
    const auto* later = std::get_if<llm::Later>(&step);
    if (later == nullptr) return answer;
    sys::log_info(answer.error().error.what + "; trying again in " + std::to_string(later->wait.count()) + " ms");
    if (!services_.clock.sleep_for(later->wait, sys::stop_requested))
      return tl::unexpected(as_failure(sys::stop_error()));
    ++tried.attempts;
  }
}

}  // namespace rustassistant::app
