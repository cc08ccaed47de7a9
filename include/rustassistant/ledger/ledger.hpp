// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/advice.hpp"
#include "rustassistant/domain/budget.hpp"
#include "rustassistant/domain/forecast.hpp"
#include "rustassistant/domain/prices.hpp"
#include "rustassistant/domain/provider.hpp"
#include "rustassistant/ledger/archive.hpp"
#include "rustassistant/ledger/batch.hpp"
#include "rustassistant/ledger/call.hpp"
#include "rustassistant/ledger/history.hpp"
#include "rustassistant/ledger/standing.hpp"

namespace rustassistant::ledger {

// Money set aside for one HTTP attempt.
struct Reservation {
  std::int64_t id = 0;
  std::optional<NanoUsd> amount;  // nothing: the price is unknown
  UnixMillis at;                  // decides the month that the call belongs to
  bool over_cap = false;          // made although it exceeds a cap (WhenExceeded::warn)
};

enum class Booking : bool { reported, estimated };

// What `budget set` and `budget unset` change, in one transaction.
enum class StoredSetting : std::uint8_t {
  monthly_cap,
  daily_cap,
  warn_percent,
  alert_percent,
  when_exceeded,
  timezone
};
struct SettingsChange {
  domain::BudgetSettings set;  // a repository's cap is added to the others
  std::string timezone;        // as it is to be called; empty: stays
  std::string timezone_rule;   // what TimeZone::parse() understands
  std::vector<StoredSetting> unset;
  std::vector<std::string> unset_repos;  // repo ids
};

// What recent calls of a model came to.
struct UsageAverages {
  std::int64_t calls = 0;
  std::int64_t request_bytes = 0;  // sums over those calls
  Tokens input_tokens = 0;
  Tokens output_tokens = 0;
};

struct Closing;

// What a ledger does where there is no file: `create` makes one (0600, its folder 0700); `empty` reports a ledger with
// nothing in it and leaves the disk as it is. A ledger that was there before and has vanished is an Error in both
// cases; `begin` makes a new one even then.
enum class IfMissing : std::uint8_t { create, empty, begin };

// The durable record of every paid call; the budget is computed from it. Every change is flushed to the disk before the
// call returns. Safe to use from several threads, and by several processes at once. Errors are of kind storage unless
// said otherwise: paid work must then stop. A damaged, foreign or newer file is never changed, moved or replaced.
// Days and months are those of the zone that the ledger keeps. A clock behind the newest call uses that call's time,
// unless that is more than 400 days ahead: then a wrong clock dated the call (Standing::ahead).
class Ledger {
 public:
  // `clock` must outlive the ledger.
  [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(const std::string& path, const Clock& clock,
                                                            IfMissing if_missing = IfMissing::create);
  // Whether there is something in the ledger's place that cannot be used as one, or whose sums are wrong. False where
  // there is nothing. Error: it cannot be found out, as for a ledger of a newer version or one that is being held.
  [[nodiscard]] static Result<bool> is_damaged(const std::string& path, const Clock& clock);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // Sets money aside before a call: in one write transaction, settled + reserved + worst_case must not exceed any of
  // the caps (month, day, repository, run), however many processes ask at once. Where it would: Error (budget) that
  // names the tightest cap and the figures, or with WhenExceeded::warn a reservation that is marked so. The run is the
  // life of this object, and its cap holds in every mode. An unknown (nothing) or zero worst case passes whatever the
  // budget. `instead_of`: a reservation of the same file that this one takes the place of; it is released in the same
  // transaction, and stays as it is where the new one is refused.
  [[nodiscard]] Result<Reservation> reserve(const CallFacts& facts, std::optional<NanoUsd> worst_case,
                                            const domain::BudgetRules& rules, const Reservation* instead_of = nullptr);

  // Whether reserve() would set that much aside at this moment, with the same Errors; changes nothing.
  [[nodiscard]] Result<void> check(const CallFacts& facts, NanoUsd worst_case, const domain::BudgetRules& rules);

  // Books what the call really cost, which may exceed its reservation, and frees the rest; in the reservation's month.
  // An unknown cost leaves the reserved amount charged. `usage`: nothing where the provider did not report it; a report
  // of no tokens at all is none. Settling or releasing twice is an Error; but where the user closed the call by hand in
  // the meantime, that stays, and the call counts as the user said, also against the run's cap.
  [[nodiscard]] Result<void> settle(const Reservation& reservation, const std::optional<domain::Usage>& usage,
                                    std::optional<NanoUsd> cost, Booking booking = Booking::reported);

  // For an attempt that was surely not billed: frees the money; the call stays in the history as released.
  [[nodiscard]] Result<void> release(const Reservation& reservation);

  // What the server of a team's budget is owed: closed calls, and closed batches, whose facts name that place, each
  // kind with the oldest first.
  [[nodiscard]] Result<std::vector<OwedNews>> owed_to_team(const std::string& place, int most);
  // The server knows: these requests are of no more interest.
  [[nodiscard]] Result<void> team_knows(std::span<const std::string> requests);

  // The reservations that were made through this object and neither settled nor released through it.
  [[nodiscard]] OpenMoney left_open() const;

  // Closes open calls as the user says: each at a cost, or, with nothing, as not billed. All or none: Error (usage) for
  // a call that does not exist or is closed. Returns the calls as they were.
  [[nodiscard]] Result<std::vector<OpenCall>> settle_by_hand(std::span<const std::int64_t> ids,
                                                             std::optional<NanoUsd> cost);
  // The same for every open call that was reserved at least `older_than` ago.
  [[nodiscard]] Result<std::vector<OpenCall>> settle_all_by_hand(std::chrono::milliseconds older_than,
                                                                 std::optional<NanoUsd> cost);

  // Adds calls of the past as settled, by estimates. Those that were added before, and those that are later than the
  // ledger's time, are counted and left out.
  [[nodiscard]] Result<ImportCount> import(std::span<const PastCall> calls);

  // Adds calls of another ledger, or of this one, by their tags: those that are there already stay, and those that were
  // open are closed as they were closed elsewhere. Calls more than a day later than the ledger's time are counted and
  // left out.
  [[nodiscard]] Result<ImportCount> import(std::span<const CallRecord> calls);
  // Keeps another ledger's caps, shares, mode, time zone and former repositories in place of its own; what the other
  // one does not speak of stays.
  [[nodiscard]] Result<void> take_over(const LedgerHead& head);

  // The state of spending.
  [[nodiscard]] Result<Standing> standing();
  // What `budget set` stored.
  [[nodiscard]] Result<domain::BudgetSettings> settings();
  [[nodiscard]] Result<void> change(const SettingsChange& change);

  // Moves every call that is later than the clock to the clock's time: what a wrong clock dated then counts in this
  // month. Returns how many there were. Error (usage): the clock itself is impossible.
  [[nodiscard]] Result<std::int64_t> move_calls_ahead();

  // By what a capped repository is known after it moved: the id of its first commit, or empty. Asked at most once for
  // each repository, and only where a repository without a cap may be one with a cap whose folder is gone.
  using FirstCommit = std::function<std::string(const std::string& repo_path)>;
  void identify_by(FirstCommit first_commit);

  // From sums that are kept by day, so that it takes the same time however many calls there are; by file, it reads the
  // calls of the period.
  [[nodiscard]] Result<History> history(const HistoryQuery& query);
  // What was committed on each day of a period, in order; days with nothing are left out.
  [[nodiscard]] Result<std::vector<domain::DaySpent>> spent_by_day(int from_day, int to_day);
  // What open batches hold.
  [[nodiscard]] Result<BatchHolding> batched();
  // The models that were paid in the period of the query, the dearest first; its grouping is not read.
  [[nodiscard]] Result<std::vector<domain::ModelUse>> model_uses(const HistoryQuery& query);
  // Of the newest twenty thousand calls, those in the period of the query: the files that were paid for at least
  // `least` times, the dearest first, at most `most`.
  [[nodiscard]] Result<std::vector<domain::RepeatedFile>> repeated_files(const HistoryQuery& query, int least,
                                                                         int most);
  // Every call there ever was, in the order of their ids, as of one moment.
  using OnCall = std::function<void(const CallRecord&)>;
  [[nodiscard]] Result<void> for_each_call(const OnCall& on_call);
  // The same with what is kept beside them, which comes first.
  [[nodiscard]] Result<void> read_all(const std::function<void(const LedgerHead&)>& on_head, const OnCall& on_call);
  // Over the newest calls (at most 500) of a model whose usage was reported.
  [[nodiscard]] Result<UsageAverages> averages(domain::Provider provider, std::string_view model);

  // What is wrong with the file, a sentence each: its pages, and sums that differ from a recount. Empty: sound.
  [[nodiscard]] Result<std::vector<std::string>> verify();

  struct Database;  // of this room alone

 private:
  explicit Ledger(std::unique_ptr<Database> database);
  [[nodiscard]] Result<void> follow_moved(const CallFacts& facts);
  [[nodiscard]] Result<void> close(const char* attempt, const Reservation& reservation, const Closing& closing);

  std::unique_ptr<Database> database_;
};

}  // namespace rustassistant::ledger
