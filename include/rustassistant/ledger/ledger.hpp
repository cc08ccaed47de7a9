// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/provider.hpp"

namespace rustassistant::ledger {

// What a call is for, as history will group it.
struct CallFacts {
  domain::Provider provider{};
  std::string model;
  domain::AnalysisType type{};
  std::string repo_id;  // 8 hex digits
  std::string repo_path;
  std::string path;       // of the file within the repository
  std::string extension;  // lower case, without the dot
};

// Money set aside for one HTTP attempt.
struct Reservation {
  std::int64_t id = 0;
  std::optional<NanoUsd> amount;  // nothing: the price is unknown
  UnixMillis at;                  // decides the month that the call belongs to
  bool over_cap = false;          // made although it exceeds the cap (WhenExceeded::warn)
};

enum class Booking : bool { reported, estimated };

// One calendar month.
struct MonthSummary {
  int month = 0;  // 202611
  UnixMillis reset_at;
  NanoUsd spent;                   // settled
  NanoUsd reserved;                // set aside and not settled, `unsettled_amount` included
  std::int64_t calls = 0;          // settled
  std::int64_t unknown_costs = 0;  // of them, those whose cost is unknown
  std::int64_t estimated_calls = 0;
  Tokens input_tokens = 0;
  Tokens cached_tokens = 0;
  Tokens output_tokens = 0;
  std::int64_t unsettled = 0;  // reservations older than an hour, whose process surely died: charged in full
  NanoUsd unsettled_amount;

  [[nodiscard]] NanoUsd committed() const { return spent + reserved; }
};

// What a ledger does where there is no file: `create` makes one (0600, its folder 0700); `empty` reports a ledger with
// nothing in it and leaves the disk as it is.
enum class IfMissing : std::uint8_t { create, empty };

// The durable record of every paid call; the budget is computed from it. Every change is flushed to the disk before the
// call returns. Safe to use from several threads, and by several processes at once. Errors are of kind storage unless
// said otherwise: paid work must then stop. A damaged, foreign or newer file is never changed, moved or replaced.
class Ledger {
 public:
  // `clock` must outlive the ledger.
  [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(const std::string& path, const Clock& clock,
                                                            IfMissing if_missing = IfMissing::create);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // Sets money aside before a call: in one write transaction, settled + reserved + worst_case must not exceed the
  // month's cap, however many processes ask at once. Where it would: Error (budget) that names the figures, or with
  // WhenExceeded::warn a reservation that is marked so. An unknown (nothing) or zero worst case passes whatever the
  // budget. A clock behind the newest call uses that call's time.
  [[nodiscard]] Result<Reservation> reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                            const domain::BudgetPolicy& policy);

  // Books what the call really cost, which may exceed its reservation, and frees the rest; in the reservation's month.
  // An unknown cost leaves the reserved amount charged. Settling or releasing twice is an Error.
  [[nodiscard]] Result<void> settle(const Reservation& reservation, const domain::Usage& usage,
                                    std::optional<NanoUsd> cost, Booking booking = Booking::reported);

  // For an attempt that was surely not billed: frees the money; the call stays in the history as released.
  [[nodiscard]] Result<void> release(const Reservation& reservation);

  // The month that the ledger's time is in.
  [[nodiscard]] Result<MonthSummary> current_month();

 private:
  class Books;
  explicit Ledger(std::unique_ptr<Books> books);
  std::unique_ptr<Books> books_;
};

}  // namespace rustassistant::ledger
