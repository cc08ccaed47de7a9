// SPDX-License-Identifier: MIT
#include "team_account.hpp"

#include <utility>
#include <vector>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/domain/breaker.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/sys/signals.hpp"

namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kToAnswer{3'000};
// As long as any service is left alone at first (domain/breaker).
constexpr milliseconds kLeftAlone = domain::kFirstRest;
constexpr int kToldAtOnce = 100;

Error refusal(const tier::TeamRefusal& refused, NanoUsd amount) {
  if (refused.is_closed) return {Errc::budget, "the call was settled with the team's budget before", ""};
  if (!refused.tightest)
    return {Errc::budget, "the team's budget has no cap yet, and so no money",
            "its owner sets one: rustassistant cache remote init --monthly 50.00"};
  const tier::TeamPeriod& cap = *refused.tightest;
  return {Errc::budget,
          "the call might cost " + domain::format_usd(amount) + ", which exceeds the team's " +
              (cap.is_month ? "monthly" : "daily") + " cap of " + domain::format_cap(cap.cap.value_or(NanoUsd{})) +
              ": " + domain::format_usd(cap.spent) + " is spent and " + domain::format_usd(cap.reserved) + " reserved",
          "its owner can raise it: rustassistant cache remote init"};
}

// Whether it is the server's absence, and not a word of the server's.
bool is_absence(tier::Fault fault) {
  return fault == tier::Fault::unreachable || fault == tier::Fault::busy || fault == tier::Fault::failing;
}

}  // namespace

TeamAccount::TeamAccount(std::unique_ptr<tier::TeamBudget> budget, Terms terms, const Clock& clock,
                         std::function<void(const std::string&)> warn)
    : budget_(std::move(budget)), terms_(std::move(terms)), clock_(clock), warn_(std::move(warn)) {}

bool TeamAccount::is_left_alone() {
  const std::scoped_lock lock(mutex_);
  return left_alone_until_ && clock_.steady_now() < *left_alone_until_;
}

void TeamAccount::note(const tier::TeamTrouble& trouble) {
  const std::scoped_lock lock(mutex_);
  left_alone_until_ = clock_.steady_now() + kLeftAlone;
  last_trouble_ = {Errc::storage, "the team's budget " + terms_.place + " cannot be used: " + trouble.trouble.what,
                   trouble.trouble.hint};
}

tl::expected<void, TeamAccount::Refused> TeamAccount::reserve(const std::string& request, NanoUsd amount,
                                                              std::string_view model) {
  const bool goes_on = terms_.when_unreachable == config::WhenUnreachable::local;
  const auto unusable = [&](bool is_absent, bool possibly_done) -> tl::expected<void, Refused> {
    const std::scoped_lock lock(mutex_);
    if (!is_absent || !goes_on) return tl::unexpected(Refused{last_trouble_, possibly_done});
    warn_(last_trouble_.what + "; calls count on this machine until it can be told");
    return {};
  };
  if (is_left_alone()) return unusable(true, false);
  const auto answer = budget_->reserve(request, amount, model, kToAnswer);
  if (answer && !answer->refusal) return {};
  if (answer) return tl::unexpected(Refused{refusal(*answer->refusal, amount), false});
  const tier::TeamTrouble& trouble = answer.error();
  note(trouble);
  if (!is_absence(trouble.trouble.fault)) {
    const std::scoped_lock lock(mutex_);
    left_alone_until_.reset();
  }
  return unusable(is_absence(trouble.trouble.fault), trouble.possibly_done);
}

void TeamAccount::tell(ledger::Ledger& ledger) {
  const std::unique_lock lock(telling_, std::try_to_lock);
  if (!lock.owns_lock() || is_left_alone()) return;
  while (true) {
    const auto owed = ledger.owed_to_team(terms_.place, kToldAtOnce);
    if (!owed || owed->empty()) return;
    std::vector<std::string> told;
    for (const ledger::OwedNews& news : *owed) {
      const auto settled = budget_->settle(news.request, news.cost, news.model, kToAnswer);
      if (!settled) {
        note(settled.error());
        break;
      }
      told.push_back(news.request);
    }
    const bool all = told.size() == owed->size();
    if (const auto known = ledger.team_knows(told); !known) return warn_(known.error().what);
    if (!all) {
      const std::scoped_lock reading(mutex_);
      return warn_(last_trouble_.what + "; what calls cost is told to it another time");
    }
  }
}

Result<tier::TeamStanding> TeamAccount::standing() {
  auto standing = budget_->standing(kToAnswer);
  if (standing) return *std::move(standing);
  note(standing.error());
  const std::scoped_lock lock(mutex_);
  return tl::unexpected(last_trouble_);
}

Result<TeamReport> team_report(const config::Settings& settings, const Services& services) {
  TRY_ASSIGN(std::optional<TeamPlace> place, team_budget_place(settings, services));
  if (!place) return fail(Errc::config, "no team's budget is configured", "set budget.team.url and budget.team.team");
  TeamReport report{place->target.shown(), place->team, {}, 0};
  TRY_ASSIGN(const auto ledger, open_ledger(services, ledger::IfMissing::empty));
  const auto account = open_team_account(*std::move(place), settings, services.clock, services.warn);
  TRY_ASSIGN(const auto owed, ledger->owed_to_team(account->place(), kToldAtOnce));
  if (!owed.empty()) account->tell(*ledger);
  TRY_ASSIGN(report.standing, account->standing());
  TRY_ASSIGN(const auto still_owed, ledger->owed_to_team(account->place(), kToldAtOnce));
  report.owed = static_cast<std::int64_t>(still_owed.size());
  return report;
}

std::unique_ptr<TeamAccount> open_team_account(TeamPlace place, const config::Settings& settings, const Clock& clock,
                                               std::function<void(const std::string&)> warn) {
  TeamAccount::Terms terms{place.target.shown() + " of team '" + place.team + "'",
                           settings.team_budget.when_unreachable};
  auto budget = tier::make_postgres_budget(std::move(place.target), std::move(place.reach), std::move(place.team));
  return std::make_unique<TeamAccount>(std::move(budget), std::move(terms), clock, std::move(warn));
}

}  // namespace rustassistant::app
