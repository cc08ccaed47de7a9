// SPDX-License-Identifier: MIT
#include <algorithm>
#include <memory>
#include <random>
#include <utility>

#include "opened_build.hpp"
#include "parts.hpp"
#include "pauses.hpp"
#include "prepare.hpp"
#include "purse.hpp"
#include "question.hpp"
#include "remote.hpp"
#include "rustassistant/app/build.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/sys/files.hpp"
#include "rustassistant/sys/paths.hpp"
#include "rustassistant/sys/signals.hpp"
#include "turns.hpp"

namespace rustassistant::app {
namespace {

using Billing = llm::AttemptFailure::Billing;

constexpr std::size_t kMostSlices = 200;  // in one run

// 96 random bits.
std::string fresh_tag() {
  std::random_device random;
  std::array<std::uint8_t, 12> bytes{};
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  return to_hex(bytes);
}

// Claimed jobs, as they will be sent.
struct Slice {
  std::vector<std::int64_t> jobs;
  std::vector<llm::BatchItem> items;
  std::vector<ledger::BatchQuestion> questions;
  std::size_t bytes = 0;
};

// Makes slices of the queue's jobs, and sends them.
class Sender {
 public:
  Sender(OpenedBuild& opened, std::string home, const Services& services)
      : request_(opened.request()),
        scope_(opened.scope()),
        stores_(opened.stores()),
        ledger_(opened.books()),
        queue_(opened.jobs()),
        home_(std::move(home)),
        services_(services),
        summary_(opened.summary()),
        turns_(stores_, services.clock),
        client_(services.transport, services.clock, turns_),
        worker_(queue_.enlist()),
        begun_at_(services.clock.now()) {}

  Result<void> prepare() {
    for (const domain::AnalysisType type : request_.types) {
      TRY_ASSIGN(Choice choice,
                 choose_for(kind_of(type), scope_.loaded, services_.environment, utc_day(services_.clock.now())));
      choices_.emplace(type, std::move(choice));
    }
    asking_.made_after = made_after(request_, begun_at_);
    const llm::ProviderConfig& config = config_of_build();
    limits_ = *llm::batch_limits(config.provider);
    price_ = *scope_.batch_price;
    TRY_ASSIGN(const auto halved, queue_.poll_of(slice_name(scope_.selection.provider, scope_.selection.model)));
    if (halved && halved->next_at > services_.clock.now())
      limits_.items = std::min(limits_.items, static_cast<std::size_t>(std::max<std::int64_t>(1, halved->waits)));
    return {};
  }

  // Until nothing is queued, the budget allows no more, or the provider takes no more.
  Result<void> send_all() {
    for (std::size_t i = 0; i < kMostSlices && !is_over_ && !sys::stop_requested(); ++i) {
      if (heeds_pause()) return {};
      auto sent = send_slice();
      TRY(queue_.put_all_back(worker_));
      // Other batches have asked some: these wait for them.
      if (std::exchange(meets_others_, false)) TRY(reconcile(ledger_, queue_));
      TRY(sent);
    }
    return {};
  }

 private:
  const llm::ProviderConfig& config_of_build() const { return *choices_.begin()->second.wanted; }

  // Whether somebody else has found out meanwhile that the provider takes nothing.
  bool heeds_pause() {
    auto why = pause_since(queue_, summary_.provider, summary_.model, begun_at_);
    if (why) stop(*std::move(why));
    return is_over_;
  }

  void stop(Error error) {
    is_over_ = true;
    if (!summary_.stopped_by) summary_.stopped_by = std::move(error);
  }

  Result<void> send_slice() {
    Slice slice;
    TRY(fill(slice));
    if (slice.jobs.empty()) return {};
    ledger::BatchFacts facts{fresh_tag(),
                             scope_.selection.provider,
                             llm::endpoint_of(config_of_build()),
                             scope_.selection.model,
                             {services_.clock.now().value + std::chrono::milliseconds(limits_.window).count()}};
    const BatchLock lock(home_, facts.tag, services_.clock);
    TRY_ASSIGN(const Purse* const purse, stores_.purse());
    const auto granted = purse->reserve(ledger_, facts, slice.questions, scope_.loaded.settings.budget, limit_);
    if (!granted) {
      hold_back(granted.error());
      return {};
    }
    const ledger::BatchReservation& reserved = *granted;
    meets_others_ = !reserved.in_flight.empty();
    if (reserved.refused) stop(*reserved.refused);
    if (reserved.reserved.empty()) return {};
    return send(keep(std::move(slice), reserved.reserved), facts, reserved.amount);
  }

  // Where the team's budget would take a smaller batch, that is the next one.
  void hold_back(const Purse::BatchRefusal& refusal) {
    if (refusal.fits) {
      limit_ = ledger::BatchLimit{*refusal.fits, refusal.error};
    } else {
      stop(refusal.error);
    }
  }

  // Takes jobs and reads their files, until the slice is full.
  Result<void> fill(Slice& slice) {
    TRY_ASSIGN(const auto jobs,
               queue_.claim_many(worker_, scope_.selection, std::min<std::size_t>(limits_.items, 5'000)));
    is_over_ = jobs.empty();
    for (const queue::Job& job : jobs) {
      if (slice.bytes >= limits_.bytes || sys::stop_requested()) break;
      TRY(add(job, slice));
    }
    return {};
  }

  Result<void> add(const queue::Job& job, Slice& slice) {
    const Target target{sys::joined(scope_.repository->root, job.ask.path), job.ask.path, scope_.repository, {}, {}};
    auto content = content_of(target);
    if (!content) return drop(job, queue::JobState::dropped, content.error().what);
    const Choice& choice = choices_.at(job.ask.type);
    const Question question = question_of(kind_of(job.ask.type), target, *std::move(content), choice);
    if (question.model->key != job.ask.key) {
      TRY_ASSIGN(const bool is_own, queue_.replace_key(worker_, job.id, question.model->key, question.content_hash));
      if (!is_own) return {};
    }
    auto* const cache = stores_.cache_for(scope_.repository->root);
    std::optional<Reusable> reusable;
    if (cache != nullptr) {
      TRY_ASSIGN(const auto stored, look_up_entry(StepKind::look_up, question, *cache));
      if (!stored) {
        TRY_ASSIGN(reusable, find_reusable(question, asking_, cache));
      }
      if (stored || (reusable && reusable->plan.decision == domain::ReuseDecision::nothing)) {
        ++summary_.progress.hits;
        ++summary_.progress.done;
        return queue_.finish(worker_, job.id, queue::JobState::done);
      }
    }
    const Reusable* const parts = reusable && !reusable->is_whole() ? &*reusable : nullptr;
    auto call = app::prepare(question, *choice.wanted, request_.key_stores, utc_day(services_.clock.now()),
                             parts == nullptr ? nullptr : &parts->plan);
    if (!call) return drop(job, queue::JobState::dead, call.error().fallback.cause.what);
    if (!call->secrets_notice.empty()) stores_.warn_once(call->secrets_notice);
    put(job, question, *call, slice);
    if (parts != nullptr) slice.questions.back().parts = packed(*parts, question);
    return {};
  }

  static std::string packed(const Reusable& parts, const Question& question) {
    return pack_parts(
        parts, question.kind,
        question.kind.builtin(question.content, question.common.language, question.target.path, question.settings()));
  }

  void put(const queue::Job& job, const Question& question, const PreparedCall& call, Slice& slice) {
    const llm::ProviderConfig& config = *choices_.at(job.ask.type).wanted;
    std::string body = llm::request_body(call.prompt, config, config.shape);
    const auto bytes = static_cast<std::int64_t>(body.size());
    const Repository& repository = *scope_.repository;
    slice.questions.push_back({{config.provider, config.model, job.ask.type, repository.id, repository.root,
                                job.ask.path, sys::extension_of(job.ask.path), bytes},
                               question.model->factors,
                               domain::worst_case(price_, bytes, config.shape.output_cap)});
    slice.bytes += body.size();
    slice.items.push_back({to_hex(question.model->key), std::move(body)});
    slice.jobs.push_back(job.id);
  }

  Result<void> drop(const queue::Job& job, queue::JobState state, const std::string& why) {
    ++(state == queue::JobState::dead ? summary_.progress.dead : summary_.progress.dropped);
    return queue_.finish(worker_, job.id, state, "input", why);
  }

  static Slice keep(Slice slice, const std::vector<std::size_t>& chosen) {
    Slice kept;
    for (const std::size_t index : chosen) {
      kept.jobs.push_back(slice.jobs[index]);
      kept.items.push_back(std::move(slice.items[index]));
    }
    return kept;
  }

  Result<void> send(const Slice& slice, const ledger::BatchFacts& facts, NanoUsd amount) {
    const llm::ProviderConfig& config = config_of_build();
    const auto input = client_.upload(slice.items, facts.tag, config);
    // Nobody works on a file that no batch names.
    if (!input) return take_back(slice, facts, {}, input.error());
    if (!input->empty()) TRY(ledger_.note_input(facts.tag, *input));
    const auto created = client_.create(slice.items, facts.tag, *input, config);
    if (!created && created.error().billing == Billing::none) return take_back(slice, facts, *input, created.error());
    TRY(queue_.submit(worker_, slice.jobs, facts.tag));
    if (!created) {
      stop({created.error().error.code,
            created.error().error.what + "; whether the batch was created is not known, so it is not sent again",
            "`rustassistant queue collect` finds out"});
      return {};
    }
    TRY(ledger_.note_submitted(facts.tag, created->id));
    const auto filled = client_.fill(slice.items, created->id, config);
    if (!filled && !sys::stop_requested()) stop(filled.error().error);
    TRY(queue_.set_poll(facts.tag, {next_look(services_.clock.now(), 0, {}), 0, created->status, false}));
    return tell(slice, facts, amount);
  }

  Result<void> tell(const Slice& slice, const ledger::BatchFacts& facts, NanoUsd amount) {
    TRY_ASSIGN(const auto batches, ledger_.open_batches());
    const auto own = std::find_if(batches.begin(), batches.end(),
                                  [&](const ledger::Batch& batch) { return batch.facts.tag == facts.tag; });
    summary_.batches.push_back(
        {own == batches.end() ? 0 : own->id, static_cast<std::int64_t>(slice.items.size()), amount, facts.held_until});
    return {};
  }

  // The provider did not take it, or it was not sent.
  Result<void> take_back(const Slice& slice, const ledger::BatchFacts& facts, const std::string& input,
                         const llm::AttemptFailure& failure) {
    TRY(ledger_.withdraw(facts.tag));
    client_.remove_input(input, config_of_build());
    if (sys::stop_requested()) return {};
    if (!failure.is_queue_full) {
      stop(failure.error);
      if (!failure.is_of_account) return {};
      return pause(queue_, facts.provider, facts.model, "provider", failure.error.what, services_.clock.now());
    }
    const auto items = static_cast<std::int64_t>(slice.items.size());
    TRY(halve_slices(queue_, facts, items, services_.clock.now()));
    limits_.items = static_cast<std::size_t>(std::max<std::int64_t>(1, items / 2));
    // Even one is too much while others are worked on.
    if (items <= 1) stop(failure.error);
    return {};
  }

  const BuildRequest& request_;
  const BuildScope& scope_;
  Stores& stores_;
  ledger::BatchBooks& ledger_;
  queue::Queue& queue_;
  const std::string home_;
  const Services& services_;
  BuildSummary& summary_;
  BatchTurns turns_;
  const llm::BatchClient client_;
  const queue::Worker worker_;
  const UnixMillis begun_at_;
  std::map<domain::AnalysisType, Choice> choices_;
  AnalyzeRequest asking_;
  llm::BatchLimits limits_;
  std::optional<ledger::BatchLimit> limit_;  // of the team's budget, once it refused a batch
  domain::ModelPrice price_;
  bool is_over_ = false;
  bool meets_others_ = false;
};

}  // namespace

Result<BuildSummary> send_build(const BuildRequest& request, const config::Loaded& loaded, const Services& services) {
  TRY_ASSIGN(std::string home, home_of(services.environment));
  TRY_ASSIGN(const auto opened, OpenedBuild::open(request, loaded, services));
  if (!opened->summary().stopped_by) {
    Sender sender(*opened, std::move(home), services);
    TRY(sender.prepare());
    TRY(sender.send_all());
  }
  return opened->close();
}

}  // namespace rustassistant::app
