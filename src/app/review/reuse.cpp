// SPDX-License-Identifier: MIT
#include "reuse.hpp"

#include <utility>

#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/source/file_units.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/sys/log.hpp"

namespace rustassistant::app {
namespace {

// Numbers of lines hardly double a text.
constexpr std::size_t kTooShortToRemember = domain::kSmallestReused / 2;

cache::EntryInfo last_answer_of(const Question& question) {
  cache::EntryInfo info;
  info.factors = question.model->factors;
  info.repo_id = question.target.repository->id;
  info.path = question.target.path;
  return info;
}

// The bytes of a question but for the lines of the file.
std::int64_t prompt_bytes_of(const Question& question) {
  const llm::SourceText nothing{question.common.language, {}, true, question.context};
  const llm::Prompt prompt =
      llm::prompt_for(question.kind.type, nothing, question.settings().analysis.thresholds, std::string(26, '='));
  return static_cast<std::int64_t>(prompt.system.size() + prompt.user.size() + prompt.schema.size());
}

}  // namespace

bool may_reuse(const Question& question, const AnalyzeRequest& request, bool has_cache) {
  return has_cache && request.cache == CacheMode::use && request.asks_parts && question.model &&
         question.settings().llm.reuse == config::ReuseUnits::units && is_by_units(question.kind);
}

std::optional<NanoUsd> Reusable::whole_cost() const {
  if (!earlier.whole_cost || earlier.whole_bytes <= 0) return std::nullopt;
  const double ratio = static_cast<double>(bytes) / static_cast<double>(earlier.whole_bytes);
  return NanoUsd{static_cast<std::int64_t>(static_cast<double>(earlier.whole_cost->value) * ratio)};
}

domain::EarlierReview Reusable::after() const {
  return {now, earlier.sent_since_whole + plan.sent_bytes, earlier.whole_cost, earlier.whole_bytes};
}

Result<std::optional<Reusable>> find_reusable(const Question& question, const AnalyzeRequest& request,
                                              cache::ResultCache* cache) {
  if (cache == nullptr || !may_reuse(question, request, true)) return std::nullopt;
  TRY_ASSIGN(const auto last, cache->find_last_answer(last_answer_of(question)));
  if (!last) return std::nullopt;
  auto earlier = domain::parse_earlier_review(last->units);
  if (!earlier) {
    sys::log_info(earlier.error().what);
    return std::nullopt;
  }
  TRY_ASSIGN(const auto entry, cache->find(last->key));
  if (!entry || is_outdated(entry->info, request)) return std::nullopt;
  auto answer = analysis_in(question.kind, *entry);
  if (!answer) return std::nullopt;
  Reusable reusable{*std::move(earlier),
                    *std::move(answer),
                    entry->info,
                    codec::sha256_hex(entry->result),
                    source::file_units_of(question.content, question.common.language),
                    static_cast<std::int64_t>(question.content.size()),
                    {}};
  reusable.plan =
      domain::plan_reuse(reusable.earlier, reusable.answer, reusable.now, question.content, prompt_bytes_of(question));
  return reusable;
}

domain::WholeReason reason_without_answer(const Question& question) {
  const domain::FileUnits now = source::file_units_of(question.content, question.common.language);
  const domain::WholeReason reason = domain::plan_reuse({}, {}, now, question.content, 0).reason;
  return reason == domain::WholeReason::no_units && !now.units.empty() ? domain::WholeReason::first : reason;
}

domain::Document put_together(const Reusable& reusable, const Kind& kind, const FileText* file,
                              const domain::Document* partial, const domain::Document& measured) {
  std::optional<domain::Analysis> asked;
  if (partial != nullptr) asked = std::get<domain::Analysis>(*partial);
  domain::Document merged = domain::merge(reusable.plan, reusable.earlier, reusable.answer, reusable.now, asked);
  kind.distrust(merged);
  if (file != nullptr) kind.complete(merged, file->content, file->language);
  auto& analysis = std::get<domain::Analysis>(merged);
  domain::summarize(analysis, std::get<domain::Analysis>(measured));
  analysis.reuse = domain::Reuse{static_cast<std::int64_t>(reusable.now.units.size()),
                                 static_cast<std::int64_t>(reusable.plan.sent), to_hex(reusable.info.key)};
  return merged;
}

std::optional<domain::FileUnits> units_worth_keeping(const Kind& kind, const FileText& file) {
  const bool can_be_reused = is_by_units(kind) && source::has_grammar(file.language);
  if (!can_be_reused || file.content.size() < kTooShortToRemember) return std::nullopt;
  domain::FileUnits units = source::file_units_of(file.content, file.language);
  return units.units.empty() ? std::nullopt : std::optional(std::move(units));
}

cache::AnswerUnits units_of_whole(domain::FileUnits units, std::size_t bytes, std::optional<NanoUsd> cost) {
  domain::EarlierReview review;
  review.file = std::move(units);
  review.whole_cost = cost;
  review.whole_bytes = static_cast<std::int64_t>(bytes);
  return {domain::serialise(review), std::nullopt};
}

cache::AnswerUnits units_of_parts(const Reusable& reusable, std::optional<NanoUsd> cost) {
  cache::ReuseGain gain{
      static_cast<std::int64_t>(reusable.now.units.size()), static_cast<std::int64_t>(reusable.plan.sent), {}};
  const auto whole = reusable.whole_cost();
  if (whole && cost && *whole > *cost) gain.saved = {whole->value - cost->value};
  return {domain::serialise(reusable.after()), gain};
}

}  // namespace rustassistant::app
