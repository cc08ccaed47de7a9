// SPDX-License-Identifier: MIT
#include "rate_headers.hpp"

#include <catch2/catch.hpp>

using namespace rustassistant;
using namespace rustassistant::llm;
using domain::RateDimension;

namespace {

struct Stated {
  std::int64_t limit = -1;
  std::int64_t remaining = -1;
  bool operator==(const Stated&) const = default;
};

Stated stated_in(const std::map<std::string, std::string, std::less<>>& headers, RateDimension dimension) {
  const auto found = rate_report({200, headers, ""}).at(static_cast<std::size_t>(dimension));
  return found ? Stated{found->limit, found->remaining} : Stated{};
}

}  // namespace

TEST_CASE("the limits that OpenAI states are read") {
  const std::map<std::string, std::string, std::less<>> headers{{"x-ratelimit-limit-requests", "500"},
                                                                {"x-ratelimit-remaining-requests", "499"},
                                                                {"x-ratelimit-reset-requests", "120ms"},
                                                                {"x-ratelimit-limit-tokens", "200000"},
                                                                {"x-ratelimit-remaining-tokens", "199000"}};
  CHECK(stated_in(headers, RateDimension::requests) == Stated{500, 499});
  CHECK(stated_in(headers, RateDimension::tokens) == Stated{200'000, 199'000});
  CHECK(stated_in(headers, RateDimension::input_tokens) == Stated{});
}

TEST_CASE(
    "the limits that Anthropic states are read; its total of tokens is the sum of the others and none of its own") {
  const std::map<std::string, std::string, std::less<>> headers{
      {"anthropic-ratelimit-requests-limit", "1000"},        {"anthropic-ratelimit-requests-remaining", "998"},
      {"anthropic-ratelimit-tokens-limit", "2400000"},       {"anthropic-ratelimit-tokens-remaining", "2400000"},
      {"anthropic-ratelimit-input-tokens-limit", "2000000"}, {"anthropic-ratelimit-input-tokens-remaining", "1999000"},
      {"anthropic-ratelimit-output-tokens-limit", "400000"}, {"anthropic-ratelimit-output-tokens-remaining", "0"}};
  CHECK(stated_in(headers, RateDimension::requests) == Stated{1'000, 998});
  CHECK(stated_in(headers, RateDimension::tokens) == Stated{});
  CHECK(stated_in(headers, RateDimension::input_tokens) == Stated{2'000'000, 1'999'000});
  CHECK(stated_in(headers, RateDimension::output_tokens) == Stated{400'000, 0});
}

TEST_CASE("a limit counts only together with what remains, and both must be numbers") {
  CHECK(stated_in({{"x-ratelimit-limit-requests", "500"}}, RateDimension::requests) == Stated{});
  CHECK(stated_in({{"x-ratelimit-limit-requests", "many"}, {"x-ratelimit-remaining-requests", "1"}},
                  RateDimension::requests) == Stated{});
  CHECK(stated_in({{"x-ratelimit-limit-requests", " 7 "}, {"x-ratelimit-remaining-requests", "-1"}},
                  RateDimension::requests) == Stated{});
  CHECK(stated_in({{"x-ratelimit-limit-requests", " 7 "}, {"x-ratelimit-remaining-requests", "1"}},
                  RateDimension::requests) == Stated{7, 1});
}
