// SPDX-License-Identifier: MIT
#include "questions.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "priorities.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/batch_price.hpp"
#include "rustassistant/llm/batch.hpp"
#include "rustassistant/sys/files.hpp"
#include "warming.hpp"

namespace rustassistant::app {
namespace {

constexpr const char* kBatchable =
    "OpenAI, Anthropic and Google models with a known price can be asked in batches, and xAI's grok-4.3; choose with "
    "--provider and --model";

Result<llm::ProviderConfig> wanted_model(const BuildRequest& request, const config::Loaded& loaded,
                                         const Services& services) {
  TRY_ASSIGN(Choice choice, choose(loaded, services.environment, utc_day(services.clock.now())));
  if (choice.unavailable) return tl::unexpected(choice.unavailable->cause);
  if (!choice.wanted) {
    return fail(Errc::config, "no model is configured, and the built-in analyzer needs no queue",
                request.in_batch
                    ? kBatchable
                    : "choose a provider with --provider, or review with `rustassistant refactor analyze`");
  }
  return *std::move(choice.wanted);
}

// The paths that lie at or below the one that was named, as they begin.
Result<std::string> below_of(const std::string& path, const Repository& repository) {
  TRY_ASSIGN(const std::string canonical, sys::canonical_path(path));
  if (canonical == repository.root) return std::string();
  const std::string within = canonical.substr(repository.root.size() + 1);
  return sys::is_folder(path) ? within + "/" : within;
}

AnalyzeRequest request_for(domain::AnalysisType type, const BuildRequest& request, FactsUse facts, UnixMillis now) {
  AnalyzeRequest one;
  one.type = type;
  one.paths = {request.path};
  one.key_stores = request.key_stores;
  one.reads_only = facts != FactsUse::keep;
  one.made_after = made_after(request, now);
  return one;
}

// A file's own question waits where only the budget is in its way.
bool is_open(const PlannedFile& file) {
  if (!file.question) return false;
  return file.error ? file.error->code == Errc::budget : file.answer == PlannedAnswer::call;
}

// At the price of batches.
void price_in_batch(PlannedFile& file, const BuildScope& scope) {
  if (!scope.batch_price || !file.upper_bound) return;
  file.expected_cost =
      domain::cost_of(*scope.batch_price, domain::sanitised({file.input_tokens, 0, 0, file.output_tokens, 0}));
  file.upper_bound = domain::worst_case(*scope.batch_price, file.request_bytes, scope.output_cap);
}

struct Planned {
  PlannedFile file;
  domain::AnalysisType type{};
  queue::Priority priority = queue::Priority::normal;
};

void add_to(DryRun& run, PlannedFile file) {
  if (file.error && file.error->code != Errc::budget) run.outcomes.insert(file.error->code);
  if (is_open(file)) {
    ++run.calls;
    run.expected_cost += file.expected_cost.value_or(NanoUsd{});
    run.upper_bound += file.upper_bound.value_or(NanoUsd{});
    if (!file.error && !file.expected_cost) ++run.unknown_costs;
  } else if (!file.error) {
    ++(file.answer == PlannedAnswer::batch  ? run.in_batches
       : file.answer == PlannedAnswer::none ? run.given_up
                                            : run.hits);
  }
  if (file.error && file.error->code == Errc::budget) run.outcomes.insert(Errc::budget);
  run.files.push_back(std::move(file));
}

std::vector<std::string> paths_of(const std::vector<Planned>& open) {
  std::vector<std::string> paths;
  paths.reserve(open.size());
  for (const Planned& planned : open) paths.push_back(planned.file.question->repo_path);
  return paths;
}

// The repository with its dependencies, read when first asked; nothing where it cannot be read.
class Surroundings {
 public:
  Surroundings(const BuildScope& scope, const Services& services) : scope_(scope), services_(services) {}

  struct Found {
    ReadRepository read;
    source::DependencyGraph graph;
  };
  const std::optional<Found>& get() {
    if (std::exchange(is_read_, true)) return found_;
    // What the review says of files that cannot be read need not be said twice.
    const Services silent{services_.clock, services_.transport, services_.environment, [](const std::string&) {}};
    auto read = read_repository(scope_.repository->root, scope_.repository->loaded.settings, scope_.facts, silent);
    if (!read) return found_;
    source::DependencyGraph graph = source::resolve(read->repository);
    found_ = Found{*std::move(read), std::move(graph)};
    return found_;
  }

 private:
  const BuildScope& scope_;
  const Services& services_;
  bool is_read_ = false;
  std::optional<Found> found_;
};

void set_priorities(std::vector<Planned>& open, const BuildRequest& request, const BuildScope& scope,
                    Surroundings& surroundings, const Services& services) {
  constexpr std::size_t kMostImported = 10;
  const UnixMillis now = services.clock.now();
  const std::vector<std::string> paths = paths_of(open);
  std::vector<queue::Priority> priorities(paths.size(), request.priority.value_or(queue::Priority::normal));
  if (!request.priority && !paths.empty()) {
    std::vector<std::string> imported;
    // One question needs no order.
    if (const auto* const found = paths.size() > 1 && surroundings.get() ? &*surroundings.get() : nullptr)
      imported = most_imported(found->read.repository, found->graph, kMostImported);
    priorities = priorities_of(paths, history_of(scope.repository->root, services.environment, now), imported, now);
  }
  for (std::size_t i = 0; i < open.size(); ++i) open[i].priority = priorities[i];
  std::sort(open.begin(), open.end(), [](const Planned& a, const Planned& b) {
    return std::tie(a.priority, a.file.question->repo_path, a.type) <
           std::tie(b.priority, b.file.question->repo_path, b.type);
  });
}

// What a warming run asks: what changed and lies quiet, as far as its cap is expected to reach.
void keep_quiet(std::vector<Planned>& open, const BuildScope& scope, const Services& services, SyncFindings& findings) {
  const UnixMillis now = services.clock.now();
  const std::vector<std::string> paths = paths_of(open);
  const ChangeHistory history = warming_history(scope.repository->root, paths, services.environment, now);
  findings.cap = scope.loaded.settings.budget.run_cap;
  NanoUsd expected;
  std::vector<Planned> kept;
  for (const std::size_t index : quiet_changes(paths, history, now)) {
    Planned& planned = open[index];
    expected += planned.file.expected_cost.value_or(NanoUsd{});
    if (findings.cap && expected > *findings.cap) break;
    planned.priority = queue::Priority::low;
    kept.push_back(std::move(planned));
  }
  findings.left_out = static_cast<std::int64_t>(open.size() - kept.size());
  open = std::move(kept);
}

// What is known of the files from the last sync.
Result<std::vector<cache::SeenFile>> seen_before(const BuildScope& scope, const Services& services) {
  TRY_ASSIGN(const OpenedCache opened, open_cache_of(scope.repository->root, scope.loaded.settings.cache, services));
  TRY_ASSIGN(auto seen, opened.cache->seen_files(scope.repository->id));
  TRY(opened.cache->close());
  std::erase_if(seen, [&](const auto& file) { return !file.path.starts_with(scope.selection.below); });
  return seen;
}

Result<SyncFindings> find_out(const std::vector<Planned>& open, const BuildRequest& request, const BuildScope& scope,
                              Surroundings& surroundings, const Services& services, SeenChange& change) {
  SyncFindings findings;
  findings.warms = request.sync->warms;
  findings.sends_interfaces = scope.repository->loaded.settings.analysis.context == config::Context::interfaces;
  TRY_ASSIGN(const std::vector<cache::SeenFile> before, seen_before(scope, services));
  findings.is_first = before.empty();
  if (const auto& found = surroundings.get())
    change = compare_seen(before, seen_now(found->read, found->graph, scope.selection.below));
  findings.dependents = static_cast<std::int64_t>(change.dependents.size());
  for (const Planned& planned : open) {
    if (planned.file.is_stale) {
      ++findings.stale;
    } else if (findings.sends_interfaces && change.dependents.contains(planned.file.question->repo_path)) {
      ++findings.touched;
    } else {
      ++findings.missing;
    }
  }
  return findings;
}

// Takes out what a batch has asked already, and what was given up.
Result<void> leave_out(std::vector<Planned>& open, const Elsewhere& elsewhere, DryRun& plan) {
  std::vector<Planned> kept;
  kept.reserve(open.size());
  for (Planned& planned : open) {
    const domain::CacheKey& key = planned.file.question->key;
    TRY_ASSIGN(const bool is_in_batch, elsewhere.batches.holds(key));
    TRY_ASSIGN(const bool is_given_up, elsewhere.jobs.is_given_up(key));
    if (!is_in_batch && !is_given_up) {
      kept.push_back(std::move(planned));
      continue;
    }
    planned.file.answer = is_in_batch ? PlannedAnswer::batch : PlannedAnswer::none;
    planned.file.error.reset();  // of a budget that it does not need
    add_to(plan, std::move(planned.file));
  }
  open = std::move(kept);
  return {};
}

// The most urgent files, with all their questions.
void keep_first(std::vector<Planned>& open, std::int64_t most) {
  std::set<std::string> files;
  std::vector<Planned> kept;
  for (Planned& planned : open) {
    const std::string& path = planned.file.question->repo_path;
    if (!files.contains(path) && static_cast<std::int64_t>(files.size()) >= most) continue;
    files.insert(path);
    kept.push_back(std::move(planned));
  }
  open = std::move(kept);
}

queue::Ask ask_of(const Planned& planned, const queue::Selection& selection, bool warms) {
  const PlannedQuestion& question = *planned.file.question;
  return {question.key,          planned.type,       question.repo_id, question.repo_root, question.repo_path,
          question.content_hash, selection.provider, selection.model,  planned.priority,   warms};
}

// Of a model that can be asked in batches.
Result<domain::ModelPrice> batch_price_of(const llm::ProviderConfig& config, const config::Loaded& loaded,
                                          const Services& services) {
  const std::string provider(domain::name_of(config.provider));
  if (!llm::batch_limits(config.provider)) return fail(Errc::config, provider + " has no batch service", kBatchable);
  const auto price =
      domain::find_price(config.provider, config.model, utc_day(services.clock.now()), loaded.settings.prices);
  if (const auto found = price ? domain::batch_price(*price) : std::nullopt) return *found;
  return fail(Errc::config,
              provider + " " + config.model + " cannot be asked in batches, or its price in batches is not known",
              kBatchable);
}

}  // namespace

UnixMillis made_after(const BuildRequest& request, UnixMillis now) {
  if (!request.sync || !request.sync->stale_after) return {};
  return {now.value - request.sync->stale_after->count()};
}

Result<BuildScope> build_scope(const BuildRequest& request, const config::Loaded& loaded, FactsUse facts,
                               const Services& services) {
  for (const domain::AnalysisType type : request.types) {
    if (!asks_models(kind_of(type)))
      return fail(Errc::usage, "no model answers questions of the type " + std::string(domain::name_of(type)),
                  "choose from refactor, docs and analysis");
  }
  TRY_ASSIGN(const llm::ProviderConfig config, wanted_model(request, loaded, services));
  BuildScope scope;
  scope.loaded = loaded;
  scope.facts = facts;
  // As if it had been named: an answer of anybody else is not what is to be built.
  scope.loaded.settings.llm.provider = domain::name_of(config.provider);
  scope.loaded.origins["llm.provider"] = {config::Source::flag, "cache build"};
  TRY_ASSIGN(const Targets targets,
             find_targets(request_for(domain::AnalysisType::refactor, request, facts, {}), scope.loaded, services));
  for (const Target& target : targets.files) {
    if (target.named && target.error) return tl::unexpected(*target.error);
    if (!scope.repository) scope.repository = target.repository;
  }
  if (!scope.repository)
    return fail(Errc::input, "nothing to review in " + sys::quoted(request.path),
                "files that git ignores, binaries and vendored code are skipped");
  TRY_ASSIGN(std::string below, below_of(request.path, *scope.repository));
  if (request.in_batch) {
    TRY_ASSIGN(scope.batch_price, batch_price_of(config, loaded, services));
  }
  scope.output_cap = config.shape.output_cap;
  scope.selection = {scope.repository->id, std::move(below), request.types, config.provider, config.model};
  return scope;
}

Result<BuildQuestions> build_questions(const BuildRequest& request, const BuildScope& scope, const Elsewhere& elsewhere,
                                       const Services& services) {
  const UnixMillis now = services.clock.now();
  BuildQuestions questions;
  std::vector<Planned> open;
  for (const domain::AnalysisType type : request.types) {
    TRY_ASSIGN(DryRun run, dry_run(request_for(type, request, scope.facts, now), scope.loaded, services));
    questions.plan.averaged_calls = run.averaged_calls;
    for (PlannedFile& file : run.files) {
      if (is_open(file)) {
        price_in_batch(file, scope);
        open.push_back({std::move(file), type});
      } else {
        add_to(questions.plan, std::move(file));
      }
    }
  }
  Surroundings surroundings(scope, services);
  if (request.sync) {
    TRY_ASSIGN(questions.plan.sync, find_out(open, request, scope, surroundings, services, questions.seen));
  }
  TRY(leave_out(open, elsewhere, questions.plan));
  if (request.warms()) {
    keep_quiet(open, scope, services, *questions.plan.sync);
  } else {
    set_priorities(open, request, scope, surroundings, services);
  }
  if (request.max_files) keep_first(open, *request.max_files);
  std::set<domain::CacheKey> asked;
  for (Planned& planned : open) {
    // The same content at another path is the same question.
    if (!asked.insert(planned.file.question->key).second)
      planned.file.expected_cost = planned.file.upper_bound = NanoUsd{};
    questions.asks.push_back(ask_of(planned, scope.selection, request.warms()));
    add_to(questions.plan, std::move(planned.file));
  }
  return questions;
}

Result<BuildQuestions> enqueue(const BuildRequest& request, const BuildScope& scope, const Elsewhere& elsewhere,
                               const Services& services, BuildSummary& summary) {
  if (request.resume) return BuildQuestions{};
  TRY_ASSIGN(BuildQuestions questions, build_questions(request, scope, elsewhere, services));
  const DryRun& plan = questions.plan;
  summary.sync = plan.sync;
  summary.stored = plan.hits;
  summary.failed = std::count_if(plan.files.begin(), plan.files.end(), [](const PlannedFile& file) {
    return file.error && file.error->code != Errc::budget;
  });
  for (const Errc code : plan.outcomes) {
    if (code != Errc::budget) summary.outcomes.insert(code);
  }
  TRY_ASSIGN(summary.added, elsewhere.jobs.add(questions.asks));
  summary.added.known += plan.in_batches;
  summary.added.dead += plan.given_up;
  return questions;
}

Result<std::optional<CollectSummary>> collect_due(const config::Loaded& loaded, const Services& services) {
  CollectRequest due;
  due.only_due = true;
  TRY_ASSIGN(CollectSummary collected, collect_batches(loaded, services, due));
  if (collected.batches == 0 && collected.open_batches == 0) return std::nullopt;
  return std::optional(std::move(collected));
}

}  // namespace rustassistant::app
