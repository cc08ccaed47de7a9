// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "choice.hpp"
#include "kinds.hpp"
#include "provider_session.hpp"
#include "question.hpp"
#include "rustassistant/app/analyze.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/config/places.hpp"
#include "targets.hpp"

namespace rustassistant::app {

// The way of one file: read, key, then the plan's steps (plan.hpp). Safe to use from several threads.
class Reviewer {
 public:
  // All must outlive this.
  Reviewer(const AnalyzeRequest& request, const Choice& choice, Stores& stores, const Services& services,
           domain::Urgency urgency = domain::Urgency::interactive);

  [[nodiscard]] FileResult review(const Target& target) const;
  // Of a file that the run was stopped before.
  [[nodiscard]] FileResult not_begun(const Target& target) const;

 private:
  class Steps;
  [[nodiscard]] FileResult answer(const Question& question) const;
  // Adds to a model's findings what builtin measures; false where it does not know the language.
  bool add_measured(Answered& answered, Steps& steps) const;

  const AnalyzeRequest& request_;
  const Kind& kind_;
  const Choice& choice_;
  Stores& stores_;
  const Services& services_;
  const bool is_interactive_;  // else the caller says once what stopped it
  std::optional<std::string> home_;
  std::unique_ptr<Pacer> pacer_;
  mutable std::optional<ProviderSession> session_;  // with the provider that is wanted
};

}  // namespace rustassistant::app
