// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "place.hpp"
#include "rustassistant/base/clock.hpp"
#include "rustassistant/base/result.hpp"
#include "rustassistant/config/settings.hpp"
#include "rustassistant/ledger/ledger.hpp"
#include "rustassistant/tier/team_budget.hpp"

namespace rustassistant::app {

// A team's budget as a run uses it, beside the user's ledger: what the server says to each call, and what it is owed.
// Safe to use from several threads.
class TeamAccount {
 public:
  struct Terms {
    std::string place;  // which budget, for the ledger and for people
    config::WhenUnreachable when_unreachable = config::WhenUnreachable::block;
  };
  // `clock` must outlive this. `warn`: takes a sentence for the user, and each only once.
  TeamAccount(std::unique_ptr<tier::TeamBudget> budget, Terms terms, const Clock& clock,
              std::function<void(const std::string&)> warn);

  [[nodiscard]] const std::string& place() const { return terms_.place; }

  // Whether a call may be made that the ledger holds money for already.
  struct Refused {
    Error error;                  // budget: the team's money does not suffice. storage: the server cannot be asked
    bool server_knows_of = true;  // the request may stand in the server's books
  };
  [[nodiscard]] tl::expected<void, Refused> reserve(const std::string& request, NanoUsd amount, std::string_view model);

  // Tells the server what became of calls, as far as it can be reached; the rest is told another time. One thread does
  // it at a time: for others there is nothing to do.
  void tell(ledger::Ledger& ledger);

  // What the server says of the budget. Error (storage): it cannot be asked.
  [[nodiscard]] Result<tier::TeamStanding> standing();

 private:
  [[nodiscard]] bool is_left_alone();
  void note(const tier::TeamTrouble& trouble);

  const std::unique_ptr<tier::TeamBudget> budget_;
  const Terms terms_;
  const Clock& clock_;
  const std::function<void(const std::string&)> warn_;
  std::mutex telling_;
  std::mutex mutex_;
  std::optional<std::chrono::steady_clock::time_point> left_alone_until_;
  Error last_trouble_;
};

// The account at that place; opens no connection yet. `clock` must outlive it.
[[nodiscard]] std::unique_ptr<TeamAccount> open_team_account(TeamPlace place, const config::Settings& settings,
                                                             const Clock& clock,
                                                             std::function<void(const std::string&)> warn);

}  // namespace rustassistant::app
