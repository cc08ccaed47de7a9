// SPDX-License-Identifier: MIT
#include "verdict.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::app;
using Billing = llm::AttemptFailure::Billing;
using Remedy = llm::AttemptFailure::Remedy;
using queue::Attempt;
using queue::JobState;

namespace {

constexpr UnixMillis kNow{1'795'262'400'000};

FileResult failed(Errc code, std::optional<llm::AttemptFailure> attempt = std::nullopt) {
  FileResult result{{}, {}, {}, tl::unexpected(Error{code, "why", {}})};
  result.failed_attempt = std::move(attempt);
  return result;
}

llm::AttemptFailure attempt(Remedy remedy, Billing billing = Billing::none, bool is_outage = false) {
  llm::AttemptFailure failure;
  failure.error = {Errc::provider, "why", {}};
  failure.remedy = remedy;
  failure.billing = billing;
  failure.is_outage = is_outage;
  return failure;
}

}  // namespace

TEST_CASE("an answer is done") {
  const FileResult result{{}, {}, {}, Answered{}};
  CHECK(verdict_of(result, 1, kNow, 0).state == JobState::done);
}

TEST_CASE("what time may repair is tried five times, each wait four times as long") {
  const FileResult result = failed(Errc::provider, attempt(Remedy::time, Billing::none, true));
  std::int64_t wait = 30'000;
  for (int tries = 1; tries < queue::kMostAttempts; ++tries, wait *= 4) {
    const JobVerdict verdict = verdict_of(result, tries, kNow, 0);
    CHECK(verdict.state == JobState::queued);
    CHECK(verdict.attempt == Attempt::counts);
    CHECK_FALSE(verdict.stops_all);
    CHECK(verdict.not_before.value - kNow.value == wait);
    const auto earliest = verdict_of(result, tries, kNow, 999).not_before.value - kNow.value;
    CHECK(earliest >= wait * 8 / 10);
    CHECK(earliest < wait);
  }
  CHECK(verdict_of(result, queue::kMostAttempts, kNow, 0).state == JobState::dead);
}

TEST_CASE("a wait that the provider asks for is kept to, and one of a day is too long") {
  auto failure = attempt(Remedy::time);
  failure.retry_after = std::chrono::minutes(10);
  CHECK(verdict_of(failed(Errc::provider, failure), 1, kNow, 0).not_before.value - kNow.value == 600'000);
}

TEST_CASE("a rate limit costs no attempt, however long it lasts") {
  auto failure = attempt(Remedy::time);
  failure.is_rate_limit = true;
  failure.retry_after = std::chrono::hours(20);
  const JobVerdict verdict = verdict_of(failed(Errc::provider, failure), 5, kNow, 0);
  CHECK(verdict.state == JobState::queued);
  CHECK(verdict.attempt == Attempt::costs_nothing);
  CHECK(verdict.not_before.value - kNow.value == 72'000'000);
}

TEST_CASE("a bad key or an empty account stops all and kills no job") {
  const JobVerdict verdict = verdict_of(failed(Errc::provider, attempt(Remedy::none, Billing::none, true)), 5, kNow, 0);
  CHECK(verdict.state == JobState::queued);
  CHECK(verdict.attempt == Attempt::costs_nothing);
  CHECK(verdict.stops_all);
}

TEST_CASE("what speaks against the request itself, or may have been billed, is dead at once") {
  CHECK(verdict_of(failed(Errc::provider, attempt(Remedy::none)), 1, kNow, 0).state == JobState::dead);
  CHECK(verdict_of(failed(Errc::unreachable, attempt(Remedy::none, Billing::possible, true)), 1, kNow, 0).state ==
        JobState::dead);
  CHECK(verdict_of(failed(Errc::provider), 1, kNow, 0).state == JobState::dead);  // an answer that is of no use
}

TEST_CASE("where nobody was asked, the attempt is given back and the build ends") {
  for (const Errc code :
       {Errc::unreachable, Errc::budget, Errc::storage, Errc::config, Errc::interrupted, Errc::terminated}) {
    const JobVerdict verdict = verdict_of(failed(code), 5, kNow, 0);
    CHECK(verdict.state == JobState::queued);
    CHECK(verdict.attempt == Attempt::costs_nothing);
    CHECK(verdict.stops_all);
  }
}

TEST_CASE("a file that cannot be read or must not be sent is dropped") {
  CHECK(verdict_of(failed(Errc::input), 1, kNow, 0).state == JobState::dropped);
}
