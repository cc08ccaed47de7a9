// SPDX-License-Identifier: MIT
#include "paid_embeddings.hpp"

#include <utility>

#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/repository.hpp"
#include "shared_pacer.hpp"

namespace rustassistant::app {
namespace {

ledger::CallFacts facts_of_embeddings(const llm::ProviderConfig& server, const std::string& top) {
  ledger::CallFacts facts;
  facts.provider = server.provider;
  facts.model = server.model;
  facts.type = domain::AnalysisType::embeddings;
  facts.repo_id = domain::repo_id(top);
  facts.repo_path = top;
  return facts;
}

llm::AttemptFailure as_failure(Error error) {
  llm::AttemptFailure failure;
  failure.error = std::move(error);
  return failure;
}

}  // namespace

PaidEmbeddings::PaidEmbeddings(const llm::ProviderConfig& server, const std::optional<domain::ModelPrice>& price,
                               const config::Settings& settings, const EmbeddingNeed& need, const Services& services)
    : server_(server),
      price_(price),
      services_(services),
      facts_(facts_of_embeddings(server_, need.top)),
      stores_(settings, services),
      pacer_(pacer_for(server_, need.urgency, stores_, services.clock)),
      session_(server_, services.transport, services.clock, config::home_folder(services.environment), *pacer_),
      asker_(settings, session_) {}

llm::EmbeddingsResult PaidEmbeddings::ask(const std::string& body, std::size_t texts) {
  auto purse = stores_.purse();
  if (!purse) return tl::unexpected(as_failure(std::move(purse).error()));
  llm::EmbeddingsAnswer answer;
  PaidQuestion question;
  question.body = [&](const llm::RequestShape& /*shape*/) { return body; };
  question.send = [&](const std::string& sent) -> tl::expected<llm::Bill, llm::AttemptFailure> {
    TRY_ASSIGN(answer, llm::ask_embeddings(services_.transport, server_, sent, texts, services_.clock.now()));
    return answer;
  };
  Spending spending;
  auto call = asker_.ask(question, price_, facts_, **purse, spending);
  Result<void> settled;
  if (call) settled = Asker::settle(*call, **purse, spending);
  if (spending.open_calls > 0) {
    services_.warn("the reservation" +
                   (spending.open > NanoUsd{} ? " of " + domain::format_usd(spending.open) : std::string()) +
                   " for embeddings stays charged, for they may have been billed (rustassistant budget settle)");
  }
  if (!settled) return tl::unexpected(as_failure(std::move(settled).error()));
  if (call) return answer;
  FailedAsk& failed = call.error();
  return tl::unexpected(failed.attempt ? *std::move(failed.attempt) : as_failure(std::move(failed)));
}

}  // namespace rustassistant::app
