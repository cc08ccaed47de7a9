// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "choice.hpp"
#include "repository_reader.hpp"
#include "rustassistant/app/build.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/ledger/batch_books.hpp"
#include "rustassistant/queue/queue.hpp"
#include "seen.hpp"
#include "targets.hpp"

namespace rustassistant::app {

// What a build is about: who is asked, with settings by which nobody else answers, and where the files are.
struct BuildScope {
  config::Loaded loaded;
  FactsUse facts{};  // keep, unless nothing may be written
  std::shared_ptr<const Repository> repository;
  queue::Selection selection;
  Tokens output_cap = 0;
  std::optional<domain::ModelPrice> batch_price;  // of a build in batches
};

// Answers that were made before are asked for again; 0: none are.
[[nodiscard]] UnixMillis made_after(const BuildRequest& request, UnixMillis now);

// Errors: usage (no type that a model answers), config (no model, no key, no price), input (no such path, nothing in
// it).
[[nodiscard]] Result<BuildScope> build_scope(const BuildRequest& request, const config::Loaded& loaded, FactsUse facts,
                                             const Services& services);

// What the files come to, type by type, and the questions that are left, the most urgent first.
struct BuildQuestions {
  DryRun plan;  // with the files of `asks` and those that need no call
  std::vector<queue::Ask> asks;
  SeenChange seen;  // of a sync: what it is to remember
};
// Where a question may be, so that it is not asked.
struct Elsewhere {
  ledger::BatchBooks& batches;  // that are under way
  queue::Queue& jobs;           // that were given up
};
[[nodiscard]] Result<BuildQuestions> build_questions(const BuildRequest& request, const BuildScope& scope,
                                                     const Elsewhere& elsewhere, const Services& services);

// Queues them; nothing where the request resumes.
[[nodiscard]] Result<BuildQuestions> enqueue(const BuildRequest& request, const BuildScope& scope,
                                             const Elsewhere& elsewhere, const Services& services,
                                             BuildSummary& summary);

// What earlier batches have brought, where they are due to be looked at; nothing: there were none.
[[nodiscard]] Result<std::optional<CollectSummary>> collect_due(const config::Loaded& loaded, const Services& services);

}  // namespace rustassistant::app
