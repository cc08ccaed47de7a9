// SPDX-License-Identifier: MIT
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "pauses.hpp"
#include "remote.hpp"
#include "row_book.hpp"
#include "rustassistant/app/batches.hpp"
#include "rustassistant/sys/log.hpp"
#include "rustassistant/sys/signals.hpp"
#include "sync.hpp"
#include "turns.hpp"

namespace rustassistant::app {
namespace {

using llm::RemoteBatch;
using std::chrono::milliseconds;

// What a provider has said nothing more about for so long after its time is over.
constexpr milliseconds kPatienceAfterEnd = std::chrono::hours(1);
constexpr milliseconds kLookAgainAtEnd = std::chrono::seconds(60);
constexpr milliseconds kRestOfQueue = std::chrono::minutes(30);
constexpr milliseconds kShortestNap = std::chrono::milliseconds(200);

enum class Depth : bool { look, collect };

class Collector {
 public:
  Collector(const config::Loaded& loaded, const Services& services, Stores& stores, ledger::BatchBooks& ledger,
            queue::Queue& jobs, TeamCache* team, std::string home, CollectSummary& summary)
      : services_(services),
        stores_(stores),
        ledger_(ledger),
        queue_(jobs),
        team_(team),
        home_(std::move(home)),
        summary_(summary),
        providers_(loaded, services.environment),
        turns_(stores, services.clock),
        client_(services.transport, services.clock, turns_) {}

  // Of what is due; everything, unless `only_due`.
  Result<void> go_over(bool only_due, Depth depth) {
    TRY_ASSIGN(const auto batches, ledger_.open_batches());
    for (const ledger::Batch& batch : batches) {
      if (sys::stop_requested()) break;
      TRY_ASSIGN(const auto poll, queue_.poll_of(batch.facts.tag));
      if (only_due && poll && poll->next_at > services_.clock.now()) continue;
      const BatchLock lock(home_, batch.facts.tag, services_.clock);
      if (!lock.is_free()) continue;  // somebody sends it or collects it
      problems_.erase(batch.facts.tag);
      TRY(go_over(batch, poll.value_or(queue::Poll{}), depth));
    }
    tell_problems();
    return {};
  }

  [[nodiscard]] const RowBook::Warmed& warmed() const { return warmed_; }

  // What is left, and when it is due.
  Result<void> take_stock() {
    TRY_ASSIGN(const auto batches, ledger_.open_batches());
    summary_.open_batches = static_cast<std::int64_t>(batches.size());
    summary_.pending = 0;
    summary_.due.reset();
    for (const ledger::Batch& batch : batches) {
      summary_.pending += batch.open_items;
      TRY_ASSIGN(const auto poll, queue_.poll_of(batch.facts.tag));
      const UnixMillis due = poll ? poll->next_at : services_.clock.now();
      if (!summary_.due || due < *summary_.due) summary_.due = due;
    }
    return {};
  }

 private:
  Result<void> go_over(ledger::Batch batch, const queue::Poll& before, Depth depth) {
    const auto config = providers_.of(batch.facts);
    if (!config) return note(config.error(), batch, before, {});
    if (batch.stage == ledger::BatchStage::intended) {
      TRY_ASSIGN(const bool is_there, find_again(batch, **config, before));
      if (!is_there) return {};
    }
    auto remote = client_.look(batch.remote, **config);
    if (!remote) return note(remote.error().error, batch, before, remote.error().retry_after);
    if (remote->is_empty) return pass_over_empty(batch, *remote, **config, before);
    settle_end(*remote, batch, before);
    const bool is_over = remote->phase != RemoteBatch::Phase::running;
    if (is_over && depth == Depth::collect) return collect(batch, *remote, **config);
    queue::Poll poll{next_look(services_.clock.now(), before.waits + 1, remote->retry_after), before.waits + 1,
                     remote->status, is_over};
    if (remote->may_revert) poll.next_at = {services_.clock.now().value + kLookAgainAtEnd.count()};
    return queue_.set_poll(batch.facts.tag, poll);
  }

  // An end that may be taken back counts when it is seen twice; a batch that says nothing long after its time is over.
  void settle_end(RemoteBatch& remote, const ledger::Batch& batch, const queue::Poll& before) const {
    const UnixMillis now = services_.clock.now();
    if (remote.phase == RemoteBatch::Phase::running &&
        now.value > batch.facts.held_until.value + kPatienceAfterEnd.count()) {
      remote.phase = RemoteBatch::Phase::ended;
    } else if (remote.may_revert && remote.phase == RemoteBatch::Phase::ended &&
               (before.status != remote.status || before.next_at > now)) {
      remote.phase = RemoteBatch::Phase::running;
    } else {
      remote.may_revert = false;
    }
  }

  // False: it is not known whether the provider has it, or it does not.
  Result<bool> find_again(ledger::Batch& batch, const llm::ProviderConfig& config, const queue::Poll& before) {
    const auto found = adopt(batch, client_, config, ledger_, services_.clock.now());
    if (!found) {
      TRY(note(found.error().error, batch, before, found.error().retry_after));
      return false;
    }
    if (found->outcome == Adoption::Outcome::found) {
      batch.remote = found->remote;
      batch.stage = ledger::BatchStage::submitted;
      TRY(ledger_.note_submitted(batch.facts.tag, batch.remote));
      return true;
    }
    if (found->outcome == Adoption::Outcome::absent) {
      TRY(give_up(batch, config, "the provider does not have the batch"));
    } else {
      TRY(look_again(batch, before, "not found yet"));
    }
    return false;
  }

  // It was created, and nothing tells whether its questions followed: counters may lag.
  Result<void> pass_over_empty(const ledger::Batch& batch, const RemoteBatch& remote, const llm::ProviderConfig& config,
                               const queue::Poll& before) {
    if (!is_past_lag(batch, services_.clock.now())) return look_again(batch, before, remote.status);
    // It costs nothing, whether or not it can be cancelled.
    static_cast<void>(client_.cancel(remote.id, config));
    return give_up(batch, config, "the questions of the batch never reached the provider");
  }

  RowBook book_of(const ledger::Batch& batch) {
    TeamCache* const team = may_share(batch.facts.endpoint, stores_.settings()) ? team_ : nullptr;
    return {batch, stores_, ledger_, queue_, team, services_, summary_};
  }

  Result<void> give_up(const ledger::Batch& batch, const llm::ProviderConfig& config, const char* why) {
    RowBook book = book_of(batch);
    TRY(book.give_back(queued_again("not_sent", why, {}), {}));
    TRY(end(batch));
    client_.remove_input(batch.input, config);
    return {};
  }

  Result<void> look_again(const ledger::Batch& batch, const queue::Poll& before, const std::string& status) {
    TRY(ledger_.note_look(batch.facts.tag));
    return queue_.set_poll(batch.facts.tag,
                           {next_look(services_.clock.now(), before.waits + 1, {}), before.waits + 1, status, false});
  }

  static queue::Returned queued_again(std::string code, std::string message, UnixMillis not_before) {
    return {{}, queue::JobState::queued, not_before, false, std::move(code), std::move(message)};
  }

  Result<void> collect(const ledger::Batch& batch, const RemoteBatch& remote, const llm::ProviderConfig& config) {
    RowBook book = book_of(batch);
    if (remote.phase == RemoteBatch::Phase::refused) {
      TRY(refused(batch, remote, book));
    } else {
      std::optional<Error> broken;
      const auto read = client_.read_rows(remote, config, [&](const llm::BatchAnswer& answer) -> Result<void> {
        if (sys::stop_requested()) return tl::unexpected(sys::stop_error());
        auto taken = book.take(answer);
        if (!taken) broken = taken.error();
        return taken;
      });
      TRY(book.flush());
      if (broken) return tl::unexpected(*broken);
      if (!read && sys::stop_requested()) return {};
      if (!read) return note(read.error().error, batch, {}, read.error().retry_after);
      TRY(book.end_missing(*read));
    }
    if (book.account_fault()) TRY(leave_alone(batch, *book.account_fault()));
    for (const auto& [repository, keys] : book.warmed())
      warmed_[repository].insert(warmed_[repository].end(), keys.begin(), keys.end());
    TRY(end(batch));
    client_.remove(remote, config);
    if (remote.files.empty()) client_.remove_input(batch.input, config);
    return {};
  }

  Result<void> refused(const ledger::Batch& batch, const RemoteBatch& remote, RowBook& book) {
    const std::string text = remote.message.empty() ? remote.code : remote.message;
    const Error error{
        Errc::provider, std::string(domain::name_of(batch.facts.provider)) + ": the batch was refused: " + text, {}};
    const UnixMillis now = services_.clock.now();
    if (llm::is_queue_full(remote.code, remote.message)) {
      TRY(halve_slices(queue_, batch.facts, batch.items, now));
      return book.give_back(queued_again(remote.code, text, {now.value + kRestOfQueue.count()}), {});
    }
    lasting_problems_.push_back(error);
    queue::Returned again = queued_again(remote.code, text, now);
    again.attempt_counts = !remote.bad_line;
    return book.give_back(again, remote.bad_line);
  }

  Result<void> end(const ledger::Batch& batch) {
    TRY(ledger_.close_batch(batch.facts.tag));
    TRY(queue_.take_rest_back(batch.facts.tag));
    TRY(queue_.forget_poll(batch.facts.tag));
    ++summary_.batches;
    return {};
  }

  // Its rows say that nothing of this account is answered.
  Result<void> leave_alone(const ledger::Batch& batch, const Error& error) {
    lasting_problems_.push_back(error);
    return pause(queue_, batch.facts.provider, batch.facts.model, "provider", error.what, services_.clock.now());
  }

  // Each is said once, however many batches it is about.
  void tell_problems() {
    summary_.problems.clear();
    const auto add = [&](const Error& error) {
      const auto is_same = [&](const Error& known) { return known.what == error.what; };
      if (std::none_of(summary_.problems.begin(), summary_.problems.end(), is_same)) summary_.problems.push_back(error);
    };
    for (const Error& error : lasting_problems_) add(error);
    for (const auto& [tag, error] : problems_) add(error);
  }

  Result<void> note(const Error& error, const ledger::Batch& batch, const queue::Poll& before,
                    std::optional<milliseconds> retry_after) {
    if (sys::stop_requested()) return {};
    problems_.insert_or_assign(batch.facts.tag, error);
    sys::log_info("batch " + std::to_string(batch.id) + ": " + error.what);
    queue::Poll poll = before;
    ++poll.waits;
    poll.next_at = next_look(services_.clock.now(), poll.waits, retry_after);
    return queue_.set_poll(batch.facts.tag, poll);
  }

  const Services& services_;
  Stores& stores_;
  ledger::BatchBooks& ledger_;
  queue::Queue& queue_;
  TeamCache* const team_;  // null: no store is configured, or nothing is collected
  const std::string home_;
  CollectSummary& summary_;
  BatchProviders providers_;
  BatchTurns turns_;
  const llm::BatchClient client_;
  RowBook::Warmed warmed_;
  std::vector<Error> lasting_problems_;    // to be said, whatever becomes of other batches
  std::map<std::string, Error> problems_;  // of the last look at each batch that is open, by its tag
};

Result<bool> has_open_batches(const Services& services) {
  TRY_ASSIGN(const auto books, open_batch_books(services));
  TRY_ASSIGN(const auto batches, books->open_batches());
  return !batches.empty();
}

// Goes over the batches until nothing is open, or the time is over.
Result<void> collect_for(Collector& collector, const CollectRequest& request, const Services& services,
                         CollectSummary& summary) {
  const auto deadline = services.clock.steady_now() + request.wait;
  TRY(collector.go_over(request.only_due, Depth::collect));
  TRY(collector.take_stock());
  while (summary.open_batches > 0 && !sys::stop_requested()) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - services.clock.steady_now());
    if (left.count() <= 0) return {};
    const milliseconds until_due(summary.due->value - services.clock.now().value);
    if (!services.clock.sleep_for(std::clamp(until_due, kShortestNap, std::max(left, kShortestNap)),
                                  sys::stop_requested))
      return {};
    TRY(collector.go_over(true, Depth::collect));
    TRY(collector.take_stock());
  }
  return {};
}

}  // namespace

Result<CollectSummary> collect_batches(const config::Loaded& loaded, const Services& services,
                                       const CollectRequest& request) {
  CollectSummary summary;
  TRY_ASSIGN(const bool has_any, has_open_batches(services));
  if (!has_any) return summary;
  Stores stores(loaded.settings, services);
  TRY_ASSIGN(const auto books, open_batch_books(services));
  TRY_ASSIGN(queue::Queue* const jobs, stores.queue());
  TRY_ASSIGN(std::string home, home_of(services.environment));
  TRY(reconcile(*books, *jobs));
  TRY_ASSIGN(const auto team, TeamCache::open(loaded, stores, services));
  Collector collector(loaded, services, stores, *books, *jobs, team.get(), std::move(home), summary);
  TRY(collect_for(collector, request, services, summary));
  if (team) {
    team->finish();
    summary.team = team->summary();
  }
  if (!loaded.settings.team_budget.url.empty()) {
    // What the batches came to is told as the stores are closed.
    if (const auto purse = stores.purse(); !purse) services.warn(purse.error().what);
  }
  stores.close();
  for (const auto& [repository, keys] : collector.warmed()) {
    if (const auto kept = mark_warmed(keys, repository, loaded.settings.cache, services); !kept)
      services.warn("what was asked ahead of time cannot be kept: " + kept.error().what);
  }
  for (const Error& problem : summary.problems) summary.outcomes.insert(problem.code);
  if (sys::stop_requested()) summary.outcomes.insert(sys::stop_error().code);
  return summary;
}

Result<std::vector<BatchView>> batch_views(const Services& services) {
  TRY_ASSIGN(const auto books, open_batch_books(services));
  TRY_ASSIGN(const auto batches, books->open_batches());
  std::vector<BatchView> views;
  if (batches.empty()) return views;
  TRY_ASSIGN(const std::string path, queue_path(services.environment));
  TRY_ASSIGN(const auto jobs, queue::Queue::open(path, services.clock, queue::IfMissing::empty, services.warn));
  views.reserve(batches.size());
  for (const ledger::Batch& batch : batches) {
    TRY_ASSIGN(const auto poll, jobs->poll_of(batch.facts.tag));
    BatchView& view = views.emplace_back();
    view.batch = batch;
    if (!poll) continue;
    view.status = poll->status;
    view.ended = poll->ended;
    view.next_look = poll->next_at;
  }
  return views;
}

Result<std::vector<Error>> look_at_batches(const config::Loaded& loaded, const Services& services) {
  CollectSummary summary;
  TRY_ASSIGN(const bool has_any, has_open_batches(services));
  if (!has_any) return summary.problems;
  Stores stores(loaded.settings, services);
  TRY_ASSIGN(const auto books, open_batch_books(services));
  TRY_ASSIGN(queue::Queue* const jobs, stores.queue());
  TRY_ASSIGN(std::string home, home_of(services.environment));
  Collector collector(loaded, services, stores, *books, *jobs, nullptr, std::move(home), summary);
  TRY(collector.go_over(false, Depth::look));
  return std::move(summary.problems);
}

Result<void> cancel_batch(const config::Loaded& loaded, const Services& services, std::int64_t number) {
  TRY_ASSIGN(const auto books, open_batch_books(services));
  TRY_ASSIGN(const auto batches, books->open_batches());
  const auto found =
      std::find_if(batches.begin(), batches.end(), [&](const ledger::Batch& batch) { return batch.id == number; });
  if (found == batches.end())
    return fail(Errc::usage, "there is no open batch b" + std::to_string(number),
                "`rustassistant queue status` lists the batches");
  if (found->remote.empty())
    return fail(Errc::usage, "it is not known yet whether the provider has batch b" + std::to_string(number),
                "`rustassistant queue collect` finds out");
  BatchProviders providers(loaded, services.environment);
  TRY_ASSIGN(const llm::ProviderConfig* const config, providers.of(found->facts));
  Stores stores(loaded.settings, services);
  BatchTurns turns(stores, services.clock);
  const llm::BatchClient client(services.transport, services.clock, turns);
  const auto cancelled = client.cancel(found->remote, *config);
  if (!cancelled) return tl::unexpected(cancelled.error().error);
  return {};
}

}  // namespace rustassistant::app
