// SPDX-License-Identifier: MIT
#include "question.hpp"

#include "context.hpp"
#include "reuse.hpp"
#include "rustassistant/llm/prompt.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

// Why no call can be made, whatever the file: calls are forbidden, or there is no key.
std::optional<NoCall> obstacle_of(const Target& target, const AnalyzeRequest& request, const Choice& choice) {
  const bool model_expected = choice.wanted || choice.unavailable;
  if (request.offline && model_expected) {
    return NoCall{{FallbackReason::offline,
                   {Errc::offline, "no stored answer for " + sys::quoted(target.shown), request.offline_hint}}};
  }
  if (choice.unavailable) return NoCall{*choice.unavailable};
  return std::nullopt;
}

// What is sent along with the file, where a model may be asked or its answer looked up.
std::string context_of(const Kind& kind, const Target& target, std::string_view content, const Choice& choice) {
  DependencyContext* const context = target.repository->context.get();
  const bool is_for_models = asks_models(kind) && (choice.wanted || choice.unavailable);
  return context == nullptr || !is_for_models ? std::string() : context->of(target.path, content);
}

}  // namespace

Result<std::string> content_of(const Target& target) {
  if (target.error) return tl::unexpected(*target.error);
  if (target.content) return *target.content;
  return source::read_source(target.shown, target.repository->loaded.settings.analysis.max_file_size);
}

Question question_of(const Kind& kind, const Target& target, std::string content, const Choice& choice) {
  const config::Settings& settings = target.repository->loaded.settings;
  const auto hash = codec::sha256(content);
  domain::KeyFactors common = common_factors(kind.type, source::language_of(target.shown, content), hash);
  std::string context = context_of(kind, target, content, choice);
  common.context_hash = llm::context_hash(context);
  std::optional<KeyedFactors> model;
  if (choice.wanted) model.emplace(model_factors(common, kind, *choice.wanted, settings));
  KeyedFactors builtin(builtin_factors(common, kind, settings, target.path));
  return {kind,
          target,
          std::move(content),
          hash,
          std::move(context),
          std::move(common),
          std::move(model),
          std::move(builtin)};
}

namespace {

Result<std::optional<cache::Entry>> entry_for(StepKind step, const Question& question, cache::ResultCache& cache) {
  switch (step) {
    case StepKind::look_up:
      return cache.find(question.model->key);
    case StepKind::look_up_accepted:
      return cache.find_model_answer(question.similar(question.settings().cache.accept_models));
    case StepKind::look_up_any:
      return cache.find_model_answer(question.similar({}));
    case StepKind::look_up_builtin:
      return cache.find(question.builtin.key);
    case StepKind::reuse:
    case StepKind::ask:
    case StepKind::builtin:
      break;
  }
  return std::nullopt;
}

// Whether an answer was put together of others, which is not what a question about a whole file gets.
bool is_put_together(const Question& question, const cache::Entry& entry) {
  const auto analysis = analysis_in(question.kind, entry);
  return analysis && analysis->reuse;
}

}  // namespace

Result<std::optional<cache::Entry>> look_up_entry(StepKind step, const Question& question, cache::ResultCache& cache) {
  TRY_ASSIGN(auto entry, entry_for(step, question, cache));
  const bool wants_whole = question.settings().llm.reuse == config::ReuseUnits::off && is_by_units(question.kind);
  if (entry && wants_whole && is_put_together(question, *entry)) return std::nullopt;
  return entry;
}

std::optional<domain::Analysis> analysis_in(const Kind& kind, const cache::Entry& entry) {
  auto document = kind.parse(entry.result);
  auto* const analysis = document ? std::get_if<domain::Analysis>(&*document) : nullptr;
  return analysis == nullptr ? std::nullopt : std::optional(std::move(*analysis));
}

bool is_outdated(const cache::EntryInfo& info, const AnalyzeRequest& request) {
  return info.provider() != domain::Provider::builtin && info.created < request.made_after;
}

cache::Durability durability_of(domain::Provider provider) {
  return provider == domain::Provider::builtin ? cache::Durability::cheap : cache::Durability::paid;
}

Situation situation_of(const Question& question, const AnalyzeRequest& request, const Choice& choice, bool has_cache) {
  Situation situation;
  situation.may_look_up = has_cache && request.cache == CacheMode::use;
  situation.wants_model = choice.wanted.has_value();
  situation.named = choice.named;
  situation.prefers_stored = request.prefers_stored;
  situation.accepts_models = !question.settings().cache.accept_models.empty();
  situation.may_reuse = may_reuse(question, request, has_cache);
  situation.has_builtin = question.kind.builtin != nullptr;
  situation.obstacle = obstacle_of(question.target, request, choice);
  return situation;
}

}  // namespace rustassistant::app
