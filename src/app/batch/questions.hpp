// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <vector>

#include "choice.hpp"
#include "repository_reader.hpp"
#include "rustassistant/app/build.hpp"
#include "seen.hpp"
#include "targets.hpp"

namespace rustassistant::app {

// What a build is about: who is asked, with settings by which nobody else answers, and where the files are.
struct BuildScope {
  config::Loaded loaded;
  FactsUse facts{};  // keep, unless nothing may be written
  std::shared_ptr<const Repository> repository;
  queue::Selection selection;
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
[[nodiscard]] Result<BuildQuestions> build_questions(const BuildRequest& request, const BuildScope& scope,
                                                     const Services& services);

}  // namespace rustassistant::app
