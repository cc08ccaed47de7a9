// SPDX-License-Identifier: MIT
#include "rustassistant/app/dry_run.hpp"

#include <algorithm>
#include <utility>

#include "choice.hpp"
#include "questions.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/llm/client.hpp"
#include "rustassistant/source/files.hpp"
#include "rustassistant/source/language.hpp"
#include "rustassistant/sys/files.hpp"
#include "targets.hpp"
#include "withhold.hpp"

namespace rustassistant::app {
namespace {

// The ledger's averages of the model that would be asked.
ledger::UsageAverages averages_of(const Choice& choice, const Services& services) {
  const auto averages = [&]() -> Result<ledger::UsageAverages> {
    if (!choice.wanted) return ledger::UsageAverages{};
    TRY_ASSIGN(const auto ledger, open_ledger(services, ledger::IfMissing::empty));
    return ledger->averages(choice.wanted->provider, choice.wanted->model);
  }();
  if (averages) return *averages;
  services.warn("estimates are made without history: " + averages.error().what);
  return {};
}

class Planner {
 public:
  Planner(const AnalyzeRequest& request, const Choice& choice, Stores& stores, const Services& services)
      : request_(request),
        choice_(choice),
        stores_(stores),
        clock_(services.clock),
        averages_(averages_of(choice, services)) {}

  std::int64_t averaged_calls() const { return averages_.calls; }

  PlannedFile plan(const Target& target) const {
    PlannedFile file;
    file.path = target.shown;
    if (target.error) {
      file.error = target.error;
      return file;
    }
    const config::Settings& settings = target.repository->loaded.settings;
    auto content = target.content ? Result<std::string>(*target.content)
                                  : source::read_source(target.shown, settings.analysis.max_file_size);
    if (content) {
      decide(target, *content, file);
    } else {
      file.error = content.error();
    }
    return file;
  }

 private:
  void decide(const Target& target, const std::string& content, PlannedFile& file) const {
    const config::Settings& settings = target.repository->loaded.settings;
    const auto hash = codec::sha256(content);
    const auto language = source::language_of(target.shown, content);
    const auto common = common_factors(domain::AnalysisType::refactor, language, hash);
    const auto similar = [&](std::span<const std::string> models) {
      return take([&](auto& cache) { return cache.find_model_answer(query_of(common, settings, models)); }, target,
                  file);
    };
    if (choice_.wanted) {
      const auto key = domain::cache_key(model_factors(common, *choice_.wanted, settings));
      if (take([&](auto& cache) { return cache.find(key); }, target, file)) return;
      const auto& accepted = settings.cache.accept_models;
      if (!accepted.empty() && similar(accepted)) return;
    }
    file.fallback = choice_.unavailable;
    if (!file.fallback && choice_.wanted && request_.offline)
      file.fallback = Fallback{
          "offline", {Errc::offline, "no stored answer for " + sys::quoted(target.shown), "run without --offline"}};
    if (!file.fallback && choice_.wanted) {
      const auto sent = sendable(target.shown, content, settings.privacy, request_.key_stores);
      if (sent) return plan_call(settings, language, sent->content, file);
      file.fallback = Fallback{"withheld", sent.error()};
    }
    if (file.fallback && choice_.named) {
      file.error = file.fallback->cause;
      return;
    }
    if (file.fallback && similar({})) return;
    const auto factors = builtin_factors(common, settings, target.path);
    const auto key = domain::cache_key(factors);
    if (take([&](auto& cache) { return cache.find(key); }, target, file)) return;
    file.answer = PlannedAnswer::builtin;
    file.model = factors.model;
  }

  // Whether the cache has the answer.
  template <typename Find>
  bool take(const Find& find, const Target& target, PlannedFile& file) const {
    if (request_.cache != CacheMode::use) return false;
    auto* const cache = stores_.cache_for(target.repository->root);
    if (cache == nullptr) return false;
    const auto found = find(*cache);
    if (!found) stores_.cache_failed(found.error());
    if (!found || !*found) return false;
    file.answer = PlannedAnswer::hit;
    file.provider = (*found)->info.provider();
    file.model = (*found)->info.factors.model;
    return true;
  }

  void plan_call(const config::Settings& settings, std::string_view language, const std::string& content,
                 PlannedFile& file) const {
    const llm::ProviderConfig& config = *choice_.wanted;
    const auto prompt =
        llm::refactor_prompt({language, content}, settings.analysis.thresholds, llm::fresh_marker(content));
    file.answer = PlannedAnswer::call;
    file.provider = config.provider;
    file.model = config.model;
    file.request_bytes = static_cast<std::int64_t>(llm::request_body(prompt, config, config.shape).size());
    const bool known = averages_.calls > 0;
    file.input_tokens = known ? file.request_bytes * averages_.input_tokens / averages_.request_bytes
                              : file.request_bytes / kDefaultBytesPerToken;
    file.output_tokens =
        std::min(known ? averages_.output_tokens / averages_.calls : kDefaultOutputTokens, config.shape.output_cap);
    const auto price = domain::find_price(config.provider, config.model, utc_day(clock_.now()), settings.prices);
    if (!price) return;
    file.expected_cost = domain::cost_of(*price, domain::sanitised({file.input_tokens, 0, 0, file.output_tokens, 0}));
    file.upper_bound = domain::worst_case(*price, file.request_bytes, config.shape.output_cap);
  }

  const AnalyzeRequest& request_;
  const Choice& choice_;
  Stores& stores_;
  const Clock& clock_;
  ledger::UsageAverages averages_;
};

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
  run.files.push_back(std::move(file));
}

}  // namespace

Result<DryRun> dry_run(const AnalyzeRequest& request, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(const Choice choice, choose_provider(loaded, services.environment));
  TRY_ASSIGN(const Targets targets, find_targets(request, loaded, services));
  Stores stores(loaded.settings, services);
  const Planner planner(request, choice, stores, services);
  DryRun run;
  run.passed_over = targets.passed_over;
  run.averaged_calls = planner.averaged_calls();
  for (const Target& target : targets.files) add(run, planner.plan(target));
  stores.close();
  if (run.hits + run.calls + run.builtin == 0) run.outcomes.insert(Errc::input);
  return run;
}

}  // namespace rustassistant::app
