// SPDX-License-Identifier: MIT
#include "team_account.hpp"

#include <chrono>
#include <utility>
#include <vector>

#include "rustassistant/app/budget.hpp"
#include "rustassistant/app/budget_report.hpp"
#include "rustassistant/app/services.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/config/places.hpp"
#include "rustassistant/domain/money.hpp"

namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kToAnswer{3'000};
constexpr int kToldAtOnce = 100;

Error refusal(const tier::TeamRefusal& refused, NanoUsd amount) {
  if (refused.is_closed) return {Errc::budget, "the call was settled with the team's budget before", ""};
  if (!refused.tightest) return {Errc::budget, "the team's budget has no cap yet, and so no money", kSetCapHint};
  const tier::TeamPeriod& cap = *refused.tightest;
  return {Errc::budget,
          "this might cost " + domain::format_usd(amount) + ", which exceeds the team's " +
              (cap.is_month ? "monthly" : "daily") + " cap of " + domain::format_cap(cap.cap.value_or(NanoUsd{})) +
              ": " + domain::format_usd(cap.spent) + " is spent and " + domain::format_usd(cap.reserved) + " reserved",
          "its owner can raise it: rustassistant cache remote init"};
}

std::string unusable(const std::string& place, const std::string& why) {
  return "the team's budget " + place + " cannot be used: " + why;
}

// Whether it is the server's absence, and not a word of the server's.
bool is_absence(tier::Fault fault) {
  return fault == tier::Fault::unreachable || fault == tier::Fault::busy || fault == tier::Fault::failing;
}

}  // namespace

TeamAccount::TeamAccount(std::unique_ptr<tier::TeamBudget> budget, Terms terms, Clock& clock,
                         std::function<void(const std::string&)> warn)
    : budget_(std::move(budget)),
      terms_(std::move(terms)),
      warn_(std::move(warn)),
      breaker_(terms_.home, terms_.identity, clock) {}

std::optional<Error> TeamAccount::left_alone() {
  const std::scoped_lock lock(mutex_);
  const auto refusal = breaker_.refusal();
  if (!refusal) return std::nullopt;
  return Error{Errc::storage, unusable(terms_.place, refusal->reason),
               "it is left alone until " + to_rfc3339(refusal->open_until) +
                   "; `rustassistant budget status --team` asks it at once"};
}

Error TeamAccount::note(const tier::Trouble& trouble) {
  const std::scoped_lock lock(mutex_);
  if (is_absence(trouble.fault)) breaker_.report(trouble);
  return {Errc::storage, unusable(terms_.place, trouble.what), trouble.hint};
}

void TeamAccount::note_answer() {
  const std::scoped_lock lock(mutex_);
  breaker_.report_answer();
}

tl::expected<void, TeamAccount::Refused> TeamAccount::reserve(const std::string& request, NanoUsd amount,
                                                              std::string_view model) {
  const auto without = [&](Error why, bool is_absent, bool possibly_done) -> tl::expected<void, Refused> {
    const bool goes_on = is_absent && terms_.when_unreachable == config::WhenUnreachable::local;
    if (!goes_on) return tl::unexpected(Refused{std::move(why), possibly_done});
    warn_(why.what + "; calls count on this machine until it can be told");
    return {};
  };
  if (auto why = left_alone()) return without(*std::move(why), true, false);
  const auto answer = budget_->reserve(request, amount, model, kToAnswer);
  if (!answer) {
    const tier::TeamTrouble& trouble = answer.error();
    return without(note(trouble.trouble), is_absence(trouble.trouble.fault), trouble.possibly_done);
  }
  note_answer();
  if (!answer->refusal) return {};
  const auto& tightest = answer->refusal->tightest;
  const auto left = tightest ? tightest->left() : std::nullopt;
  return tl::unexpected(Refused{refusal(*answer->refusal, amount), false,
                                left && left->value > 0 && *left < amount ? left : std::nullopt});
}

void TeamAccount::tell(ledger::Ledger& ledger) {
  const std::unique_lock lock(telling_, std::try_to_lock);
  if (!lock.owns_lock()) return;
  while (true) {
    const auto owed = ledger.owed_to_team(terms_.place, kToldAtOnce);
    if (!owed || owed->empty() || left_alone()) return;
    std::vector<std::string> told;
    std::optional<Error> trouble;
    for (const ledger::OwedNews& news : *owed) {
      const auto settled = budget_->settle(news.request, news.cost, news.model, kToAnswer);
      if (!settled) {
        trouble = note(settled.error().trouble);
        break;
      }
      told.push_back(news.request);
    }
    if (!trouble) note_answer();
    if (const auto known = ledger.team_knows(told); !known) return warn_(known.error().what);
    if (trouble) return warn_(trouble->what + "; what calls cost is told to it another time");
  }
}

Result<tier::TeamStanding> TeamAccount::standing() {
  auto standing = budget_->standing(kToAnswer);
  if (!standing) return tl::unexpected(note(standing.error().trouble));
  note_answer();
  return *std::move(standing);
}

Result<TeamReport> team_report(const config::Settings& settings, const Services& services) {
  TRY_ASSIGN(std::optional<TeamPlace> place, team_budget_place(settings, services));
  if (!place) return fail(Errc::config, "no team's budget is configured", "set budget.team.url and budget.team.team");
  TeamReport report{place->target.shown(), place->team, {}, 0};
  TRY_ASSIGN(const auto ledger, open_ledger(services, ledger::IfMissing::empty));
  const auto account = open_team_account(*std::move(place), settings, services, services.warn);
  TRY_ASSIGN(report.standing, account->standing());
  TRY_ASSIGN(const auto owed, ledger->owed_to_team(account->place(), kToldAtOnce));
  if (owed.empty()) return report;
  account->tell(*ledger);
  TRY_ASSIGN(report.standing, account->standing());
  TRY_ASSIGN(const auto still_owed, ledger->owed_to_team(account->place(), kToldAtOnce));
  report.owed = static_cast<std::int64_t>(still_owed.size());
  return report;
}

std::unique_ptr<TeamAccount> open_team_account(TeamPlace place, const config::Settings& settings,
                                               const Services& services, std::function<void(const std::string&)> warn) {
  TeamAccount::Terms terms{place.target.shown() + " of team '" + place.team + "'",
                           settings.team_budget.when_unreachable,
                           config::home_folder(services.environment).value_or(""), std::move(place.identity)};
  auto budget = tier::make_postgres_budget(std::move(place.target), std::move(place.reach), std::move(place.team));
  return std::make_unique<TeamAccount>(std::move(budget), std::move(terms), services.clock, std::move(warn));
}

}  // namespace rustassistant::app
