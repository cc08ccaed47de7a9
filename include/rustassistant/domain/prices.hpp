// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rustassistant/base/result.hpp"
#include "rustassistant/base/units.hpp"
#include "rustassistant/domain/provider.hpp"

// Prices and costs; integers throughout. The facts are in src/domain/price_table.inc, checked while compiling.
namespace rustassistant::domain {

// What a provider reported for one call. `cached` and `cache_write` are parts of `input`, `reasoning` is a part of
// `output`.
struct Usage {
  Tokens input = 0;
  Tokens cached = 0;
  Tokens cache_write = 0;
  Tokens output = 0;
  Tokens reasoning = 0;
};

// A count above this in a reply is malformed.
inline constexpr Tokens kMaxTokens = 1'000'000'000;

struct Rates {
  PicoUsdPerToken input;
  PicoUsdPerToken cached;
  PicoUsdPerToken cache_write;
  PicoUsdPerToken output;
};

// Rates that apply to the whole request once its input exceeds `threshold`.
struct LongContext {
  Tokens threshold = 0;
  Rates rates;
};

struct ModelPrice {
  Provider provider{};
  std::string_view id;  // the exact model id
  int from_day = 0;     // first UTC day (20260730) these rates hold; 0: always
  Rates rates;
  std::optional<LongContext> long_context;
  Tokens context_window = 0;     // 0: unknown
  Tokens max_output = 0;         // 0: the provider publishes none
  Tokens reasoning_reserve = 0;  // output tokens that may be billed on top of the requested cap
  int batch_percent = 0;         // of the rates, in a batch; 0: the provider offers none
};

// A price from the user's configuration. Rates of zero mean a server that costs nothing.
struct PriceOverride {
  std::string id;
  Rates rates;
};

// A model's price on a UTC day (20261121): a configured price, else the row with the exact id, else the row whose id
// differs only by a trailing date ("gpt-4o-mini-2024-07-18"). Nothing for an unknown model: unknown is never zero. For
// openai-compatible servers any provider's row counts. The result's `id` lives as long as `overrides`.
[[nodiscard]] std::optional<ModelPrice> find_price(Provider provider, std::string_view model, int day,
                                                   std::span<const PriceOverride> overrides = {});
[[nodiscard]] std::span<const ModelPrice> known_prices();

// Rounded up; nothing where the provider offers no batches.
[[nodiscard]] std::optional<Rates> batch_rates(const ModelPrice& price);

// US dollars per million tokens ("0.15", at most six decimals) as a rate; nothing for anything else.
[[nodiscard]] std::optional<PicoUsdPerToken> parse_rate(std::string_view usd_per_million);

// Counts within 0..kMaxTokens, and parts clamped to their whole, as a reply's counts must be before they are priced.
[[nodiscard]] Usage sanitised(Usage usage);

// The sum of products in pico-dollars, rounded up once. `usage` must be sanitised.
[[nodiscard]] NanoUsd cost_of(const ModelPrice& price, const Usage& usage);

// An upper bound for one attempt: request bytes + 2,000 as input tokens, the output cap and the reasoning reserve as
// output, at the highest rates that can apply.
[[nodiscard]] NanoUsd worst_case(const ModelPrice& price, std::int64_t request_bytes, Tokens output_cap);

}  // namespace rustassistant::domain
