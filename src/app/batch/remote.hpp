// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rustassistant/app/batches.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/ledger/batch_books.hpp"
#include "rustassistant/llm/batch.hpp"
#include "rustassistant/queue/queue.hpp"
#include "rustassistant/sys/locks.hpp"

namespace rustassistant::app {

// Who can be asked about batches: one provider at one endpoint, each with its key.
class BatchProviders {
 public:
  BatchProviders(const config::Loaded& loaded, const sys::Environment& environment);
  // With the batch's model. Error (config): no key for it, or another endpoint is configured.
  [[nodiscard]] Result<llm::ProviderConfig*> of(const ledger::BatchFacts& facts);

 private:
  std::vector<llm::ProviderConfig> configs_;
};

// Whether this process alone works with a batch; false: another one does.
class BatchLock {
 public:
  BatchLock(const std::string& home, const std::string& tag, Clock& clock);
  [[nodiscard]] bool is_free() const { return is_free_; }

 private:
  std::optional<sys::ByteLock> lock_;
  bool is_free_ = true;
};

// When a batch is looked at next, after that many looks in vain: 30 s, half as long again each time, at most 15 min.
[[nodiscard]] UnixMillis next_look(UnixMillis now, std::int64_t waits,
                                   std::optional<std::chrono::milliseconds> retry_after);

// Jobs of open batches wait for them, and those of a batch that is over may be claimed, whatever the queue lost or a
// killed process left behind.
[[nodiscard]] Result<void> reconcile(ledger::BatchBooks& ledger, queue::Queue& jobs);

// The provider holds too many questions of this account: batches of that model have half as many for a day.
[[nodiscard]] Result<void> halve_slices(queue::Queue& jobs, const ledger::BatchFacts& facts, std::int64_t items,
                                        UnixMillis now);
// Under what name the queue keeps how many they may have.
[[nodiscard]] std::string slice_name(domain::Provider provider, const std::string& model);

// Whether what the provider says nothing of may be believed to be nothing: its lists and counters lag.
[[nodiscard]] bool is_past_lag(const ledger::Batch& batch, UnixMillis now);

// Finds an intended batch among those of the provider, or finds out that there is none.
struct Adoption {
  enum class Outcome : std::uint8_t { found, absent, unclear };
  Outcome outcome = Outcome::unclear;
  std::string remote;
};
[[nodiscard]] llm::BatchClient::Reached<Adoption> adopt(const ledger::Batch& batch, const llm::BatchClient& client,
                                                        const llm::ProviderConfig& config, ledger::BatchBooks& ledger,
                                                        UnixMillis now);

}  // namespace rustassistant::app
