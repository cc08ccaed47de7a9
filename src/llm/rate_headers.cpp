// SPDX-License-Identifier: MIT
#include "rate_headers.hpp"

#include <array>
#include <string_view>

#include "rustassistant/base/text.hpp"

namespace rustassistant::llm {
namespace {

using domain::RateDimension;

struct HeaderRow {
  RateDimension dimension;
  std::string_view limit;
  std::string_view remaining;
};

constexpr std::array<HeaderRow, 6> kHeaders{{
    {RateDimension::requests, "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests"},
    {RateDimension::tokens, "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens"},
    {RateDimension::requests, "anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining"},
    {RateDimension::tokens, "anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining"},
    {RateDimension::input_tokens, "anthropic-ratelimit-input-tokens-limit",
     "anthropic-ratelimit-input-tokens-remaining"},
    {RateDimension::output_tokens, "anthropic-ratelimit-output-tokens-limit",
     "anthropic-ratelimit-output-tokens-remaining"},
}};

std::optional<std::int64_t> number_in(const http::Reply& reply, std::string_view name) {
  const auto found = reply.headers.find(name);
  if (found == reply.headers.end()) return std::nullopt;
  const auto number = parse_integer(trim(found->second));
  return number && *number >= 0 ? number : std::nullopt;
}

}  // namespace

domain::RateReport rate_report(const http::Reply& reply) {
  domain::RateReport report;
  for (const HeaderRow& row : kHeaders) {
    const auto limit = number_in(reply, row.limit);
    const auto remaining = number_in(reply, row.remaining);
    if (limit && remaining) report.at(static_cast<std::size_t>(row.dimension)) = {*limit, *remaining};
  }
  // Anthropic's total is the sum of the other two, and only these are enforced.
  const auto has = [&](RateDimension dimension) { return report.at(static_cast<std::size_t>(dimension)).has_value(); };
  if (has(RateDimension::input_tokens) || has(RateDimension::output_tokens))
    report.at(static_cast<std::size_t>(RateDimension::tokens)).reset();
  return report;
}

}  // namespace rustassistant::llm
