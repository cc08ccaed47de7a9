// SPDX-License-Identifier: MIT
#include "remote.hpp"

#include <algorithm>
#include <utility>

#include "choice.hpp"
#include "rustassistant/app/budget.hpp"
#include "rustassistant/base/hex_array.hpp"
#include "rustassistant/base/text.hpp"
#include "rustassistant/codec/sha256.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstLook = std::chrono::seconds(30);
constexpr milliseconds kLastLook = std::chrono::minutes(15);
// Lists may lag behind a creation.
constexpr milliseconds kListLag = std::chrono::minutes(15);
constexpr std::int64_t kLooksInVain = 3;
constexpr milliseconds kBefore = std::chrono::minutes(10);
constexpr milliseconds kAfter = std::chrono::minutes(30);
constexpr milliseconds kSmallFor = std::chrono::hours(24);
constexpr milliseconds kUntilForgotten = std::chrono::hours(25);

std::int64_t age_of(const ledger::Batch& batch, UnixMillis now) {
  return now.value - batch.made_at.value;
}

// Of a service that takes no name: created about then, and with as many items.
bool may_be(const ledger::Batch& batch, const llm::RemoteBatch& remote) {
  if (remote.items != batch.items || !remote.created) return false;
  const std::int64_t later = remote.created->value - batch.made_at.value;
  return later >= -kBefore.count() && later <= kAfter.count();
}

// Whether the rows of an ended batch are about our questions.
llm::BatchClient::Reached<bool> has_our_rows(const ledger::Batch& batch, const llm::RemoteBatch& remote,
                                             const llm::BatchClient& client, const llm::ProviderConfig& config,
                                             ledger::BatchBooks& ledger) {
  bool is_ours = false;
  bool is_read = false;
  const auto read = client.read_rows(remote, config, [&](const llm::BatchAnswer& answer) -> Result<void> {
    is_read = true;
    if (const auto key = array_from_hex<domain::CacheKey>(answer.id)) {
      TRY_ASSIGN(const auto row, ledger.find_row(batch.facts.tag, *key));
      is_ours = row.has_value();
    }
    return fail(Errc::interrupted, "one row is enough");
  });
  if (!is_read && !read) return tl::unexpected(read.error());
  return is_ours;
}

}  // namespace

Result<std::unique_ptr<ledger::BatchBooks>> open_batch_books(const Services& services) {
  TRY_ASSIGN(const std::string path, ledger_path(services.environment));
  return ledger::BatchBooks::open(path, services.clock);
}

BatchProviders::BatchProviders(const config::Loaded& loaded, const sys::Environment& environment)
    : configs_(reachable_providers(loaded, environment)) {}

Result<llm::ProviderConfig*> BatchProviders::of(const ledger::BatchFacts& facts) {
  const std::string name(domain::name_of(facts.provider));
  bool has_key = false;
  for (llm::ProviderConfig& config : configs_) {
    if (config.provider != facts.provider) continue;
    has_key = true;
    if (llm::endpoint_of(config) != facts.endpoint) continue;
    config.model = facts.model;
    return &config;
  }
  if (has_key)
    return fail(Errc::config, "a batch was sent to " + name + " at another base URL than the one that is configured",
                "configure that base URL until the batch is collected");
  const llm::ProviderFacts* provider = llm::facts_of(facts.provider);
  return fail(Errc::config, "a batch is with " + name + ", and there is no key for it",
              provider == nullptr ? std::string() : "set " + std::string(provider->key_variable()));
}

BatchLock::BatchLock(const std::string& home, const std::string& tag, Clock& clock) {
  const std::string path = sys::joined(home, "queue.lock");
  std::int64_t offset = 0;
  for (const std::uint8_t byte : codec::sha256(tag)) {
    if (offset >= std::int64_t{1} << 53) break;
    offset = offset * 256 + byte;
  }
  lock_ = sys::ByteLock::acquire(path, offset, clock, [] { return true; });
  is_free_ = lock_.has_value() || !sys::ByteLock::is_held(path, offset);
}

bool is_past_lag(const ledger::Batch& batch, UnixMillis now) {
  return age_of(batch, now) > kListLag.count() && batch.looks + 1 >= kLooksInVain;
}

UnixMillis next_look(UnixMillis now, std::int64_t waits, std::optional<milliseconds> retry_after) {
  std::int64_t wait = kFirstLook.count();
  for (std::int64_t i = 0; i < waits && wait < kLastLook.count(); ++i) wait += wait / 2;
  wait = std::min<std::int64_t>(wait, kLastLook.count());
  if (retry_after) wait = std::max<std::int64_t>(wait, retry_after->count());
  return {now.value + wait};
}

Result<void> reconcile(ledger::BatchBooks& ledger, queue::Queue& jobs) {
  // A batch is open in the ledger before its jobs are submitted: so the queue is read first.
  TRY_ASSIGN(const auto awaited, jobs.awaited_batches());
  TRY_ASSIGN(const auto batches, ledger.open_batches());
  for (const std::string& tag : awaited) {
    const auto is_it = [&](const ledger::Batch& batch) { return batch.facts.tag == tag; };
    if (std::none_of(batches.begin(), batches.end(), is_it)) TRY(jobs.take_rest_back(tag));
  }
  for (const ledger::Batch& batch : batches) {
    TRY_ASSIGN(const auto keys, ledger.open_keys(batch.facts.tag));
    TRY(jobs.mark_submitted(batch.facts.tag, keys));
  }
  return {};
}

std::string slice_name(domain::Provider provider, const std::string& model) {
  return "slice " + std::string(domain::name_of(provider)) + " " + model;
}

Result<void> halve_slices(queue::Queue& jobs, const ledger::BatchFacts& facts, std::int64_t items, UnixMillis now) {
  return jobs.set_poll(
      slice_name(facts.provider, facts.model),
      {{now.value + kSmallFor.count()}, std::max<std::int64_t>(1, items / 2), "token_limit_exceeded", false});
}

llm::BatchClient::Reached<Adoption> adopt(const ledger::Batch& batch, const llm::BatchClient& client,
                                          const llm::ProviderConfig& config, ledger::BatchBooks& ledger,
                                          UnixMillis now) {
  using Outcome = Adoption::Outcome;
  const auto listed = client.list(config);
  if (!listed) return tl::unexpected(listed.error());
  if (config.provider != domain::Provider::anthropic) {
    for (const llm::RemoteBatch& remote : *listed) {
      if (remote.tag == batch.facts.tag) return Adoption{Outcome::found, remote.id};
    }
    return Adoption{is_past_lag(batch, now) ? Outcome::absent : Outcome::unclear, {}};
  }
  bool is_unclear = false;
  for (const llm::RemoteBatch& remote : *listed) {
    if (!may_be(batch, remote)) continue;
    const auto known = ledger.is_known_remote(remote.id);
    if (!known || *known) continue;
    if (remote.phase != llm::RemoteBatch::Phase::ended) {
      is_unclear = true;
      continue;
    }
    const auto ours = has_our_rows(batch, remote, client, config, ledger);
    if (!ours) return tl::unexpected(ours.error());
    if (*ours) return Adoption{Outcome::found, remote.id};
  }
  if (is_unclear && age_of(batch, now) < kUntilForgotten.count()) return Adoption{};
  return Adoption{is_past_lag(batch, now) ? Outcome::absent : Outcome::unclear, {}};
}

}  // namespace rustassistant::app
