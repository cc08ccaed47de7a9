// SPDX-License-Identifier: MIT
#include "retry_after.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::llm;
using namespace std::chrono_literals;

namespace {

constexpr UnixMillis kNow{784'111'777'000};  // Sun, 06 Nov 1994 08:49:37 GMT

std::optional<std::chrono::milliseconds> wait_of(std::map<std::string, std::string, std::less<>> headers) {
  return retry_after({429, std::move(headers), ""}, kNow);
}

}  // namespace

TEST_CASE("a reply asks to wait in seconds, milliseconds or until a date") {
  CHECK_FALSE(wait_of({}));
  CHECK(wait_of({{"retry-after", "7"}}) == 7s);
  CHECK(wait_of({{"retry-after", "0"}}) == 0s);
  CHECK(wait_of({{"retry-after", "1.5"}}) == 2s);
  CHECK(wait_of({{"retry-after", "2.000"}}) == 2s);
  CHECK(wait_of({{"retry-after-ms", "350"}, {"retry-after", "7"}}) == 350ms);
  CHECK(wait_of({{"retry-after-ms", "soon"}, {"retry-after", "7"}}) == 7s);
  CHECK(wait_of({{"retry-after", "Sun, 06 Nov 1994 08:50:07 GMT"}}) == 30s);
}

TEST_CASE("a date counts by the server's own clock where it states it") {
  CHECK(wait_of({{"retry-after", "Mon, 07 Nov 1994 00:00:10 GMT"}, {"date", "Mon, 07 Nov 1994 00:00:00 GMT"}}) == 10s);
}

TEST_CASE("a moment in the past is no wait, an absurd one is bounded") {
  CHECK(wait_of({{"retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"}}) == 0s);
  CHECK(wait_of({{"retry-after", "9223372036854775807"}}).value() <= 366 * 24h);
  CHECK(wait_of({{"retry-after-ms", "9223372036854775807"}}).value() <= 366 * 24h);
  CHECK(wait_of({{"retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"}}).value() <= 366 * 24h);
}

TEST_CASE("what is no wait at all is ignored") {
  for (const char* text :
       {"", "soon", "1e3", "0x10", "5 s", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 32 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nix 1994 08:49:37 GMT", "1.", "1.-5", "Sun, 06 Nov 1994 08:49 GMT",
        "99999999999999999999", "-5", "-1", "-0.5", "Sun, 06 Nov 1994 24:00:00 GMT"}) {
    INFO(text);
    CHECK_FALSE(wait_of({{"retry-after", text}}));
  }
}

TEST_CASE("Google says in the body how long to wait, and for a quota of a day until midnight in California") {
  const auto wait_in = [](const char* details, UnixMillis now) {
    return retry_after({429, {}, std::string(R"({"error":{"code":429,"details":[)") + details + "]}}"}, now);
  };
  constexpr const char* kInfo = R"({"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"46s"})";
  constexpr const char* kMinute = R"({"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]})";
  constexpr const char* kDay = R"({"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]})";
  const std::string both = std::string(kDay) + "," + kInfo;
  CHECK(wait_in(kInfo, kNow) == 46s);
  CHECK_FALSE(wait_in(kMinute, kNow));
  CHECK(wait_in(kDay, {1'795'262'400'000}) == 20h);          // 2026-11-21 12:00 UTC, 04:00 there
  CHECK(wait_in(both.c_str(), {1'784'548'800'000}) == 19h);  // 2026-07-20 12:00 UTC, 05:00 there
  CHECK_FALSE(wait_in(R"({"violations":[7, {"quotaId":8}]})", kNow));
}
