// SPDX-License-Identifier: MIT
#include "review.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "ask.hpp"
#include "prepare.hpp"
#include "reuse.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/fingerprint.hpp"
#include "rustassistant/source/locations.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/locks.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/paths.hpp"
#include "rustassistant/sys/signals.hpp"
#include "selection.hpp"
#include "shared_pacer.hpp"

namespace rustassistant::app {
namespace {

FilePlace place_of(const Target& target) {
  if (!target.repository) return {target.shown, {}, {}, target.path, target.named};
  return {target.shown, target.repository->root, target.repository->id, target.path, target.named};
}

std::int64_t milliseconds_between(std::chrono::steady_clock::time_point begin,
                                  std::chrono::steady_clock::time_point end) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(end - begin).count();
}

// "builtin", "xai/grok-4.3"
std::string finder_of(const Answered& answered) {
  const std::string provider(name_of(answered.provider));
  return answered.provider == domain::Provider::builtin ? provider : provider + "/" + answered.model;
}

std::vector<domain::Finding> findings_in(const Kind& kind, const FileResult& result) {
  std::vector<domain::Finding> findings = kind.findings(result.answer->document);
  for (domain::Finding& finding : findings) {
    finding.type = kind.type;
    finding.path = result.place.repo_path;
    if (finding.found_by.empty()) finding.found_by = {finder_of(*result.answer)};
  }
  return findings;
}

// What the file itself, or the change to it, says of its findings.
void mark(FileResult& result, const Question& question, bool is_measured) {
  if (question.target.change)
    mark_changed(result.findings, *question.target.change, source::count_lines(question.content));
  const bool by_builtin = result.answer->provider == domain::Provider::builtin;
  const auto comments = source::suppressions_of(question.content, question.common.language);
  result.suppression_mistakes = apply_suppressions(
      result.findings, comments,
      {question.kind.type, by_builtin || is_measured, !by_builtin, question.settings().analysis.kinds});
}

// Lengths in code points. Line feeds, returns, and both together end a line.
std::vector<int> lengths_of_lines(std::string_view content) {
  std::vector<int> lengths{0};
  for (std::size_t i = 0; i < content.size(); ++i) {
    const char c = content[i];
    if (c == '\n' || (c == '\r' && content.substr(i + 1, 1) != "\n")) {
      lengths.push_back(0);
    } else if (c != '\r' && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++lengths.back();
    }
  }
  return lengths;
}

void add_line_facts(FileResult& result, std::string_view content) {
  result.line_lengths = lengths_of_lines(content);
  const std::vector<std::string> hashes = domain::line_hashes(content);
  for (domain::Finding& finding : result.findings) {
    const std::size_t line = finding.line_start > 0 ? static_cast<std::size_t>(finding.line_start) - 1 : 0;
    if (line < hashes.size()) finding.line_hash = hashes[line];
  }
}

}  // namespace

// Takes the steps of the plan for one file, and keeps what they cost.
class Reviewer::Steps {
 public:
  // `cache` is null where there is none or none is wanted.
  Steps(const Reviewer& run, const Question& question, cache::ResultCache* cache)
      : run_(run), question_(question), cache_(cache) {}

  [[nodiscard]] const Spending& spending() const { return spending_; }
  [[nodiscard]] std::optional<llm::AttemptFailure> take_failed_attempt() { return std::move(failed_attempt_); }

  // A stored answer, which counts as a hit; nothing where there is none that can be used.
  std::optional<Answered> look_up(StepKind step) {
    if (step == StepKind::reuse) return reuse();
    const auto found = look_up_entry(step, question_, *cache_);
    if (!found) run_.stores_.cache_failed(found.error());
    if (!found || !*found || is_outdated((*found)->info, run_.request_)) return std::nullopt;
    return answer_in(**found);
  }

  tl::expected<Answered, NoCall> ask() {
    // Single flight: one process asks, the others wait and then find its answer.
    const auto lock = single_flight();
    if (lock && run_.request_.cache == CacheMode::use) {
      if (auto found = look_up(StepKind::look_up)) return *std::move(found);
    }
    const llm::ProviderConfig& config = *run_.choice_.wanted;
    const Reusable* const parts = reusable();
    const bool is_partial = parts != nullptr && !parts->is_whole();
    auto call = prepare(question_, config, run_.request_.key_stores, utc_day(run_.services_.clock.now()),
                        is_partial ? &parts->plan : nullptr);
    if (!call) return tl::unexpected(std::move(call).error());
    auto purse = run_.stores_.purse();
    if (!purse) return tl::unexpected(NoCall{{FallbackReason::ledger, purse.error()}});
    for (const std::string& notice : {call->price.notice, call->secrets_notice}) {
      if (!notice.empty()) run_.stores_.warn_once(notice);
    }
    // Nothing is to stand between the answer and its store.
    if (is_partial) measured_ = measured();
    if (!is_partial && question_.settings().llm.reuse == config::ReuseUnits::units)
      units_ = parts != nullptr ? parts->now : units_worth_keeping(question_.kind, text());
    auto answered = ask_model(config, *call, is_partial ? parts : nullptr, **purse);
    if (spending_.over_cap) {
      run_.stores_.warn_once("the budget is exceeded; when_exceeded = \"warn\" lets calls proceed");
    }
    const auto notice = run_.session_->gate.take_notice();
    if (notice && run_.is_interactive_) run_.stores_.warn_once(*notice);
    if (!answered) return tl::unexpected(obstacle_of(std::move(answered).error(), (*purse)->ledger()));
    return *std::move(answered);
  }

  // What builtin says of the file beside a model's answer, stored under its own key: not a hit or miss of the file.
  domain::Document measured() {
    if (cache_ != nullptr && run_.request_.cache == CacheMode::use) {
      const auto found = look_up_entry(StepKind::look_up_builtin, question_, *cache_);
      if (!found) run_.stores_.cache_failed(found.error());
      if (found && *found) {
        if (auto document = question_.kind.parse((*found)->result)) return *std::move(document);
      }
    }
    return builtin().document;
  }

  Answered builtin() {
    const auto begun = run_.services_.clock.steady_now();
    Answered answered;
    answered.document = question_.kind.builtin(question_.content, question_.common.language, question_.target.path,
                                               question_.settings());
    answered.provider = domain::Provider::builtin;
    answered.model = question_.builtin.factors.model;
    answered.key = question_.builtin.key;
    answered.usage = domain::Usage{};
    answered.generation_ms = milliseconds_between(begun, run_.services_.clock.steady_now());
    if (domain::is_judged(answered.document)) store(answered, question_.builtin, NanoUsd{});
    return answered;
  }

 private:
  // Found once; null: there is nothing that can be reused.
  const Reusable* reusable() {
    if (!looked_for_reusable_) {
      looked_for_reusable_ = true;
      auto found = find_reusable(question_, run_.request_, cache_);
      if (!found) run_.stores_.cache_failed(found.error());
      if (found) reusable_ = *std::move(found);
      if (reusable_ && reusable_->is_whole())
        sys::log_info("asking about the whole file: " + std::string(sentence_of(reusable_->plan.reason)));
    }
    return reusable_ ? &*reusable_ : nullptr;
  }

  // The last answer about the path, at the lines of today, where no unit of the file changed.
  std::optional<Answered> reuse() {
    const Reusable* const found = reusable();
    if (found == nullptr || found->plan.decision != domain::ReuseDecision::nothing) return std::nullopt;
    cache_->note_hit(found->info, question_.target.repository->id);
    Answered answered;
    answered.provider = found->info.provider();
    answered.model = found->info.factors.model;
    const FileText file = text();
    answered.document = put_together(*found, question_.kind, &file, nullptr, measured());
    answered.key = question_.model->key;
    answered.from_cache = true;
    answered.usage = domain::Usage{};
    answered.saved = found->info.cost.value_or(NanoUsd{});
    answered.whole_cost = found->whole_cost();
    store(answered, *question_.model, NanoUsd{}, found);
    return answered;
  }

  std::optional<sys::ByteLock> single_flight() const {
    const auto home = home_of(run_.services_.environment);
    if (cache_ == nullptr || !home) return std::nullopt;
    return sys::ByteLock::acquire(sys::joined(*home, "inflight.lock"), lock_offset(question_.model->key),
                                  run_.services_.clock, sys::stop_requested);
  }

  std::optional<Answered> answer_in(const cache::Entry& entry) {
    auto document = question_.kind.parse(entry.result);
    if (!document) {
      sys::log_info("a stored answer is not usable: " + document.error().what);
      return std::nullopt;
    }
    complete(*document);
    cache_->note_hit(entry.info, question_.target.repository->id);
    Answered answered;
    answered.provider = entry.info.provider();
    answered.model = entry.info.factors.model;
    answered.document = *std::move(document);
    answered.key = entry.info.key;
    answered.from_cache = true;
    answered.older_tool = entry.info.older_tool;
    answered.usage = entry.info.usage;
    answered.estimated = entry.info.estimated;
    answered.saved = entry.info.cost.value_or(NanoUsd{});
    answered.generation_ms = entry.info.generation_ms;
    return answered;
  }

  // Stored before it is booked: a crash between the two leaves the reservation charged and the answer found.
  // `parts`: what the question was about; null: the whole file.
  Result<Answered> ask_model(const llm::ProviderConfig& config, const PreparedCall& call, const Reusable* parts,
                             Purse& purse) {
    const auto& repository = *question_.target.repository;
    const ledger::CallFacts facts{config.provider,
                                  config.model,
                                  question_.kind.type,
                                  repository.id,
                                  repository.root,
                                  question_.target.path,
                                  sys::extension_of(question_.target.path)};
    const auto begun = run_.services_.clock.steady_now();
    const Asker asker(question_.settings(), *run_.session_);
    llm::Answer answer;
    auto asked =
        asker.ask(prompt_question(call.prompt, *run_.session_, answer), call.price.price, facts, purse, spending_);
    if (!asked) {
      failed_attempt_ = std::move(asked.error().attempt);
      return tl::unexpected<Error>(std::move(asked).error());
    }
    const HeldCall held = *std::move(asked);
    auto document = question_.kind.parse(answer.text);
    if (!document) {
      TRY(Asker::settle(held, purse, spending_));
      return fail(Errc::provider,
                  std::string(name_of(config.provider)) + " " + config.model +
                      " gave an answer that does not match the schema: " + document.error().what,
                  "the answer was paid for but not stored; try again, or another model");
    }
    question_.kind.distrust(*document);
    complete(*document);
    Answered answered;
    answered.provider = config.provider;
    answered.model = config.model;
    const FileText file = text();
    answered.document =
        parts == nullptr ? *std::move(document) : put_together(*parts, question_.kind, &file, &*document, *measured_);
    if (parts != nullptr) answered.whole_cost = parts->whole_cost();
    answered.key = question_.model->key;
    answered.usage = held.bill.usage;
    answered.estimated = held.estimated;
    answered.generation_ms = milliseconds_between(begun, run_.services_.clock.steady_now());
    answered.secrets_replaced = call.secrets_replaced;
    if (!held.stays_because.empty()) run_.stores_.warn_once(held.stays_because);
    store(answered, *question_.model, held.cost, parts);
    TRY(Asker::settle(held, purse, spending_));
    return answered;
  }

  NoCall obstacle_of(Error cause, ledger::Ledger& ledger) const {
    switch (cause.code) {
      case Errc::budget: {
        const bool final = blocks(question_.settings(), ledger.settings());
        return {{FallbackReason::budget, std::move(cause)}, final};
      }
      case Errc::storage:
        return {{FallbackReason::ledger, std::move(cause)}};
      case Errc::unreachable:
        return {{FallbackReason::unreachable, std::move(cause)}};
      case Errc::interrupted:
      case Errc::terminated:
        return {{FallbackReason::interrupted, sys::stop_error()}, true};
      default:
        return {{FallbackReason::provider, std::move(cause)}};
    }
  }

  [[nodiscard]] FileText text() const { return {question_.content, question_.common.language}; }

  void complete(domain::Document& document) const {
    question_.kind.complete(document, question_.content, question_.common.language);
  }

  // `parts`: what a model's answer was put together of.
  void store(const Answered& answered, const KeyedFactors& question, std::optional<NanoUsd> cost,
             const Reusable* parts = nullptr) const {
    if (cache_ == nullptr) return;
    cache::Entry entry{cache::entry_info(question.factors), question_.kind.serialise(answered.document)};
    entry.info.repo_id = question_.target.repository->id;
    entry.info.repo_path = question_.target.repository->root;
    entry.info.path = question_.target.path;
    entry.info.usage = answered.usage;
    entry.info.cost = cost;
    entry.info.estimated = answered.estimated;
    entry.info.generation_ms = answered.generation_ms;
    entry.info.created = entry.info.last_accessed = run_.services_.clock.now();
    if (answered.provider != domain::Provider::builtin) entry.units = units_of(parts, cost);
    if (const auto put = cache_->put(entry, durability_of(answered.provider)); !put)
      run_.stores_.cache_failed(put.error());
  }

  [[nodiscard]] std::optional<cache::AnswerUnits> units_of(const Reusable* parts, std::optional<NanoUsd> cost) const {
    if (parts != nullptr) return units_of_parts(*parts, cost);
    if (units_ && !units_->units.empty()) return units_of_whole(*units_, question_.content.size(), cost);
    return std::nullopt;
  }

  const Reviewer& run_;
  const Question& question_;
  cache::ResultCache* cache_;
  Spending spending_;
  std::optional<llm::AttemptFailure> failed_attempt_;
  std::optional<Reusable> reusable_;
  std::optional<domain::Document> measured_;
  std::optional<domain::FileUnits> units_;  // of a file that is asked about as a whole
  bool looked_for_reusable_ = false;
};

Reviewer::Reviewer(const AnalyzeRequest& request, const Choice& choice, Stores& stores, const Services& services,
                   domain::Urgency urgency)
    : request_(request),
      kind_(kind_of(request.type)),
      choice_(choice),
      stores_(stores),
      services_(services),
      is_interactive_(urgency == domain::Urgency::interactive),
      home_(config::home_folder(services.environment)) {
  if (!choice.wanted) return;
  pacer_ = pacer_for(*choice.wanted, urgency, stores, services.clock);
  session_.emplace(*choice.wanted, services.transport, services.clock, home_, *pacer_);
}

FileResult Reviewer::not_begun(const Target& target) const {
  return {place_of(target), kind_.type, {}, tl::unexpected(sys::stop_error())};
}

FileResult Reviewer::review(const Target& target) const {
  const auto begun = services_.clock.steady_now();
  auto content = content_of(target);
  FileResult result = content ? answer(question_of(kind_, target, *std::move(content), choice_))
                              : FileResult{place_of(target), kind_.type, {}, tl::unexpected(content.error())};
  const auto passed = services_.clock.steady_now() - begun;
  result.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
  return result;
}

bool Reviewer::add_measured(Answered& answered, Steps& steps) const {
  if (answered.provider == domain::Provider::builtin || kind_.unite == nullptr || kind_.builtin == nullptr)
    return false;
  const domain::Document measured = steps.measured();
  if (!domain::is_judged(measured)) return false;
  kind_.unite(answered.document, finder_of(answered), measured);
  return true;
}

FileResult Reviewer::answer(const Question& question) const {
  const Target& target = question.target;
  auto* const cache = request_.cache == CacheMode::off ? nullptr : stores_.cache_for(target.repository->root);
  Steps steps(*this, question, cache);
  auto followed = follow<Answered>(situation_of(question, request_, choice_, cache != nullptr), steps);
  const bool hit = followed.answer && followed.answer->from_cache;
  const CacheUse use = hit ? CacheUse::hit : cache == nullptr ? CacheUse::off : CacheUse::miss;
  if (use == CacheUse::miss && request_.cache == CacheMode::use) {
    cache->note_miss(kind_.type, target.repository->id);
  }
  const bool is_measured = followed.answer && add_measured(*followed.answer, steps);
  const domain::CacheKey asked = question.model ? question.model->key : question.builtin.key;
  const domain::CacheKey key = followed.answer ? followed.answer->key : asked;
  if (followed.answer) followed.answer->fallback = std::move(followed.fallback);
  FileResult result{place_of(target), kind_.type, question.common.language, std::move(followed.answer), use, key,
                    steps.spending()};
  result.failed_attempt = steps.take_failed_attempt();
  if (result.answer && request_.annotate) request_.annotate(result);
  if (result.answer && kind_.findings != nullptr) {
    result.findings = findings_in(kind_, result);
    mark(result, question, is_measured);
  }
  if (request_.line_facts) add_line_facts(result, question.content);
  return result;
}

}  // namespace rustassistant::app
