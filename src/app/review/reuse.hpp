// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

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
  std::string digest;       // SHA-256 of its document, hex digits
  domain::FileUnits now;
  std::int64_t bytes = 0;  // of what the path holds
  domain::ReusePlan plan;

  [[nodiscard]] bool is_whole() const { return plan.decision == domain::ReuseDecision::whole; }
  // What asking about the whole file would cost, by what it cost the last time; nothing: unknown.
  [[nodiscard]] std::optional<NanoUsd> whole_cost() const;
  // What is to be remembered of the file once its parts were asked about.
  [[nodiscard]] domain::EarlierReview after() const;
};

// Nothing where there is no last answer that may serve. Errors: storage.
[[nodiscard]] Result<std::optional<Reusable>> find_reusable(const Question& question, const AnalyzeRequest& request,
                                                            cache::ResultCache* cache);

// Why the whole file is asked about, where there is no last answer that may serve.
[[nodiscard]] domain::WholeReason reason_without_answer(const Question& question);

struct FileText {
  std::string_view content;
  std::string_view language;
};

// The last answer with what was found in the parts that were asked about; nothing: none had to be. `measured`: what
// builtin says of the file. `file`: null where it is not at hand; what the answer says of it is then checked when it is
// shown.
[[nodiscard]] domain::Document put_together(const Reusable& reusable, const Kind& kind, const FileText* file,
                                            const domain::Document* partial, const domain::Document& measured);

// What is to be remembered beside an answer about a whole file; nothing of files that are too short, and of types that
// are not by units.
[[nodiscard]] std::optional<domain::FileUnits> units_worth_keeping(const Kind& kind, const FileText& file);
// The same as it is stored, and that of an answer which was put together. `cost`: of the answer.
[[nodiscard]] cache::AnswerUnits units_of_whole(domain::FileUnits units, std::size_t bytes,
                                                std::optional<NanoUsd> cost);
[[nodiscard]] cache::AnswerUnits units_of_parts(const Reusable& reusable, std::optional<NanoUsd> cost);

}  // namespace rustassistant::app
