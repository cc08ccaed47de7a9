// SPDX-License-Identifier: MIT
#include "caps.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "figures.hpp"
#include "rustassistant/base/time_text.hpp"
#include "rustassistant/domain/money.hpp"
#include "rustassistant/sys/files.hpp"

namespace rustassistant::ledger {
namespace {

// A cap and what counts against it.
struct CapStanding {
  const char* name;
  NanoUsd cap;
  Charged charged;
  std::string until;  // "the month ends at …"; empty for a run
  std::string hint;

  // Never below 0, so that a sum that does not fit cannot arise.
  [[nodiscard]] NanoUsd left() const {
    const NanoUsd unspent = std::max(NanoUsd{}, cap - std::min(cap, charged.spent));
    return unspent - std::min(unspent, charged.reserved);
  }
  [[nodiscard]] Error refusal(NanoUsd amount) const {
    return {Errc::budget,
            "the call might cost " + domain::format_usd(amount) + ", which exceeds the " + name + " cap of " +
                domain::format_cap(cap) + ": " + domain::format_usd(charged.spent) + " is spent and " +
                domain::format_usd(charged.reserved) + " reserved" + until,
            hint};
  }
};

// Every cap that a call counts against.
db::Outcome<std::vector<CapStanding>> caps_of(const db::Connection* connection, const CallFacts& facts, UnixMillis at,
                                              const TimeZone& zone, const domain::BudgetPolicy& policy) {
  const int day = zone.day_of(at);
  const int month = day / 100;
  const auto until = [&](const char* period, int next_day) {
    const UnixMillis instant = zone.start_of_day(next_day);
    return std::string(", until the ") + period + " ends at " + to_rfc3339(instant, zone.offset_seconds(instant));
  };
  const std::string month_ends = until("month", first_of_month(month, 1));

  std::vector<CapStanding> caps;
  TRY_ASSIGN(const Charged in_month,
             connection == nullptr ? db::Outcome<Charged>(Charged{}) : charged_in(*connection, month));
  caps.push_back({"monthly", policy.monthly_cap, in_month, month_ends,
                  "raise it, for example: rustassistant budget set --monthly 5.00"});
  if (policy.daily_cap) {
    TRY_ASSIGN(const Charged on_day,
               connection == nullptr ? db::Outcome<Charged>(Charged{}) : charged_on(*connection, day));
    caps.push_back({"daily", *policy.daily_cap, on_day, until("day", plus_days(day, 1)),
                    "raise it, for example: rustassistant budget set --daily 1.00"});
  }
  for (const domain::RepoCap& cap : policy.repo_caps) {
    if (cap.repo_id != facts.repo_id) continue;
    TRY_ASSIGN(const Charged for_repo,
               connection == nullptr ? db::Outcome<Charged>(Charged{}) : charged_for(*connection, month, cap.repo_id));
    caps.push_back({"repository's monthly", cap.monthly_cap, for_repo, month_ends,
                    "raise it, for example: rustassistant budget set --repo " + sys::quoted(cap.path + "=1.00")});
  }
  return caps;
}

}  // namespace

db::Outcome<Result<bool>> judge(const db::Connection* connection, const CallFacts& facts, NanoUsd amount, UnixMillis at,
                                const TimeZone& zone, const domain::BudgetRules& rules, const Charged& run) {
  TRY_ASSIGN(const domain::BudgetSettings stored, connection == nullptr
                                                      ? db::Outcome<domain::BudgetSettings>(domain::BudgetSettings{})
                                                      : read_settings(*connection));
  const domain::BudgetPolicy policy = rules.policy(stored);
  TRY_ASSIGN(std::vector<CapStanding> caps, caps_of(connection, facts, at, zone, policy));
  const auto tighter = [](const CapStanding& a, const CapStanding& b) { return a.left() < b.left(); };
  const bool over_cap = std::min_element(caps.begin(), caps.end(), tighter)->left() < amount;
  if (policy.when_exceeded == domain::WhenExceeded::warn) caps.clear();
  if (rules.run_cap)
    caps.push_back({"run's", *rules.run_cap, run, "", "raise it with --max-cost, or omit that option"});
  const auto tightest = std::min_element(caps.begin(), caps.end(), tighter);
  if (tightest == caps.end() || amount <= tightest->left()) return Result<bool>(over_cap);
  return Result<bool>(tl::unexpected(tightest->refusal(amount)));
}

}  // namespace rustassistant::ledger
