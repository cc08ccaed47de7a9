// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/ledger/batch.hpp"
#include "rustassistant/ledger/ledger.hpp"

namespace rustassistant::ledger {

// The part of a ledger that is about batches: with the provider's reply it is enough to store and to settle every
// answer, whatever else is lost. Every change is flushed to the disk before the call returns. Safe to use from several
// threads, and by several processes at once. Errors are of kind storage.
class BatchBooks {
 public:
  // Of a ledger that exists; else it is empty, and cannot be written. `clock` must outlive this.
  [[nodiscard]] static Result<std::unique_ptr<BatchBooks>> open(const std::string& path, const Clock& clock);
  ~BatchBooks();
  BatchBooks(const BatchBooks&) = delete;
  BatchBooks& operator=(const BatchBooks&) = delete;

  // Sets money aside for as many of the questions as the caps allow, in their order, and records the batch as intended,
  // in one transaction. Batches never hold more than half of what remains of the month, so that ordinary calls remain
  // possible; with WhenExceeded::warn they may. Nothing is recorded where nothing could be reserved. The run whose cap
  // counts is the life of this object.
  [[nodiscard]] Result<BatchReservation> reserve(const BatchFacts& facts, std::span<const BatchQuestion> questions,
                                                 const domain::BudgetRules& rules,
                                                 const std::optional<BatchLimit>& limit = {});
  // Releases what is open of a batch that nobody will be asked about, and closes it.
  [[nodiscard]] Result<void> withdraw(const std::string& tag);
  // Whether anything of this key is in an open batch.
  [[nodiscard]] Result<bool> holds(const domain::CacheKey& key);
  // The file with the questions, once the provider has it.
  [[nodiscard]] Result<void> note_input(const std::string& tag, const std::string& input);
  // The provider has it, and calls it so.
  [[nodiscard]] Result<void> note_submitted(const std::string& tag, const std::string& remote);
  // The provider does not list it.
  [[nodiscard]] Result<void> note_look(const std::string& tag);
  // Those that are not closed, the oldest first.
  [[nodiscard]] Result<std::vector<Batch>> open_batches();
  // Whether any batch of this ledger, open or closed, is known by that id.
  [[nodiscard]] Result<bool> is_known_remote(const std::string& remote);
  [[nodiscard]] Result<std::optional<BatchRow>> find_row(const std::string& tag, const domain::CacheKey& key);
  // The keys of a batch that are neither settled nor released, in the order in which they were sent.
  [[nodiscard]] Result<std::vector<domain::CacheKey>> open_keys(const std::string& tag);
  // Closes rows of batches in one transaction; one that is closed already stays as it is.
  [[nodiscard]] Result<void> close_rows(std::span<const RowClosing> rows);
  // Once all its rows are closed.
  [[nodiscard]] Result<void> close_batch(const std::string& tag);

 private:
  explicit BatchBooks(std::unique_ptr<Ledger::Database> database);
  std::unique_ptr<Ledger::Database> database_;
  NanoUsd batched_;  // set aside through this object
};

}  // namespace rustassistant::ledger
