// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "ask.hpp"
#include "choice.hpp"
#include "rustassistant/app/analyze.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/cache/result_cache.hpp"
#include "targets.hpp"
#include "withhold.hpp"

namespace rustassistant::app {

// The way of one file: read, key, cache, reserve, ask, validate, store, settle. Safe to use from several threads.
class Reviewer {
 public:
  // All must outlive this.
  Reviewer(const AnalyzeRequest& request, const Choice& choice, Stores& stores, const Services& services)
      : request_(request),
        choice_(choice),
        stores_(stores),
        services_(services),
        home_(sys::home_folder(services.environment)) {
    if (choice.wanted) session_.emplace(*choice.wanted, services.transport, services.clock, home_, pacer_);
  }

  [[nodiscard]] FileResult review(const Target& target) const;

 private:
  struct Question;
  [[nodiscard]] Question question_of(const Target& target, std::string content) const;
  void answer(const Question& question, FileResult& result) const;
  void find_answer(const Question& question, FileResult& result) const;
  [[nodiscard]] bool answer_from_model(const Question& question, FileResult& result, Error& cause) const;
  [[nodiscard]] bool blocks(const Question& question, const Error& cause) const;
  void answer_with_builtin(const Question& question, FileResult& result) const;
  [[nodiscard]] Result<void> call_model(const Question& question, FileResult& result) const;
  [[nodiscard]] Result<void> ask_and_keep(const Question& question, const Sendable& sent, ledger::Ledger& ledger,
                                          FileResult& result, Spending& spending) const;

  [[nodiscard]] bool find(const Question& question, const domain::KeyFactors& factors, FileResult& result) const;
  [[nodiscard]] bool find_similar(const Question& question, std::span<const std::string> models,
                                  FileResult& result) const;
  [[nodiscard]] bool take_stored(const Question& question, Result<std::optional<cache::Entry>> found,
                                 FileResult& result) const;
  void store(const Question& question, const domain::KeyFactors& factors, cache::Durability durability,
             const std::optional<domain::Usage>& usage, std::optional<NanoUsd> cost, FileResult& result) const;

  const AnalyzeRequest& request_;
  const Choice& choice_;
  Stores& stores_;
  const Services& services_;
  std::optional<std::string> home_;
  mutable NoPacer pacer_;
  mutable std::optional<ProviderSession> session_;  // with the provider that is wanted
};

}  // namespace rustassistant::app
