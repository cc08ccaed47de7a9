// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>

#include "question.hpp"
#include "rustassistant/domain/reuse.hpp"

// What the last answer about a path is worth for what the path holds today.
namespace rustassistant::app {

// Whether it may serve at all: the settings and the request allow it, and the type is by units.
[[nodiscard]] bool may_reuse(const Question& question, const AnalyzeRequest& request, bool has_cache);

struct Reusable {
  domain::EarlierReview earlier;
  domain::Analysis answer;  // the last one
  cache::EntryInfo info;    // of its entry
  domain::FileUnits now;
  domain::ReusePlan plan;

  [[nodiscard]] bool is_whole() const { return plan.decision == domain::ReuseDecision::whole; }
  // What asking about the whole file would cost, by what it cost the last time; nothing: unknown.
  [[nodiscard]] std::optional<NanoUsd> whole_cost(const Question& question) const;
};

// Nothing where there is no last answer that may serve. Errors: storage.
[[nodiscard]] Result<std::optional<Reusable>> find_reusable(const Question& question, const AnalyzeRequest& request,
                                                            cache::ResultCache* cache);

// The last answer with what was found in the parts that were asked about; nothing: none had to be. `measured`: what
// builtin says of the file.
[[nodiscard]] domain::Document put_together(const Reusable& reusable, const Question& question,
                                            const domain::Document* partial, const domain::Document& measured);

// Makes a stored answer the last one about its path. `reusable`: what it was put together of; null: the file was asked
// about as a whole. Nothing is kept of files that are too short, or of types that are not by units. Errors: storage.
[[nodiscard]] Result<void> remember(const Question& question, const cache::EntryInfo& info, const Reusable* reusable,
                                    cache::ResultCache& cache);
// The same for an answer about a whole file whose question is gone.
[[nodiscard]] Result<void> remember_whole(const Kind& kind, std::string_view content, const cache::EntryInfo& info,
                                          cache::ResultCache& cache);

}  // namespace rustassistant::app
