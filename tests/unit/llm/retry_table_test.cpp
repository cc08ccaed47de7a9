// SPDX-License-Identifier: MIT
#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "money_text.hpp"
#include "rate_headers.hpp"
#include "retry_after.hpp"
#include "rustassistant/llm/retry.hpp"
#include "template.hpp"

using namespace rustassistant;
using namespace rustassistant::llm;

namespace {

// 2026-01-15 12:00:00 UTC, 04:00 in California.
constexpr UnixMillis kNoonInJanuary{1'768'478'400'000};
constexpr std::int64_t kYearOfMillis = std::int64_t{366} * 24 * 3600 * 1000;

std::optional<std::int64_t> asked_wait(std::map<std::string, std::string, std::less<>> headers, std::string body = "") {
  http::Reply reply;
  reply.status = 429;
  reply.headers = {headers.begin(), headers.end()};
  reply.body = std::move(body);
  const auto wait = retry_after(reply, kNoonInJanuary);
  return wait ? std::optional<std::int64_t>(wait->count()) : std::nullopt;
}

std::string google_error(std::string_view details) {
  return R"({"error":{"details":)" + std::string(details) + "}}";
}

std::optional<std::int64_t> nano(std::string_view number, int decimals) {
  const auto usd = parse_usd(number, decimals);
  return usd ? std::optional<std::int64_t>(usd->value) : std::nullopt;
}

// Milliseconds; -1: given up.
std::int64_t wait_with(const Patience& patience, int attempts, std::uint32_t random,
                       std::optional<std::chrono::milliseconds> asked = {}) {
  AttemptFailure failure;
  failure.remedy = AttemptFailure::Remedy::time;
  failure.retry_after = asked;
  Tried tried;
  tried.attempts = attempts;
  const NextStep step = next_step(failure, tried, domain::Provider::openai, random, patience);
  const auto* later = std::get_if<Later>(&step);
  return later == nullptr ? -1 : later->wait.count();
}

}  // namespace

TEST_CASE("each notation of retry-after is exactly the wait it states") {
  struct Row {
    std::string_view value;
    std::optional<std::int64_t> wait;
  };
  constexpr auto kRows = std::to_array<Row>({
      {"0", 0},
      {"1", 1000},
      {" 7 ", 7000},
      {"1.0", 1000},
      {"1.000000000", 1000},
      {"1.5", 2000},
      {"1.000000001", 2000},
      {"0.1", 1000},
      {"-1", std::nullopt},
      {"-0.5", std::nullopt},
      {"1.-5", std::nullopt},
      {"1.x", std::nullopt},
      {"1.", std::nullopt},
      {"", std::nullopt},
      {"soon", std::nullopt},
      {"31622399", kYearOfMillis - 1000},
      {"31622400", kYearOfMillis},
      {"31622401", kYearOfMillis},
      {"9223372036854775807", kYearOfMillis},
      {"Thu, 15 Jan 2026 12:00:00 GMT", 0},
      {"Thu, 15 Jan 2026 12:00:01 GMT", 1000},
      {"Thu, 15 Jan 2026 11:59:59 GMT", 0},
      {"Sat, 15 Jan 2028 12:00:00 GMT", kYearOfMillis},
  });
  for (const Row& row : kRows) {
    CAPTURE(row.value);
    CHECK(asked_wait({{"retry-after", std::string(row.value)}}) == row.wait);
  }
  constexpr auto kDate = "Thu, 15 Jan 2026 12:00:10 GMT";
  CHECK(asked_wait({{"retry-after", kDate}, {"date", "Thu, 15 Jan 2026 12:00:04 GMT"}}) == 6000);
  CHECK(asked_wait({{"retry-after", kDate}, {"date", "today"}}) == 10'000);
  CHECK(asked_wait({{"retry-after-ms", "1"}, {"retry-after", "7"}}) == 1);
  CHECK(asked_wait({{"retry-after-ms", "0"}, {"retry-after", "7"}}) == 0);
  CHECK(asked_wait({{"retry-after-ms", "-1"}, {"retry-after", "7"}}) == 7000);
  CHECK(asked_wait({{"retry-after-ms", "x"}, {"retry-after", "7"}}) == 7000);
  CHECK(asked_wait({{"retry-after-ms", "31622400001"}}) == kYearOfMillis);
}

TEST_CASE("each notation of a wait in Google's body is exactly the wait it states") {
  struct Row {
    std::string_view details;
    std::optional<std::int64_t> wait;
  };
  constexpr std::int64_t kUntilMidnight = std::int64_t{20} * 3600 * 1000;
  constexpr auto kRows = std::to_array<Row>({
      {R"([{"retryDelay":"46s"}])", 46'000},
      {R"([{"retryDelay":"0s"}])", 0},
      {R"([{"retryDelay":"1.2s"}])", 2000},
      {R"([{"retryDelay":"-1s"}])", std::nullopt},
      {R"([{"retryDelay":"46"}])", std::nullopt},
      {R"([{"retryDelay":"s"}])", std::nullopt},
      {R"([{"retryDelay":46}])", std::nullopt},
      {R"([{"retryDelay":null}])", std::nullopt},
      {R"([1,null,{},{"retryDelay":"3s"},{"retryDelay":"4s"}])", 3000},
      {R"([{"violations":[{"quotaId":"RequestsPerDay"}]}])", kUntilMidnight},
      {R"([{"retryDelay":"3s"},{"violations":[1,{},{"quotaId":"PerDayX"}]}])", kUntilMidnight},
      {R"([{"retryDelay":"3s","violations":[{"quotaId":"PerMinute"}]}])", 3000},
      {R"([{"retryDelay":"3s","violations":{}}])", 3000},
      {R"([{"violations":[{"quotaId":1}]}])", std::nullopt},
      {"[]", std::nullopt},
      {"{}", std::nullopt},
      {"null", std::nullopt},
  });
  for (const Row& row : kRows) {
    CAPTURE(row.details);
    CHECK(asked_wait({}, google_error(row.details)) == row.wait);
  }
  for (const char* body : {"", "[]", "{", "{}", R"({"error":null})", R"({"error":[]})", R"({"error":{}})"}) {
    CAPTURE(body);
    CHECK_FALSE(asked_wait({}, body));
  }
  CHECK_FALSE(asked_wait({{"retry-after", "soon"}}, google_error(R"([{"retryDelay":"46s"}])")));
}

TEST_CASE("each amount of money is exact, rounded up, or refused") {
  struct Row {
    std::string_view number;
    int decimals;
    std::optional<std::int64_t> nano;
  };
  constexpr std::int64_t kMillion = 1'000'000'000'000'000;
  constexpr auto kRows = std::to_array<Row>({
      {"0", 0, 0},
      {"0.000", 0, 0},
      {"1", 0, 1'000'000'000},
      {"1.", 0, 1'000'000'000},
      {".5", 0, 500'000'000},
      {"0.00042", 0, 420'000},
      {"4.2e-4", 0, 420'000},
      {"4.2E-4", 0, 420'000},
      {"4.2e+2", 0, 420'000'000'000},
      {"0.000000001", 0, 1},
      {"0.0000000001", 0, 1},
      {"0.0000000011", 0, 2},
      {"0.0000000010", 0, 1},
      {"0.00000000101", 0, 2},
      {"1e-40", 0, 1},
      {"1e-41", 0, std::nullopt},
      {"0e40", 0, 0},
      {"0e41", 0, std::nullopt},
      {"37756000", 10, 3'775'600},
      {"37756001", 10, 3'775'601},
      {"7", 9, 7},
      {"7", 8, 70},
      {"1000000", 0, kMillion},
      {"1000000.000000001", 0, std::nullopt},
      {"999999.999999999", 0, kMillion - 1},
      {"1000000000000000", 9, kMillion},
      {"1000000000000001", 9, std::nullopt},
      {"123456789012345678", 12, 123'456'789'012'346},
      {"000123456789012345678", 12, 123'456'789'012'346},
      {"1234567890123456789", 12, std::nullopt},
      {"-1", 0, std::nullopt},
      {"+1", 0, std::nullopt},
      {"1.2.3", 0, std::nullopt},
      {"", 0, std::nullopt},
      {".", 0, std::nullopt},
      {"e1", 0, std::nullopt},
      {"1e", 0, std::nullopt},
      {"1e+", 0, std::nullopt},
      {"1ex", 0, std::nullopt},
      {"1/", 0, std::nullopt},
      {"1:", 0, std::nullopt},
  });
  for (const Row& row : kRows) {
    CAPTURE(row.number, row.decimals);
    CHECK(nano(row.number, row.decimals) == row.nano);
  }
}

TEST_CASE("each pair of headers about rates fills its own dimension, and both are needed") {
  using domain::RateDimension;
  struct Row {
    std::string_view limit;
    std::string_view remaining;
    RateDimension dimension;
  };
  constexpr auto kRows = std::to_array<Row>({
      {"x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", RateDimension::requests},
      {"x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", RateDimension::tokens},
      {"anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining", RateDimension::requests},
      {"anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining", RateDimension::tokens},
      {"anthropic-ratelimit-input-tokens-limit", "anthropic-ratelimit-input-tokens-remaining",
       RateDimension::input_tokens},
      {"anthropic-ratelimit-output-tokens-limit", "anthropic-ratelimit-output-tokens-remaining",
       RateDimension::output_tokens},
  });
  for (const Row& row : kRows) {
    CAPTURE(row.limit);
    const auto count = [&](const char* limit, const char* remaining) {
      http::Reply reply;
      if (*limit != '\0') reply.headers.emplace(row.limit, limit);
      if (*remaining != '\0') reply.headers.emplace(row.remaining, remaining);
      const domain::RateReport report = rate_report(reply);
      std::size_t filled = 0;
      for (const auto& state : report) filled += state ? 1 : 0;
      const auto& own = report.at(static_cast<std::size_t>(row.dimension));
      if (own) CHECK((own->limit == 50 && own->remaining == 0));
      CHECK(filled == (own ? 1 : 0));
      return filled;
    };
    CHECK(count("50", "0") == 1);
    CHECK(count(" 50 ", "\t0") == 1);
    CHECK(count("50", "") == 0);
    CHECK(count("", "0") == 0);
    CHECK(count("-1", "0") == 0);
    CHECK(count("50", "-1") == 0);
    CHECK(count("x", "0") == 0);
  }
}

TEST_CASE("each wait of a patience is exact") {
  using namespace std::chrono_literals;
  const Patience patience{6, 5000ms, 700ms, 3, 40};
  CHECK(wait_with(patience, 0, 0) == -1);
  CHECK(wait_with(patience, 1, 0) == 700);
  CHECK(wait_with(patience, 2, 0) == 2100);
  CHECK(wait_with(patience, 3, 0) == 5000);
  CHECK(wait_with(patience, 5, 0) == 5000);
  CHECK(wait_with(patience, 6, 0) == -1);
  CHECK(wait_with(patience, 1, 500) == 560);
  CHECK(wait_with(patience, 1, 1500) == 560);
  CHECK(wait_with(patience, 1, 999) == 421);
  CHECK(wait_with(patience, 1, 1000) == 700);
  CHECK(wait_with(patience, 1, 0, 5000ms) == 5000);
  CHECK(wait_with(patience, 1, 999, 5000ms) == 5000);
  CHECK(wait_with(patience, 1, 0, 5001ms) == -1);
  CHECK(wait_with({}, 1, 0, 60'000ms) == 60'000);
  CHECK(wait_with({}, 2, 500) == 750);
}

TEST_CASE("each place of a template is filled by its name alone") {
  const auto filled = [](std::string_view text) {
    const std::array<Replacement, 2> replacements{{{"a", "1{{b}}"}, {"b", ""}}};
    return fill_template(text, replacements);
  };
  CHECK(filled("x{{a}}y{{b}}z{{a}}") == "x1{{b}}yz1{{b}}");
  CHECK(filled("{{c}}{{a}}") == "{{c}}1{{b}}");
  CHECK(filled("}}{{a}}{{") == "}}1{{b}}{{");
  CHECK(filled("{{}}{a}{{a}") == "{{}}{a}{{a}");
  CHECK(filled("").empty());
}
