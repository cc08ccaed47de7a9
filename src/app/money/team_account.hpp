// SPDX-License-Identifier: MIT
#pragma once

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
#include "rustassistant/tier/breaker.hpp"
#include "rustassistant/tier/team_budget.hpp"

namespace rustassistant::app {

// For who has a team's budget without a cap.
inline constexpr const char* kSetCapHint = "its owner sets one: rustassistant cache remote init --monthly 50.00";

// A team's budget as a run uses it, beside the user's ledger: what the server says to each call, and what it is owed. A
// server that does not answer is left alone for a while, by all processes of the home. Safe to use from several
// threads.
class TeamAccount {
 public:
  struct Terms {
    std::string place;  // which budget, for the ledger and for people
    config::WhenUnreachable when_unreachable = config::WhenUnreachable::block;
    std::string home = {};      // what is known of the server is kept there; empty: nowhere
    std::string identity = {};  // of the server and the credentials; it is hashed
  };
  // `clock` must outlive this. `warn`: takes a sentence for the user, and each only once.
  TeamAccount(std::unique_ptr<tier::TeamBudget> budget, Terms terms, Clock& clock,
              std::function<void(const std::string&)> warn);

  [[nodiscard]] const std::string& place() const { return terms_.place; }

  // Whether a call may be made that the ledger holds money for already.
  struct Refused {
    Error error;                       // budget: the team's money does not suffice. storage: the server cannot be asked
    bool server_knows_of = true;       // the request may stand in the server's books
    std::optional<NanoUsd> fits = {};  // less than was asked for, which the team's caps would allow
  };
  [[nodiscard]] tl::expected<void, Refused> reserve(const std::string& request, NanoUsd amount, std::string_view model);

  // Tells the server what became of calls, as far as it can be reached; the rest is told another time. One thread does
  // it at a time: for others there is nothing to do.
  void tell(ledger::Ledger& ledger);

  // What the server says of the budget; asked also while it is left alone. Error (storage): it cannot be asked.
  [[nodiscard]] Result<tier::TeamStanding> standing();

 private:
  [[nodiscard]] std::optional<Error> left_alone();
  [[nodiscard]] Error note(const tier::Trouble& trouble);
  void note_answer();

  const std::unique_ptr<tier::TeamBudget> budget_;
  const Terms terms_;
  const std::function<void(const std::string&)> warn_;
  std::mutex telling_;
  std::mutex mutex_;
  tier::Breaker breaker_;
};

// The account at that place; opens no connection yet. `services` must outlive it.
[[nodiscard]] std::unique_ptr<TeamAccount> open_team_account(TeamPlace place, const config::Settings& settings,
                                                             const Services& services,
                                                             std::function<void(const std::string&)> warn);

}  // namespace rustassistant::app
