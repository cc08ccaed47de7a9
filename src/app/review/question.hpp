// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "choice.hpp"
#include "keys.hpp"
#include "kinds.hpp"
#include "plan.hpp"
#include "targets.hpp"

namespace rustassistant::app {

// A file's content and everything that follows from it; each is worked out once.
struct Question {
  const Kind& kind;
  const Target& target;
  std::string content;
  codec::Sha256Digest content_hash;
  std::string context;                // what models are told of the files that it depends on; mostly empty
  domain::KeyFactors common;          // without provider, endpoint, model, prompt and options
  std::optional<KeyedFactors> model;  // to the wanted model; nothing: none is wanted
  KeyedFactors builtin;

  [[nodiscard]] const config::Settings& settings() const { return target.repository->loaded.settings; }
  [[nodiscard]] cache::AnswerQuery similar(std::span<const std::string> models) const {
    return query_of(kind, common, settings(), models);
  }
};

// The file's content, read now where that has not happened. Errors: input.
[[nodiscard]] Result<std::string> content_of(const Target& target);

// All must outlive the question.
[[nodiscard]] Question question_of(const Kind& kind, const Target& target, std::string content, const Choice& choice);

// The entry that a look-up step of the plan asks for. Errors: storage.
[[nodiscard]] Result<std::optional<cache::Entry>> look_up_entry(StepKind step, const Question& question,
                                                                cache::ResultCache& cache);

// A stored document that lists findings; nothing: it is of another kind, or cannot be read.
[[nodiscard]] std::optional<domain::Analysis> analysis_in(const Kind& kind, const cache::Entry& entry);

// Whether the request wants a newer answer than this one of a model.
[[nodiscard]] bool is_outdated(const cache::EntryInfo& info, const AnalyzeRequest& request);

// What was paid for is flushed to the disk.
[[nodiscard]] cache::Durability durability_of(domain::Provider provider);

// What decides who answers, before anything is looked up. `cache`: there is one.
[[nodiscard]] Situation situation_of(const Question& question, const AnalyzeRequest& request, const Choice& choice,
                                     bool has_cache);

}  // namespace rustassistant::app
