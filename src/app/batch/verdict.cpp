// SPDX-License-Identifier: MIT
#include "verdict.hpp"

#include <variant>

#include "rustassistant/llm/retry.hpp"

namespace rustassistant::app {
namespace {

using std::chrono::milliseconds;
using Billing = llm::AttemptFailure::Billing;
using Remedy = llm::AttemptFailure::Remedy;

constexpr llm::Patience kPatience{queue::kMostAttempts, std::chrono::hours(6), std::chrono::seconds(30), 4, 20};
constexpr milliseconds kShortRest = std::chrono::seconds(5);

JobVerdict dead(const Error& error) {
  return {queue::JobState::dead, queue::Attempt::counts, {}, error};
}

JobVerdict later(UnixMillis now, milliseconds wait, queue::Attempt attempt, const Error& error) {
  return {queue::JobState::queued, attempt, {now.value + wait.count()}, error};
}

JobVerdict stopped(const Error& error) {
  return {queue::JobState::queued, queue::Attempt::costs_nothing, {}, error, true};
}

JobVerdict after_attempt(const llm::AttemptFailure& failure, int attempts, UnixMillis now, std::uint32_t random) {
  if (failure.is_rate_limit)
    return later(now, failure.retry_after.value_or(kShortRest), queue::Attempt::costs_nothing, failure.error);
  if (failure.remedy == Remedy::time) {
    llm::Tried tried;
    tried.attempts = attempts;
    const llm::NextStep step = llm::next_step(failure, tried, domain::Provider::builtin, random, kPatience);
    const auto* again = std::get_if<llm::Later>(&step);
    return again != nullptr ? later(now, again->wait, queue::Attempt::counts, failure.error) : dead(failure.error);
  }
  if (failure.billing == Billing::possible) return dead(failure.error);
  return failure.is_outage ? stopped(failure.error) : dead(failure.error);
}

}  // namespace

JobVerdict verdict_of(const FileResult& result, int attempts, UnixMillis now, std::uint32_t random) {
  if (result.answer) return {};
  const Error& error = result.answer.error();
  if (result.failed_attempt && (error.code == Errc::provider || error.code == Errc::unreachable))
    return after_attempt(*result.failed_attempt, attempts, now, random);
  switch (error.code) {
    case Errc::input:
      return {queue::JobState::dropped, queue::Attempt::counts, {}, error};
    case Errc::provider:  // an answer that was paid for and does not match its schema
      return dead(error);
    default:  // unreachable: nobody was asked, for the provider rests, or its rate limit is far off
      return stopped(error);
  }
}

}  // namespace rustassistant::app
