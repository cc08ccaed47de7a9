// SPDX-License-Identifier: MIT
#include "review.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "questions.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/source/analyzer.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/source/locations.hpp"
#include "rustassistant/source/test_files.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/locks.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

std::string_view reason_of(Errc code) {
  switch (code) {
    case Errc::offline:
      return "offline";
    case Errc::unreachable:
      return "unreachable";
    case Errc::budget:
      return "budget";
    case Errc::storage:
      return "ledger";
    case Errc::config:
      return "unknown_price";
    case Errc::input:
      return "withheld";
    default:
      return "provider";
  }
}

bool is_interruption(Errc code) {
  return code == Errc::interrupted || code == Errc::terminated;
}

// Checks what has not been checked yet against the syntax tree.
void complete(domain::Analysis& analysis, std::string_view content, std::string_view language) {
  const bool unchecked = std::any_of(analysis.smells.begin(), analysis.smells.end(),
                                     [](const domain::Smell& smell) { return !smell.location.verified; });
  if (unchecked || (!analysis.unparsed && source::has_grammar(language))) source::check(analysis, content, language);
}

std::string extension_of(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  const auto dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? std::string() : to_lower(name.substr(dot + 1));
}

void fail_with(FileResult& result, Error error) {
  const bool stopped = is_interruption(error.code);
  result.status = stopped ? FileStatus::skipped : FileStatus::failed;
  result.error = stopped ? sys::stop_error() : std::move(error);
}

}  // namespace

// A file's content and everything that follows from it.
struct Reviewer::Question {
  const Target& target;
  std::string content;
  codec::Sha256Digest content_hash;
  domain::KeyFactors common;  // without provider, endpoint, model, prompt and options
  const config::Settings& settings;
  cache::ResultCache* cache;  // null: off

  [[nodiscard]] const std::string& repo_id() const { return target.repository->id; }
};

FileResult Reviewer::review(const Target& target) const {
  const auto begun = services_.clock.steady_now();
  FileResult result;
  result.path = target.shown;
  if (target.error) {
    fail_with(result, *target.error);
  } else if (target.content) {
    answer(question_of(target, *target.content), result);
  } else {
    auto content = source::read_source(target.shown, target.repository->loaded.settings.analysis.max_file_size);
    if (content) {
      answer(question_of(target, *std::move(content)), result);
    } else {
      fail_with(result, content.error());
    }
  }
  const auto passed = services_.clock.steady_now() - begun;
  result.duration_us = std::chrono::duration_cast<std::chrono::microseconds>(passed).count();
  return result;
}

Reviewer::Question Reviewer::question_of(const Target& target, std::string content) const {
  const auto hash = codec::sha256(content);
  domain::KeyFactors common =
      common_factors(domain::AnalysisType::refactor, source::language_of(target.shown, content), hash);
  return {target,
          std::move(content),
          hash,
          std::move(common),
          target.repository->loaded.settings,
          request_.cache == CacheMode::off ? nullptr : stores_.cache_for(target.repository->root)};
}

void Reviewer::answer(const Question& question, FileResult& result) const {
  find_answer(question, result);
  if (request_.cache == CacheMode::use && result.cache == CacheUse::miss) {
    question.cache->note_miss(domain::AnalysisType::refactor, question.repo_id());
  }
}

void Reviewer::find_answer(const Question& question, FileResult& result) const {
  result.language = question.common.language;
  result.cache = question.cache == nullptr ? CacheUse::off : CacheUse::miss;
  std::optional<Fallback> fallback = choice_.unavailable;
  if (choice_.wanted) {
    Error cause;
    if (answer_from_model(question, result, cause)) return;
    if (choice_.named || blocks(question, cause) || is_interruption(cause.code))
      return fail_with(result, std::move(cause));
    if (!fallback) fallback = Fallback{std::string(reason_of(cause.code)), std::move(cause)};
  }
  result.fallback = std::move(fallback);
  if (result.fallback && request_.cache == CacheMode::use && find_similar(question, {}, result)) return;
  answer_with_builtin(question, result);
}

// Whether the budget forbids every answer that would not have been wanted.
bool Reviewer::blocks(const Question& question, const Error& cause) const {
  if (cause.code != Errc::budget) return false;
  const auto stored = [&]() -> Result<domain::BudgetSettings> {
    TRY_ASSIGN(auto* ledger, stores_.ledger());
    return ledger->settings();
  }();
  return !stored || question.settings.budget.policy(*stored).when_exceeded == domain::WhenExceeded::block;
}

// False, with the cause: no model answers.
bool Reviewer::answer_from_model(const Question& question, FileResult& result, Error& cause) const {
  const domain::KeyFactors factors = model_factors(question.common, *choice_.wanted, question.settings);
  if (request_.cache == CacheMode::use) {
    if (find(question, factors, result)) return true;
    const auto& accepted = question.settings.cache.accept_models;
    if (!accepted.empty() && find_similar(question, accepted, result)) return true;
  }
  if (choice_.unavailable) {
    cause = choice_.unavailable->cause;
    return false;
  }
  if (request_.offline) {
    cause = {Errc::offline, "no stored answer for " + sys::quoted(question.target.shown), "run without --offline"};
    return false;
  }

  // Single flight: one process asks, the others wait and then find its answer.
  std::optional<sys::ByteLock> lock;
  const auto home = home_of(services_.environment);
  if (question.cache != nullptr && home) {
    lock = sys::ByteLock::acquire(sys::joined(*home, "inflight.lock"), lock_offset(domain::cache_key(factors)),
                                  services_.clock, sys::stop_requested);
    if (lock && request_.cache == CacheMode::use && find(question, factors, result)) return true;
  }
  if (auto called = call_model(question, result); !called) {
    cause = std::move(called).error();
    return false;
  }
  return true;
}

Result<void> Reviewer::call_model(const Question& question, FileResult& result) const {
  const auto& shown = question.target.shown;
  TRY_ASSIGN(const Sendable sent, sendable(shown, question.content, question.settings.privacy, request_.key_stores));
  TRY_ASSIGN(auto* ledger, stores_.ledger());
  Spending spending;
  auto done = ask_and_keep(question, sent, *ledger, result, spending);
  result.cost = spending.unknown_calls > 0 ? std::nullopt : std::optional(spending.booked + spending.open);
  result.estimated = spending.estimated || spending.open_calls > 0;
  if (spending.over_cap) stores_.warn_once("the budget is exceeded; when_exceeded = \"warn\" lets calls go on");
  if (const auto notice = session_->gate.take_notice()) stores_.warn_once(*notice);
  return done;
}

Result<void> Reviewer::ask_and_keep(const Question& question, const Sendable& sent, ledger::Ledger& ledger,
                                    FileResult& result, Spending& spending) const {
  const llm::ProviderConfig& config = *choice_.wanted;
  const Asker asker(question.settings, *session_);
  const llm::Prompt prompt = llm::refactor_prompt(
      {question.common.language, sent.content}, question.settings.analysis.thresholds, llm::fresh_marker(sent.content));
  const ledger::CallFacts facts{config.provider,
                                config.model,
                                domain::AnalysisType::refactor,
                                question.repo_id(),
                                question.target.repository->root,
                                question.target.path,
                                extension_of(question.target.path)};
  if (!sent.notice.empty()) stores_.warn_once(sent.notice);
  const auto begun = services_.clock.steady_now();
  TRY_ASSIGN(const HeldAnswer held, asker.ask(prompt, facts, ledger, spending));
  result.duration_us =
      std::chrono::duration_cast<std::chrono::microseconds>(services_.clock.steady_now() - begun).count();
  result.provider = config.provider;
  result.model = config.model;
  result.usage = held.answer.usage;

  // Stored before it is booked: a crash between the two leaves the reservation charged and the answer found.
  auto analysis = domain::parse_analysis(held.answer.text);
  const bool usable = analysis.has_value();
  if (usable) {
    result.analysis = std::move(*analysis);
    for (domain::Smell& smell : result.analysis.smells) smell.location.verified.reset();
    result.analysis.unparsed.reset();
    complete(result.analysis, question.content, question.common.language);
    result.status = FileStatus::ok;
    result.estimated = held.estimated;
    if (!held.stays_because.empty()) stores_.warn_once(held.stays_because);
    store(question, model_factors(question.common, config, question.settings), cache::Durability::paid,
          held.answer.usage, held.cost, result);
  }
  TRY(Asker::settle(held, ledger, spending));
  if (usable) return {};
  return fail(Errc::provider,
              std::string(name_of(config.provider)) + " " + config.model +
                  " gave an answer that does not match the schema: " + analysis.error().what,
              "the answer was paid for but not stored; try again, or another model");
}

void Reviewer::answer_with_builtin(const Question& question, FileResult& result) const {
  const domain::KeyFactors factors = builtin_factors(question.common, question.settings, question.target.path);
  if (request_.cache == CacheMode::use && find(question, factors, result)) return;
  const auto begun = services_.clock.steady_now();
  const auto role = source::is_test_path(question.target.path) ? source::FileRole::test : source::FileRole::product;
  auto analysis =
      source::analyze(question.content, question.common.language, question.settings.analysis.thresholds, role);
  result.duration_us =
      std::chrono::duration_cast<std::chrono::microseconds>(services_.clock.steady_now() - begun).count();
  result.analysis = std::move(analysis).value_or(domain::Analysis{});  // without a grammar nobody judged it
  result.status = FileStatus::ok;
  result.provider = domain::Provider::builtin;
  result.model = factors.model;
  result.usage = domain::Usage{};
  if (!result.cost) result.cost = NanoUsd{};
  store(question, factors, cache::Durability::cheap, domain::Usage{}, NanoUsd{}, result);
}

bool Reviewer::find(const Question& question, const domain::KeyFactors& factors, FileResult& result) const {
  const auto key = domain::cache_key(factors);
  result.key = key;
  return question.cache != nullptr && take_stored(question, question.cache->find(key), result);
}

bool Reviewer::find_similar(const Question& question, std::span<const std::string> models, FileResult& result) const {
  if (question.cache == nullptr) return false;
  return take_stored(question, question.cache->find_model_answer(query_of(question.common, question.settings, models)),
                     result);
}

bool Reviewer::take_stored(const Question& question, Result<std::optional<cache::Entry>> found,
                           FileResult& result) const {
  if (!found) {
    stores_.cache_failed(found.error());
    return false;
  }
  if (!*found) return false;
  const cache::Entry& entry = **found;
  auto analysis = domain::parse_analysis(entry.result);
  if (!analysis) {
    sys::log_info("a stored answer is not usable: " + analysis.error().what);
    return false;
  }
  result.analysis = *std::move(analysis);
  complete(result.analysis, question.content, question.common.language);
  result.status = FileStatus::ok;
  result.cache = CacheUse::hit;
  result.provider = entry.info.provider();
  result.model = entry.info.factors.model;
  result.key = entry.info.key;
  result.usage = entry.info.usage;
  if (!result.cost) result.cost = NanoUsd{};
  result.saved = entry.info.cost.value_or(NanoUsd{});
  result.estimated = entry.info.estimated;
  question.cache->note_hit(entry.info, question.repo_id());
  return true;
}

void Reviewer::store(const Question& question, const domain::KeyFactors& factors, cache::Durability durability,
                     const std::optional<domain::Usage>& usage, std::optional<NanoUsd> cost, FileResult& result) const {
  result.key = domain::cache_key(factors);
  if (question.cache == nullptr) return;
  cache::Entry entry{cache::entry_info(factors), domain::serialise(result.analysis)};
  entry.info.repo_id = question.repo_id();
  entry.info.repo_path = question.target.repository->root;
  entry.info.path = question.target.path;
  entry.info.usage = usage;
  entry.info.cost = cost;
  entry.info.estimated = result.estimated;
  entry.info.generation_ms = result.duration_us / 1000;
  entry.info.created = entry.info.last_accessed = services_.clock.now();
  if (auto stored = question.cache->put(entry, durability); !stored) stores_.cache_failed(stored.error());
}

}  // namespace rustassistant::app
