// SPDX-License-Identifier: MIT
#include "rustassistant/app/dry_run.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "choice.hpp"
#include "prepare.hpp"
#include "question.hpp"
#include "reuse.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/llm/client.hpp"
#include "setup.hpp"
#include "targets.hpp"
#include "team_cache.hpp"

namespace rustassistant::app {
namespace {

// The ledger as it is, without creating one, and its averages of the model that would be asked.
struct Books {
  std::unique_ptr<ledger::Ledger> ledger;
  ledger::UsageAverages averages;
};

Result<Books> open_books(const Choice& choice, const Services& services) {
  Books books;
  TRY_ASSIGN(books.ledger, open_ledger(services, ledger::IfMissing::empty));
  if (choice.wanted) {
    TRY_ASSIGN(books.averages, books.ledger->averages(choice.wanted->provider, choice.wanted->model));
  }
  return books;
}

class Planner {
 public:
  Planner(const AnalyzeRequest& request, const Choice& choice, Stores& stores, const Services& services)
      : request_(request),
        choice_(choice),
        stores_(stores),
        services_(services),
        books_(open_books(choice, services)) {}

  [[nodiscard]] std::int64_t averaged_calls() const { return books_ ? books_->averages.calls : 0; }

  // A team's store would be asked.
  void ask_team() { asks_team_ = true; }
  // `planned`: what the calls of the files before are expected to cost.
  [[nodiscard]] PlannedFile plan(const Target& target, NanoUsd planned) const;

 private:
  class Steps;

  const AnalyzeRequest& request_;
  const Choice& choice_;
  Stores& stores_;
  const Services& services_;
  Result<Books> books_;
  bool asks_team_ = false;
};

// Takes the steps of the plan for one file, without doing anything.
class Planner::Steps {
 public:
  Steps(const Planner& run, const Question& question, cache::ResultCache* cache, NanoUsd planned)
      : run_(run), question_(question), cache_(cache), planned_(planned) {}

  std::optional<PlannedFile> look_up(StepKind step) {
    if (step == StepKind::reuse) return reuse();
    const auto found = look_up_entry(step, question_, *cache_);
    if (!found) run_.stores_.cache_failed(found.error());
    if (!found || !*found) return std::nullopt;
    if (is_outdated((*found)->info, run_.request_)) {
      is_stale_ = true;
      return std::nullopt;
    }
    PlannedFile file;
    file.answer = PlannedAnswer::hit;
    file.provider = (*found)->info.provider();
    file.model = (*found)->info.factors.model;
    return file;
  }

  tl::expected<PlannedFile, NoCall> ask() {
    const llm::ProviderConfig& config = *run_.choice_.wanted;
    const bool is_partial = reusable_ && !reusable_->is_whole();
    auto call = prepare(question_, config, run_.request_.key_stores, utc_day(run_.services_.clock.now()),
                        is_partial ? &reusable_->plan : nullptr);
    if (!call) return tl::unexpected(std::move(call).error());
    if (!run_.books_) return tl::unexpected(NoCall{{FallbackReason::ledger, run_.books_.error()}});
    PlannedFile file = estimate(config, *call);
    if (is_partial)
      file.parts = {static_cast<std::int64_t>(reusable_->now.units.size()),
                    static_cast<std::int64_t>(reusable_->plan.sent)};
    if (file.upper_bound) TRY(check_budget(*file.upper_bound));
    return file;
  }

  PlannedFile builtin() {
    PlannedFile file;
    file.answer = PlannedAnswer::builtin;
    file.model = question_.builtin.factors.model;
    return file;
  }

 private:
  std::optional<PlannedFile> reuse() {
    auto found = find_reusable(question_, run_.request_, cache_);
    if (!found) run_.stores_.cache_failed(found.error());
    if (found) reusable_ = *std::move(found);
    if (!reusable_ || reusable_->plan.decision != domain::ReuseDecision::nothing) return std::nullopt;
    PlannedFile file;
    file.answer = PlannedAnswer::hit;
    file.provider = reusable_->info.provider();
    file.model = reusable_->info.factors.model;
    return file;
  }

  [[nodiscard]] PlannedFile estimate(const llm::ProviderConfig& config, const PreparedCall& call) const {
    const ledger::UsageAverages& averages = run_.books_->averages;
    PlannedFile file;
    file.answer = PlannedAnswer::call;
    file.provider = config.provider;
    file.model = config.model;
    file.secrets_replaced = call.secrets_replaced;
    file.context_bytes = static_cast<std::int64_t>(question_.context.size());
    file.is_stale = is_stale_;
    file.request_bytes = static_cast<std::int64_t>(llm::request_body(call.prompt, config, config.shape).size());
    const bool known = averages.calls > 0;
    file.input_tokens = known ? file.request_bytes * averages.input_tokens / averages.request_bytes
                              : file.request_bytes / kDefaultBytesPerToken;
    file.output_tokens =
        std::min(known ? averages.output_tokens / averages.calls : kDefaultOutputTokens, config.shape.output_cap);
    if (const auto& price = call.price.price) {
      file.expected_cost = domain::cost_of(*price, domain::sanitised({file.input_tokens, 0, 0, file.output_tokens, 0}));
      file.upper_bound = domain::worst_case(*price, file.request_bytes, config.shape.output_cap);
    }
    return file;
  }

  // Whether the money could be set aside once the calls before it cost what is expected of them.
  [[nodiscard]] tl::expected<void, NoCall> check_budget(NanoUsd upper_bound) const {
    if (upper_bound.value == 0) return {};
    ledger::CallFacts facts;
    facts.repo_id = question_.target.repository->id;
    ledger::Ledger& ledger = *run_.books_->ledger;
    const auto fits = ledger.check(facts, planned_ + upper_bound, question_.settings().budget);
    if (fits) return {};
    if (fits.error().code != Errc::budget) return tl::unexpected(NoCall{{FallbackReason::ledger, fits.error()}});
    return tl::unexpected(
        NoCall{{FallbackReason::budget, fits.error()}, blocks(question_.settings(), ledger.settings())});
  }

  const Planner& run_;
  const Question& question_;
  cache::ResultCache* cache_;
  NanoUsd planned_;
  bool is_stale_ = false;
  std::optional<Reusable> reusable_;
};

PlannedFile Planner::plan(const Target& target, NanoUsd planned) const {
  auto content = content_of(target);
  PlannedFile file;
  if (content) {
    const Question question = question_of(kind_of(request_.type), target, *std::move(content), choice_);
    auto* const cache = request_.cache == CacheMode::use ? stores_.cache_for(target.repository->root) : nullptr;
    Steps steps(*this, question, cache, planned);
    auto followed = follow<PlannedFile>(situation_of(question, request_, choice_, cache != nullptr), steps);
    if (followed.answer) {
      file = *std::move(followed.answer);
    } else {
      file.error = std::move(followed.answer).error();
    }
    file.fallback = std::move(followed.fallback);
    if (asks_team_ && cache != nullptr) file.asks_team = team_question(question, request_, choice_, *cache).has_value();
    if (question.model) {
      const Repository& repository = *target.repository;
      file.question = {question.model->key, question.content_hash, repository.id, repository.root, target.path};
    }
  } else {
    file.error = content.error();
  }
  file.path = target.shown;
  return file;
}

void add(DryRun& run, PlannedFile file) {
  if (file.error) {
    run.outcomes.insert(file.error->code);
  } else if (file.answer == PlannedAnswer::call) {
    ++run.calls;
    run.expected_cost += file.expected_cost.value_or(NanoUsd{});
    run.upper_bound += file.upper_bound.value_or(NanoUsd{});
    if (!file.expected_cost) ++run.unknown_costs;
  } else {
    ++(file.answer == PlannedAnswer::hit ? run.hits : run.builtin);
  }
  if (file.asks_team) ++*run.team_lookups;
  if (file.fallback && file.fallback->reason == FallbackReason::ledger) run.outcomes.insert(Errc::storage);
  run.files.push_back(std::move(file));
}

}  // namespace

Result<DryRun> dry_run(const AnalyzeRequest& request, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const Choice choice,
             choose_for(kind_of(request.type), loaded, services.environment, utc_day(services.clock.now())));
  TRY_ASSIGN(const Targets targets, find_targets(request, loaded, services));
  Stores stores(loaded.settings, services);
  Planner planner(request, choice, stores, services);
  DryRun run;
  TRY_ASSIGN(const TeamConfig team, team_config(loaded.settings.cache.remote, services.environment));
  if (team.setup) run.team_lookups = 0;
  if (team.setup && may_share(choice, loaded.settings)) planner.ask_team();
  run.passed_over = targets.passed_over;
  run.averaged_calls = planner.averaged_calls();
  for (const Target& target : targets.files) add(run, planner.plan(target, run.expected_cost));
  stores.close();
  if (run.hits + run.calls + run.builtin == 0) run.outcomes.insert(Errc::input);
  return run;
}

}  // namespace rustassistant::app
