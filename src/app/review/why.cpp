// SPDX-License-Identifier: MIT
#include "rustassistant/app/why.hpp"

#include <utility>

#include "choice.hpp"
#include "prepare.hpp"
#include "question.hpp"
#include "reuse.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/sys/files.hpp"
#include "setup.hpp"
#include "targets.hpp"

namespace rustassistant::app {
namespace {

constexpr std::size_t kMostRelated = 10;

std::vector<Difference> differences(const domain::KeyFactors& stored, const domain::KeyFactors& wanted) {
  std::vector<Difference> found;
  for (const domain::Factor& factor : domain::kFactors) {
    const std::string& had = stored.*factor.value;
    const std::string& asked = wanted.*factor.value;
    if (had != asked) found.push_back({factor.name, had, asked});
  }
  return found;
}

Result<Target> target_of(const AnalyzeRequest& request, const config::Loaded& loaded, const Services& services) {
  const std::string& path = request.paths.front();
  if (sys::is_folder(path)) return fail(Errc::input, sys::quoted(path) + " is a folder", "name a file");
  TRY_ASSIGN(Targets targets, find_targets(request, loaded, services));
  if (targets.files.empty()) return fail(Errc::input, "nothing is known about " + sys::quoted(path));
  return std::move(targets.files.front());
}

// Takes the steps of the plan: looks up, and does nothing else.
class Steps {
 public:
  Steps(const Question& question, const AnalyzeRequest& request, const Choice& choice, cache::ResultCache& cache,
        const Clock& clock, Why& why)
      : question_(question), request_(request), choice_(choice), cache_(cache), clock_(clock), why_(why) {}

  std::optional<cache::EntryInfo> look_up(StepKind step) {
    if (step == StepKind::reuse) return reuse();
    mention_team(step);
    const auto found = look_up_entry(step, question_, cache_);
    const bool hit = found && *found;
    why_.steps.push_back({name_of(step), reason_of(step), hit ? StepOutcome::hit : StepOutcome::miss});
    if (!hit) return std::nullopt;
    why_.hit = (*found)->info;
    return why_.hit;
  }

  tl::expected<cache::EntryInfo, NoCall> ask() {
    auto call = prepare(question_, *choice_.wanted, KeyStores::withhold, utc_day(clock_.now()));
    if (!call) return tl::unexpected(std::move(call).error());
    return would(StepKind::ask);
  }

  cache::EntryInfo builtin() { return would(StepKind::builtin); }

  // A store is configured.
  void ask_team() { has_team_ = true; }

 private:
  // Before anybody but the local cache.
  void mention_team(StepKind step) {
    if (!has_team_ || !question_.model || (step != StepKind::ask && !stands_in(step))) return;
    has_team_ = false;
    why_.steps.push_back({"look_up_team", "the team's store", StepOutcome::would});
  }

  std::optional<cache::EntryInfo> reuse() {
    const auto found = find_reusable(question_, request_, &cache_);
    const Reusable* const reusable = found && *found ? &**found : nullptr;
    const bool serves = reusable != nullptr && reusable->plan.decision == domain::ReuseDecision::nothing;
    why_.steps.push_back(
        {name_of(StepKind::reuse), reason_of(StepKind::reuse), serves ? StepOutcome::hit : StepOutcome::miss});
    if (reusable == nullptr) {
      why_.reuse = WhyReuse{{}, 0, 0, reason_without_answer(question_)};
      return std::nullopt;
    }
    why_.reuse = WhyReuse{to_hex(reusable->info.key), static_cast<std::int64_t>(reusable->now.units.size()),
                          static_cast<std::int64_t>(reusable->plan.sent), reusable->plan.reason};
    if (!serves) return std::nullopt;
    why_.hit = reusable->info;
    return why_.hit;
  }

  cache::EntryInfo would(StepKind step) {
    mention_team(step);
    why_.steps.push_back({name_of(step), reason_of(step), StepOutcome::would});
    return {};
  }

  const Question& question_;
  const AnalyzeRequest& request_;
  const Choice& choice_;
  cache::ResultCache& cache_;
  const Clock& clock_;
  Why& why_;
  bool has_team_ = false;  // and it was not mentioned yet
};

}  // namespace

Result<Why> why(domain::AnalysisType type, const std::string& path, const config::Loaded& loaded,
                const Services& services) {
  AnalyzeRequest request;
  request.type = type;
  request.paths = {path};
  request.reads_only = true;
  TRY_ASSIGN(const Target target, target_of(request, loaded, services));
  TRY_ASSIGN(std::string content, content_of(target));
  TRY_ASSIGN(const Choice choice,
             choose_for(kind_of(request.type), loaded, services.environment, utc_day(services.clock.now())));
  const Question question = question_of(kind_of(request.type), target, std::move(content), choice);
  const KeyedFactors& first = question.model ? *question.model : question.builtin;

  Why why;
  why.path = target.shown;
  why.factors = first.factors;
  why.key = first.key;
  why.context_bytes = static_cast<std::int64_t>(question.context.size());
  Stores stores(loaded.settings, services);
  TRY_ASSIGN(auto* const opened, stores.open_cache(target.repository->root));
  static_cast<void>(opened);
  auto* const cache = stores.cache_for(target.repository->root);
  TRY_ASSIGN(const TeamConfig team, team_config(loaded.settings.cache.remote, services.environment));
  Steps steps(question, request, choice, *cache, services.clock, why);
  if (team.setup) steps.ask_team();
  auto followed = follow<cache::EntryInfo>(situation_of(question, request, choice, true), steps);
  if (why.hit) {
    TRY_ASSIGN(why.origin, cache->origin_of(why.hit->id));
  }
  why.fallback = std::move(followed.fallback);
  if (!followed.answer) why.failure = std::move(followed.answer).error();
  const bool is_off =
      question.model && is_by_units(question.kind) && question.settings().llm.reuse == config::ReuseUnits::off;
  if (is_off && !why.hit) why.reuse = WhyReuse{{}, 0, 0, domain::WholeReason::off};

  TRY_ASSIGN(auto related, cache->related(question.content_hash, target.repository->id, target.path, kMostRelated));
  for (cache::EntryInfo& info : related) {
    RelatedEntry entry;
    entry.same_path = info.repo_id == target.repository->id && info.path == target.path;
    entry.same_content = info.content_hash() == question.content_hash;
    entry.differences = differences(info.factors, why.factors);
    entry.info = std::move(info);
    why.related.push_back(std::move(entry));
  }
  stores.close();
  return why;
}

}  // namespace rustassistant::app
