// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kinds.hpp"
#include "rustassistant/app/batches.hpp"
#include "rustassistant/app/stores.hpp"
#include "rustassistant/ledger/batch_books.hpp"
#include "rustassistant/llm/batch.hpp"
#include "rustassistant/queue/queue.hpp"
#include "team_cache.hpp"

namespace rustassistant::app {

// What becomes of a row, before anything is written.
struct RowVerdict {
  ledger::RowClosing closing;
  queue::Returned job;
  std::optional<domain::Document> document = {};  // to be stored
  std::optional<Error> account_fault = {};        // what keeps the provider from answering anything of this account
};

// Pure. `price`: of the batch's model in a batch.
[[nodiscard]] RowVerdict verdict_on(const ledger::BatchRow& row, const llm::BatchAnswer& answer,
                                    const std::optional<domain::ModelPrice>& price, UnixMillis now);

// Stores and settles the rows of one batch, at most 200 at once: what is settled is stored and on the disk before, and
// a row that was settled before is passed over.
class RowBook {
 public:
  // All must outlive this. `team`: gets what was stored; null: nobody does.
  RowBook(const ledger::Batch& batch, Stores& stores, ledger::BatchBooks& ledger, queue::Queue& jobs, TeamCache* team,
          const Services& services, CollectSummary& summary);

  [[nodiscard]] Result<void> take(const llm::BatchAnswer& answer);
  [[nodiscard]] Result<void> flush();
  // What has no row was not run. `unreadable`: that many rows could not be read, so that as many answers may have been
  // paid for.
  [[nodiscard]] Result<void> end_missing(std::int64_t unreadable);
  // Nothing of the batch was run.
  [[nodiscard]] Result<void> give_back(const queue::Returned& as, std::optional<std::int64_t> bad_line);

  // The first row that speaks against the account; mostly nothing.
  [[nodiscard]] const std::optional<Error>& account_fault() const { return account_fault_; }
  // Of answers that are stored and that nobody had asked for yet, by repository (its canonical path).
  using Warmed = std::map<std::string, std::vector<domain::CacheKey>>;
  [[nodiscard]] const Warmed& warmed() const { return warmed_; }

 private:
  [[nodiscard]] cache::Entry entry_of(const ledger::BatchRow& row, const RowVerdict& verdict) const;
  [[nodiscard]] Result<void> complete(const ledger::BatchRow& row, RowVerdict& verdict);
  [[nodiscard]] Result<void> store();
  void count(const RowVerdict& verdict);
  void add(const RowVerdict& verdict);

  const ledger::Batch& batch_;
  Stores& stores_;
  ledger::BatchBooks& ledger_;
  queue::Queue& queue_;
  TeamCache* const team_;
  const Services& services_;
  CollectSummary& summary_;
  std::optional<domain::ModelPrice> price_;
  std::map<std::string, std::vector<cache::Entry>> unstored_;  // by repository (its canonical path)
  std::vector<ledger::RowClosing> closings_;
  std::vector<queue::Returned> returned_;
  std::map<domain::CacheKey, std::string> taken_;  // that are not settled yet, with their repositories
  std::optional<Error> account_fault_;
  Warmed warmed_;
};

}  // namespace rustassistant::app
